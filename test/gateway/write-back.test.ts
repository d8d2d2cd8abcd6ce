import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { bad, good } from './card-client.ts';
import { COMPANY_ID, CUSTOMER_ID, HEALTHY, WON_DEAL_ID } from './erp-answers.ts';
import { type FakeAgent, newAgent } from './fake-agent.ts';
import { dealProperties, expireTokens, failNext, requestsTo } from './hubspot-control.ts';
import { later } from './later.ts';
import { companyIsOld } from './old-company.ts';
import { freshOrderId, pushBecomes } from './push-watch.ts';
import { setUpTenant, type TestTenant } from './tenant-setup.ts';

/** A push that the ERP made; the CRM fails as told when it is to hear of it. */
async function confirmed(tenant: TestTenant, agent: FakeAgent, ...faults: Parameters<typeof failNext>) {
  await tenant.card.push(WON_DEAL_ID);
  const send = await agent.start();
  if (faults.length > 0) await failNext(...faults);
  const orderId = freshOrderId();
  await agent.report(send, { result: 'made', output: { orderId } });
  return { pushId: send.pushId, orderId };
}

const outbox = (tenant: TestTenant) =>
  runInDurableObject(tenant.stub, (_object, { storage }) =>
    storage.sql
      .exec<{ failures: number; problem: string | null; due_at: number }>('SELECT * FROM crm_outbox')
      .toArray(),
  );

afterEach(() => vi.useRealTimers());

describe('the CRM is told', () => {
  it.each([
    [500, 'crm.unavailable'],
    [429, 'crm.busy'],
    [400, 'crm.rejected'],
  ])('later when it answers %i, and the push stays confirmed until then', async (status, code) => {
    const tenant = await setUpTenant();
    const { pushId, orderId } = await confirmed(tenant, await newAgent(tenant), { status });
    await expect.poll(() => outbox(tenant)).toMatchObject([{ failures: 1, problem: code }]);
    expect(await tenant.card.pushView(pushId)).toMatchObject({ state: 'confirmed', orderId, writtenBack: false });
    expect((await outbox(tenant))[0]?.due_at).toBeGreaterThan(Date.now());
    later(3_700_000);
    await runDurableObjectAlarm(tenant.stub);
    expect(await pushBecomes(tenant, pushId, 'done')).toMatchObject({ orderId, writtenBack: true });
    expect((await dealProperties(WON_DEAL_ID)).erp_order_number).toBe(orderId);
    expect(await outbox(tenant)).toEqual([]);
  });
});

describe('a token that the CRM refuses', () => {
  it('is renewed once, and the request asked again', async () => {
    const tenant = await setUpTenant();
    await newAgent(tenant, HEALTHY);
    expect(good(await tenant.card.deal(WON_DEAL_ID)).ok).toBe(true);
    await expireTokens();
    const renewals = await requestsTo('/token');
    expect(good(await tenant.card.deal(WON_DEAL_ID)).ok).toBe(true);
    expect(await requestsTo('/token')).toBe(renewals + 1);
  });

  it('and its successor, too, is not renewed for ever', async () => {
    const tenant = await setUpTenant();
    await tenant.card.deal(WON_DEAL_ID);
    await failNext({ status: 401, times: 1 });
    expect(good(await tenant.card.deal(WON_DEAL_ID)).ok).toBe(true);
    const asked = await requestsTo(`/deals/${WON_DEAL_ID}`);
    await failNext({ status: 401, times: 3 });
    expect(bad(await tenant.card.deal(WON_DEAL_ID)).code).toBe('crm.credential-refused');
    await failNextIsUsedUp(tenant);
    expect(await requestsTo(`/deals/${WON_DEAL_ID}`)).toBeLessThanOrEqual(asked + 3);
  });

  it('is renewed once, however many ask at once', async () => {
    const tenant = await setUpTenant();
    const renewals = await requestsTo('/token');
    await Promise.all(Array.from({ length: 8 }, () => tenant.card.deal(WON_DEAL_ID)));
    expect(await requestsTo('/token')).toBe(renewals + 1);
  });
});

describe('while the CRM is away', () => {
  it('a company that was seen before is still shown, and a push that is kept still answered', async () => {
    const tenant = await setUpTenant();
    await newAgent(tenant, HEALTHY);
    await tenant.card.company(COMPANY_ID);
    const { pushId } = good(await tenant.card.push(WON_DEAL_ID)).push;
    await companyIsOld(tenant);
    await failNext({ status: 503 });
    expect(good(await tenant.card.company(COMPANY_ID)).customerId).toBe(CUSTOMER_ID);
    await failNext({ status: 503 });
    expect(good(await tenant.card.push(WON_DEAL_ID)).push.pushId).toBe(pushId);
    await failNext({ status: 503 });
    expect(bad(await tenant.card.deal(WON_DEAL_ID)).code).toBe('crm.unavailable');
  });
});

/** Reads until the CRM answers again, so that no fault is left for the next test. */
const failNextIsUsedUp = (tenant: TestTenant) =>
  expect.poll(async () => (await tenant.card.deal(WON_DEAL_ID)).ok).toBe(true);
