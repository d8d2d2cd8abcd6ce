import { runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import type { CrmRecordId, CustomerId, PushId, Reference } from '#contracts/ids';
import type { Push } from '../../gateway/core/push-record.ts';
import { PushStore } from '../../gateway/durable/push-store.ts';
import { NOW, pushIn } from './push-factory.ts';
import { setUpTenant } from './tenant-setup.ts';

const numbered = (push: Push, number: number): Push => ({
  ...push,
  pushId: `p_${String(number).padStart(16, '0')}` as PushId,
  recordId: String(number) as CrmRecordId,
  reference: `DB-${number}-1` as Reference,
});

it('a crowd that waits for its turn hides nothing that is due', async () => {
  const tenant = await setUpTenant();
  await runInDurableObject(tenant.stub, (_object, { storage }) => {
    const pushes = new PushStore(storage.sql);
    for (let number = 1; number <= 150; number += 1) {
      pushes.insert(numbered(pushIn('ready', { dueAt: NOW - 60_000 }), number));
    }
    const overdue = numbered(pushIn('sending', { dueAt: NOW - 1 }), 200);
    pushes.insert(overdue);
    expect(pushes.due(NOW).map(({ pushId }) => pushId)).toEqual([overdue.pushId]);
    expect(pushes.dueAt()).toBe(NOW - 1);
    // Out of the way of the alarm, which would take what stands here for its own.
    storage.sql.exec('DELETE FROM push');
  });
});

it('of a customer’s orders on their way the newest count, and no more of them than are asked for', async () => {
  const tenant = await setUpTenant();
  await runInDurableObject(tenant.stub, (_object, { storage }) => {
    const pushes = new PushStore(storage.sql);
    for (let number = 1; number <= 30; number += 1) {
      const state = number % 2 === 0 ? 'accepted' : 'done';
      pushes.insert(numbered(pushIn(state, { acceptedAt: NOW + number, dueAt: null }), number));
    }
    const open = pushes.openFor('10447' as CustomerId, 5);
    expect(open.map(({ recordId }) => recordId)).toEqual(['30', '28', '26', '24', '22']);
    expect(pushes.openFor('10452' as CustomerId, 5)).toEqual([]);
    // Out of the way of the alarm, which would take what stands here for its own.
    storage.sql.exec('DELETE FROM push');
  });
});

it('whose turn it is, and what is due, is told without a look at all that wait', async () => {
  const tenant = await setUpTenant();
  await runInDurableObject(tenant.stub, (_object, { storage }) => {
    const inserted = new PushStore(storage.sql);
    for (let number = 1; number <= 500; number += 1) {
      inserted.insert(numbered(pushIn('ready', { dueAt: NOW - 60_000 + number }), number));
    }
    const cursors: SqlStorageCursor<Record<string, SqlStorageValue>>[] = [];
    const exec = (query: string, ...bindings: (string | number)[]) => {
      const cursor = storage.sql.exec(query, ...bindings);
      cursors.push(cursor);
      return cursor;
    };
    const pushes = new PushStore(Object.assign(Object.create(storage.sql), { exec }));
    expect(pushes.firstReady(['order.create'])?.recordId).toBe('1');
    expect(pushes.due(NOW)).toEqual([]);
    expect(pushes.dueAt()).toBe(null);
    expect(pushes.inState('sending')).toEqual([]);
    expect(cursors).toHaveLength(4);
    expect(cursors.reduce((rows, { rowsRead }) => rows + rowsRead, 0)).toBeLessThan(10);
    // Out of the way of the alarm, which would take what stands here for its own.
    storage.sql.exec('DELETE FROM push');
  });
});
