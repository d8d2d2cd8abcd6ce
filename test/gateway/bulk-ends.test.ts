import { runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failure } from '#contracts/errors';
import type { CrmRecordId } from '#contracts/ids';
import type { PushState } from '#contracts/push';
import type { Push } from '../../gateway/core/push-record.ts';
import { orderPushIdOf } from '../../gateway/durable/push-intake.ts';
import { PushStore } from '../../gateway/durable/push-store.ts';
import { good } from './card-client.ts';
import { WON_DEAL_ID } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { freshTenant } from './fresh-tenant.ts';
import { changeRecord } from './hubspot-control.ts';
import { whileSending } from './no-objection.ts';
import type { TestTenant } from './tenant-setup.ts';

const OTHER_DEAL_ID = '88412071';
const THIRD_DEAL_ID = '88412073';
const DEALS = [WON_DEAL_ID, OTHER_DEAL_ID, THIRD_DEAL_ID];

beforeEach(async () => {
  await changeRecord('deals', THIRD_DEAL_ID, { dealstage: 'closedwon' });
});
afterEach(async () => {
  await changeRecord('deals', THIRD_DEAL_ID, { dealstage: 'contractsent' });
});

/** Three deals that were sent together, each of which came to its end. */
async function threeSent(): Promise<{ tenant: TestTenant; bulkId: string; view: () => Promise<unknown[]> }> {
  const tenant = await freshTenant();
  await newAgent(tenant);
  const { bulkId } = good(await whileSending(() => tenant.card.bulk(DEALS)));
  await whileSending(() =>
    vi.waitFor(async () => expect(good(await tenant.card.bulkView(bulkId)).sent).toBe(3), { timeout: 10_000 }),
  );
  const ends: [PushState, Partial<Push>][] = [
    ['done', { erpId: 'O-4711', problem: null }],
    ['refused', { problem: failure('erp.rejected') }],
    ['given-up', { problem: failure('push.given-up') }],
  ];
  await inStore(tenant, (pushes) => {
    for (const [at, [state, more]] of ends.entries()) {
      const push = pushes.latestOf('order.create', DEALS[at] ?? '');
      if (push !== null) pushes.update({ ...push, ...more, state, dueAt: null });
    }
  });
  return { tenant, bulkId, view: async () => good(await tenant.card.bulkView(bulkId)).entries };
}

const inStore = <T>(tenant: TestTenant, work: (pushes: PushStore, sql: SqlStorage) => T): Promise<T> =>
  runInDurableObject(tenant.stub, (_object, { storage }) => work(new PushStore(storage.sql), storage.sql));

const shrink = (tenant: TestTenant) => inStore(tenant, (pushes) => pushes.keys.compact(Number.MAX_SAFE_INTEGER));

const ENDS = [
  { state: 'sent', push: { dealId: WON_DEAL_ID, state: 'done', orderId: 'O-4711' } },
  { state: 'sent', push: { dealId: OTHER_DEAL_ID, state: 'refused', orderId: null } },
  { state: 'sent', push: { dealId: THIRD_DEAL_ID, state: 'given-up', orderId: null } },
];

describe('a bulk whose pushes are so old that only their keys are left', () => {
  it('says of each what became of it, as it did before', async () => {
    const { tenant, bulkId, view } = await threeSent();
    const before = await view();
    expect(before).toMatchObject(ENDS);
    await shrink(tenant);
    expect(await inStore(tenant, (_pushes, sql) => sql.exec('SELECT 1 FROM push').toArray())).toEqual([]);
    expect(await view()).toEqual(before);
    expect(good(await tenant.card.bulkView(bulkId))).toMatchObject({ waiting: 0, sent: 3, notSent: 0 });
    expect(good(await tenant.card.bulk(DEALS)).bulkId).toBe(bulkId);
  });

  it('says of its own revision, whatever became of a later one', async () => {
    const { tenant, view } = await threeSent();
    await inStore(tenant, (pushes) => {
      const first = pushes.latestOf('order.create', OTHER_DEAL_ID);
      if (first === null) throw new Error('no push');
      const pushId = orderPushIdOf(tenant.tenantId, OTHER_DEAL_ID as CrmRecordId, 2);
      const reference = `DB-${OTHER_DEAL_ID}-2` as Push['reference'];
      pushes.insert({ ...first, pushId, reference, revision: 2, state: 'done', erpId: 'O-4712', problem: null });
    });
    expect(await view()).toMatchObject(ENDS);
    await shrink(tenant);
    expect(await view()).toMatchObject(ENDS);
  });

  it('that is asked for anew ends also where a deal is gone from the CRM', async () => {
    const { tenant } = await threeSent();
    await shrink(tenant);
    const gone = '990001';
    await inStore(tenant, (_pushes, sql) =>
      sql.exec('UPDATE push_key SET deal_id = ? WHERE deal_id = ?', gone, OTHER_DEAL_ID),
    );
    const { bulkId } = good(await whileSending(() => tenant.card.bulk([WON_DEAL_ID, gone])));
    await vi.waitFor(async () => expect(good(await tenant.card.bulkView(bulkId)).waiting).toBe(0));
    expect(good(await tenant.card.bulkView(bulkId)).entries).toMatchObject([
      { state: 'sent', push: { orderId: 'O-4711' } },
      { state: 'not-sent', error: { code: 'crm.not-found' } },
    ]);
  });
});

it('a bulk with a push that cannot be read says so, and does not wait for it', async () => {
  const { tenant, bulkId, view } = await threeSent();
  await inStore(tenant, (_pushes, sql) =>
    sql.exec("UPDATE push SET record = '{' WHERE subject = ?", `deal/${WON_DEAL_ID}`),
  );
  expect((await view())[0]).toMatchObject({ state: 'not-sent', error: { code: 'push.not-found' } });
  expect(good(await tenant.card.bulkView(bulkId))).toMatchObject({ waiting: 0, sent: 2, notSent: 1 });
});
