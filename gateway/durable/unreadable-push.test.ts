import { env, runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { pushIn } from '../../test/gateway/push-factory.ts';
import { DeadLetterStore } from './dead-letter-store.ts';
import { migrate } from './migrate.ts';
import { TENANT_MIGRATIONS } from './migrations.ts';
import { PushKeyStore } from './push-key-store.ts';

const inFreshStore = <T>(work: (storage: DurableObjectStorage) => T): Promise<T> =>
  runInDurableObject(env.TENANTS.get(env.TENANTS.newUniqueId()), async (_object, { storage }) => {
    await storage.deleteAll();
    return work(storage);
  });

const BROKEN = '{"pushId":"p_00';

it('a row that cannot be read does not stop a migration, whichever', async () => {
  for (let done = 1; done < TENANT_MIGRATIONS.length; done += 1) {
    const applied = await inFreshStore((storage) => {
      migrate(storage, TENANT_MIGRATIONS.slice(0, done));
      const subject = done === 1 ? 'deal_id' : 'subject';
      for (const [id, about] of [
        ['p_1', done === 1 ? '77' : 'deal/77'],
        ['p_2', 'company/78'],
      ] as const) {
        storage.sql.exec(
          `INSERT INTO push (push_id, ${subject}, revision, reference, state, record) VALUES (?1, ?2, 1, ?1, 'confirmed', ?3)`,
          ...[id, about, BROKEN],
        );
        if (done <= 3) storage.sql.exec('INSERT INTO outbox (push_id, due_at, failures) VALUES (?, 5, 0)', id);
      }
      migrate(storage, TENANT_MIGRATIONS);
      return storage.sql.exec<{ count: number }>('SELECT count(*) AS count FROM migration').one().count;
    });
    expect(applied).toBe(TENANT_MIGRATIONS.length);
  }
});

it('rows that cannot be read take no place of a page, and hide no other', async () => {
  const [page, made] = await inFreshStore((storage) => {
    migrate(storage, TENANT_MIGRATIONS);
    const add = (id: string, at: number, record: string) =>
      storage.sql.exec(
        `INSERT INTO push (push_id, subject, revision, reference, state, accepted_at, record)
         VALUES (?1, ?1, 1, ?1, 'parked', ?2, ?3)`,
        ...[id, at, record],
      );
    const push = pushIn('parked', { erpId: 'A-1' });
    add(push.pushId, 1, JSON.stringify(push));
    add('p_2', 2, BROKEN);
    add('p_3', 3, '{"erpId":"A-1"}');
    add('p_4', 4, 'null');
    const letters = new DeadLetterStore(storage.sql);
    return [letters.page(null, 2), letters.ordersMadeAs('A-1')];
  });
  expect(page.map(({ pushId }) => pushId)).toEqual([pushIn('parked').pushId]);
  expect(made.map(({ pushId }) => pushId)).toEqual([pushIn('parked').pushId]);
});

it('a row that cannot be read is set aside when old pushes are made keys, and holds up no other', async () => {
  const left = await inFreshStore((storage) => {
    migrate(storage, TENANT_MIGRATIONS);
    const push = pushIn('done', { erpId: 'A-1' });
    const add = (id: string, at: number, record: string) =>
      storage.sql.exec(
        `INSERT INTO push (push_id, subject, revision, reference, state, accepted_at, record)
         VALUES (?1, 'deal/' || ?2, 1, ?1, 'done', ?2, ?3)`,
        ...[id, at, record],
      );
    add('p_2', 1, BROKEN);
    add(push.pushId, 2, JSON.stringify(push));
    const keys = new PushKeyStore(storage.sql);
    keys.compact(10);
    keys.compact(10);
    return storage.sql.exec<{ id: string; state: string }>('SELECT push_id AS id, state FROM push').toArray();
  });
  expect(left).toEqual([{ id: 'p_2', state: 'parked' }]);
});
