import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { good } from './card-client.ts';
import { CUSTOMER_ID, HEALTHY, UNREACHABLE, WON_DEAL_ID } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { freshTenant } from './fresh-tenant.ts';
import { sendEvents, stageEvent } from './hubspot-caller.ts';
import { changeRecord, requestsTo } from './hubspot-control.ts';
import { later } from './later.ts';
import { whileSending } from './no-objection.ts';
import { ALWAYS_QUIET, setPolicy } from './operator-client.ts';
import { answersOf, newDeal, previewErp } from './preview-erp.ts';
import type { TestTenant } from './tenant-setup.ts';

const OTHER_DEAL_ID = '88412071';
const NOT_WON = { dealstage: 'contractsent' };
const put = () =>
  Promise.all([WON_DEAL_ID, OTHER_DEAL_ID].map((id) => changeRecord('deals', id, { dealstage: 'closedwon' })));
beforeEach(put);
afterEach(async () => {
  vi.useRealTimers();
  await put();
});

/** How often each wish was tried in vain. */
const tries = (tenant: TestTenant): Promise<number[]> =>
  runInDurableObject(tenant.stub, (_object, { storage }) =>
    storage.sql
      .exec<{ failures: number }>('SELECT failures FROM send_wish ORDER BY failures DESC')
      .toArray()
      .map(({ failures }) => failures),
  );
/** The alarm comes, and the desk has come to its end. */
const tried = async (tenant: TestTenant, expected: number[]) => {
  await runDurableObjectAlarm(tenant.stub);
  await expect.poll(() => tries(tenant), { timeout: 10_000, interval: 20 }).toEqual(expected);
};
const readsOf = (dealId: string) => requestsTo(`/deals/${dealId}`);
const waiting = async (tenant: TestTenant, bulkId: string) => good(await tenant.card.bulkView(bulkId)).waiting;
const entries = async (tenant: TestTenant, bulkId: string) => good(await tenant.card.bulkView(bulkId)).entries;

describe('while the ERP would not even be asked', () => {
  it.each([
    ['no agent is there', async (_tenant: TestTenant) => {}],
    [
      'it has its quiet hours',
      async (tenant: TestTenant) => {
        await newAgent(tenant, HEALTHY);
        await setPolicy(tenant, { quietHours: ALWAYS_QUIET });
      },
    ],
    [
      'it has a pause',
      async (tenant: TestTenant) => {
        await newAgent(tenant, { ...HEALTHY, 'availability.read': () => UNREACHABLE });
        for (let n = 0; n < 5; n += 1) await tenant.card.stock(`ITEM-${n}`);
      },
    ],
  ])('(%s) a deal that waits is read once, and not at each try', async (_why, close) => {
    const tenant = await freshTenant();
    vi.useFakeTimers({ toFake: ['Date'] });
    await close(tenant);
    const asked = await readsOf(WON_DEAL_ID);
    const { bulkId } = good(await tenant.card.bulk([WON_DEAL_ID, OTHER_DEAL_ID]));
    for (let times = 1; times <= 3; times += 1) {
      // Less than the pause takes, and longer than they wait.
      await runInDurableObject(tenant.stub, (_object, { storage }) =>
        storage.sql.exec('UPDATE send_wish SET due_at = 0'),
      );
      await tried(tenant, [times, times]);
    }
    expect(await readsOf(WON_DEAL_ID)).toBe(asked + 1);
    expect(await waiting(tenant, bulkId)).toBe(2);
  });

  it('a deal that is not won says so at once, or at the last try where it is not any more', async () => {
    const tenant = await freshTenant();
    await changeRecord('deals', OTHER_DEAL_ID, NOT_WON);
    const { bulkId } = good(await tenant.card.bulk([WON_DEAL_ID, OTHER_DEAL_ID]));
    await expect.poll(() => waiting(tenant, bulkId)).toBe(1);
    await changeRecord('deals', WON_DEAL_ID, NOT_WON);
    later(601_000);
    await tried(tenant, []);
    expect(await entries(tenant, bulkId)).toMatchObject([
      { state: 'not-sent', error: { code: 'deal.not-won' } },
      { state: 'not-sent', error: { code: 'deal.not-won' } },
    ]);
  });

  it('one that somebody sends meanwhile is sent', async () => {
    const tenant = await freshTenant();
    const { bulkId } = good(await tenant.card.bulk([WON_DEAL_ID]));
    await tried(tenant, [1]);
    good(await tenant.card.push(WON_DEAL_ID));
    later(60_000);
    await tried(tenant, []);
    expect(await entries(tenant, bulkId)).toMatchObject([{ state: 'sent' }]);
  });

  it('a deal that only changed its stage is forgotten, and one that is won waits without being read again', async () => {
    const tenant = await freshTenant();
    await setPolicy(tenant, { push: { onWon: 'automatic' } });
    await changeRecord('deals', OTHER_DEAL_ID, NOT_WON);
    await sendEvents([stageEvent(tenant.portalId, OTHER_DEAL_ID), stageEvent(tenant.portalId, WON_DEAL_ID)]);
    await tried(tenant, [1]);
    const asked = await readsOf(WON_DEAL_ID);
    later(60_000);
    await tried(tenant, [2]);
    expect(await readsOf(WON_DEAL_ID)).toBe(asked);
  });

  it('many are looked at a few at a time, and all are sent when it is back', async () => {
    const tenant = await freshTenant();
    vi.useFakeTimers({ toFake: ['Date'] });
    const deals: string[] = [];
    for (let n = 0; n < 25; n += 1) deals.push(await newDeal(CUSTOMER_ID, ['PUMP-0040', String(n + 1), '410.00']));
    const { bulkId } = good(await tenant.card.bulk(deals));
    const tens = (done: number) => deals.map((_, at) => (at < done ? 1 : 0));
    await tried(tenant, tens(10));
    // The others are due, and wait for the end of its rest.
    const wake = () => runInDurableObject(tenant.stub, (_object, { storage }) => storage.getAlarm());
    await expect.poll(async () => Math.round((((await wake()) ?? 0) - Date.now()) / 1_000)).toBe(5);
    vi.setSystemTime(Date.now() + 5_000);
    await runInDurableObject(tenant.stub, (_object, { storage }) =>
      storage.sql.exec('UPDATE send_wish SET due_at = due_at + 60000 WHERE failures > 0'),
    );
    await tried(tenant, tens(20));
    await newAgent(tenant, {
      ...HEALTHY,
      ...answersOf(previewErp({ customers: { [CUSTOMER_ID]: { creditLimit: null } } })),
    });
    later(70_000);
    await whileSending(() => tried(tenant, []));
    expect(good(await tenant.card.bulkView(bulkId)).sent).toBe(25);
  });
});
