import { env, runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import type { CrmRecordId, PushId, Reference } from '#contracts/ids';
import type { PushState } from '#contracts/push';
import { pushIn } from '../../test/gateway/push-factory.ts';
import { planOf } from '../../test/gateway/query-plan.ts';
import type { Push } from '../core/push-record.ts';
import { AuditStore } from './audit-store.ts';
import { DeadLetterStore } from './dead-letter-store.ts';
import { migrate } from './migrate.ts';
import { TENANT_MIGRATIONS } from './migrations.ts';
import { PushStore } from './push-store.ts';

const inFreshStore = <T>(work: (storage: DurableObjectStorage) => T): Promise<T> =>
  runInDurableObject(env.TENANTS.get(env.TENANTS.newUniqueId()), async (_object, { storage }) => {
    await storage.deleteAll();
    migrate(storage, TENANT_MIGRATIONS);
    return work(storage);
  });

const idOf = (recordId: string, revision: number): string =>
  `p_${recordId.padStart(12, '0')}${String(revision).padStart(4, '0')}`;

/** A revision of a record's push; accepted in the order of the revisions. */
const revisionOf = (recordId: string, revision: number, state: PushState, more: Partial<Push> = {}): Push =>
  pushIn(state, {
    pushId: idOf(recordId, revision) as PushId,
    recordId: recordId as CrmRecordId,
    revision,
    reference: `DB-${recordId}-${revision}` as Reference,
    acceptedAt: revision,
    ...more,
  });

const company: Partial<Push> = { write: { command: 'customer.create', input: {} as never } };

/** What is listed of these, as record and revision. */
const listed = (pushes: Push[], compactedBefore = 0): Promise<string[]> =>
  inFreshStore((storage) => {
    const store = new PushStore(storage.sql);
    for (const push of pushes) store.insert(push);
    store.keys.compact(compactedBefore);
    return new DeadLetterStore(storage.sql).page(null, 100).map(({ recordId, revision }) => `${recordId}/${revision}`);
  });

describe('a refused push', () => {
  it.each<[PushState, string[]]>([
    ['accepted', []],
    ['ready', []],
    ['sending', []],
    ['in-doubt', []],
    ['confirmed', []],
    ['done', []],
    ['given-up', []],
    ['parked', ['7/2']],
    ['refused', ['7/2']],
  ])('whose successor is %s has left: %j stay', async (state, left) => {
    expect(await listed([revisionOf('7', 1, 'refused'), revisionOf('7', 2, state)])).toEqual(left);
  });

  it('that nobody sent anew stays, whatever other deals and companies do', async () => {
    const pushes = [
      revisionOf('7', 1, 'refused'),
      revisionOf('8', 1, 'refused', company),
      revisionOf('8', 2, 'done', { pushId: 'p_00000000000000d8' as PushId }),
      revisionOf('77', 2, 'done'),
    ];
    expect((await listed(pushes)).toSorted()).toEqual(['7/1', '8/1']);
  });

  it('of a company leaves in the same way', async () => {
    expect(await listed([revisionOf('7', 1, 'refused', company), revisionOf('7', 2, 'done', company)])).toEqual([]);
  });

  it('of several shows the newest only', async () => {
    const refused = [1, 2, 3, 4].map((revision) => revisionOf('7', revision, 'refused'));
    expect(await listed(refused)).toEqual(['7/4']);
    expect(await listed([...refused, revisionOf('7', 5, 'sending')])).toEqual([]);
  });

  it('does not come back when of its successor only the key is left', async () => {
    // A clock that went back: the successor is the older one.
    const pushes = [revisionOf('7', 1, 'refused', { acceptedAt: 90 }), revisionOf('7', 2, 'done', { acceptedAt: 10 })];
    expect(await listed(pushes, 50)).toEqual([]);
  });
});

it('a parked push stays, whatever was sent since', async () => {
  expect(await listed([revisionOf('7', 1, 'parked'), revisionOf('7', 2, 'done')])).toEqual(['7/1']);
});

it('what has left the list is in the audit as it was', async () => {
  const rows = await inFreshStore((storage) => {
    const audit = new AuditStore(storage.sql);
    const [first, second] = [revisionOf('7', 1, 'refused'), revisionOf('7', 2, 'done')];
    audit.append(1, 'push', first.pushId, 'c', { to: 'refused' });
    for (const push of [first, second]) new PushStore(storage.sql).insert(push);
    expect(new DeadLetterStore(storage.sql).page(null, 9)).toEqual([]);
    expect(new PushStore(storage.sql).read(first.pushId)?.state).toBe('refused');
    return audit.about(first.pushId).map(({ body }) => body);
  });
  expect(rows).toEqual(['{"to":"refused"}']);
});

it('pages are full, in order and complete, also where most have left', async () => {
  const pages = await inFreshStore((storage) => {
    const store = new PushStore(storage.sql);
    for (let deal = 1; deal <= 60; deal += 1) {
      store.insert(revisionOf(String(deal), 1, 'refused', { acceptedAt: Math.floor(deal / 4) }));
      if (deal % 3 !== 0) store.insert(revisionOf(String(deal), 2, 'done', { acceptedAt: 1_000 }));
    }
    const letters = new DeadLetterStore(storage.sql);
    const found: Push[][] = [];
    for (let place: Push | null = null; found.length < 9; ) {
      const page = letters.page(place, 8);
      found.push(page);
      place = page.at(-1) ?? null;
      if (page.length < 8) break;
    }
    return found.map((page) => page.map(({ recordId }) => Number(recordId)));
  });
  expect(pages.map((page) => page.length)).toEqual([8, 8, 4]);
  expect(pages.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => 3 * (at + 1)));
});

it('a page is read from the index of those that may be listed, and each successor by its key', async () => {
  const plan = await planOf((sql) => new DeadLetterStore(sql).page({ acceptedAt: 5, pushId: 'p_1' }, 20));
  expect(plan.find((detail) => detail.includes('push '))).toContain('push_by_dead');
  expect(plan.filter((detail) => /\bSCAN\b|TEMP B-TREE/.test(detail))).toEqual([]);
});
