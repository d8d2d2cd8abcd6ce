import { runDurableObjectAlarm } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failure } from '#contracts/errors';
import { good } from './card-client.ts';
import { COMPANY_ID, finds, HEALTHY, WON_DEAL_ID } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { later } from './later.ts';
import { ALWAYS_QUIET, setPolicy } from './operator-client.ts';
import { freshOrderId, pushBecomes, storedPush } from './push-watch.ts';
import { setUpTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

const quiet = { error: { code: 'gateway.quiet-hours' } };

describe('in quiet hours', () => {
  it('the ERP is asked nothing; what is known is shown and says why it is old', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    await tenant.card.company(COMPANY_ID);
    await setPolicy(tenant, { quietHours: ALWAYS_QUIET });
    expect(good(await tenant.card.company(COMPANY_ID)).customer.state).toBe('fresh');
    later(61_000);
    const stale = { state: 'stale', ...quiet };
    expect(good(await tenant.card.company(COMPANY_ID, { refresh: true }))).toMatchObject({
      link: { online: true },
      customer: stale,
      openOrders: stale,
      orders: stale,
      invoices: stale,
    });
    expect(good(await tenant.card.search(COMPANY_ID, '4711')).invoice).toMatchObject({ state: 'failed', ...quiet });
    expect(good(await tenant.card.stock('PUMP-0040')).stock).toMatchObject({ state: 'failed', ...quiet });
    await agent.caughtUp();
    expect(agent.received('call')).toHaveLength(4);
  });

  it('the ERP is asked again as soon as they are over', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-11-21T03:59:00Z') });
    await setPolicy(tenant, { quietHours: [{ from: '22:30', to: '05:00', timeZone: 'Europe/Berlin' }] });
    expect(good(await tenant.card.company(COMPANY_ID)).customer).toMatchObject({ state: 'failed', ...quiet });
    expect(agent.received('call')).toEqual([]);
    later(60_000);
    expect(good(await tenant.card.company(COMPANY_ID)).customer.state).toBe('fresh');
  });

  it('a push is accepted, kept and not sent; it goes out once the policy is lifted', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    await setPolicy(tenant, { quietHours: ALWAYS_QUIET });
    const { push } = good(await tenant.card.push(WON_DEAL_ID));
    expect(push).toMatchObject({ state: 'ready', orderId: null, problem: null });
    expect(await runDurableObjectAlarm(tenant.stub)).toBe(true);
    // An agent that connects is no reason either.
    const second = await newAgent(tenant);
    await Promise.all([agent.caughtUp(), second.caughtUp()]);
    expect([...agent.received('send'), ...second.received('send')]).toEqual([]);
    expect(await tenant.card.pushView(push.pushId)).toMatchObject({ state: 'ready' });
    // It looks again by itself, since nobody tells it that the hours are over.
    expect(await runDurableObjectAlarm(tenant.stub)).toBe(true);
    await setPolicy(tenant, {});
    expect(await second.next('send')).toMatchObject({ pushId: push.pushId, attempt: 1 });
  });

  it('a push that was handed to its agent just before gets no go, and goes out once they are over', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    const { pushId } = good(await tenant.card.push(WON_DEAL_ID)).push;
    const send = await agent.next('send');
    await setPolicy(tenant, { quietHours: ALWAYS_QUIET });
    agent.claim(send);
    expect(await agent.next('stop')).toMatchObject({ pushId, attempt: send.attempt });
    await agent.report(send, { result: 'not-sent', error: failure('agent.lease-lost') });
    expect(await tenant.card.pushView(pushId)).toMatchObject({ state: 'ready', orderId: null });
    expect(agent.received('go')).toEqual([]);
    await setPolicy(tenant, {});
    expect(await agent.next('send')).toMatchObject({ pushId, attempt: send.attempt + 1 });
  });

  it('a push in doubt is not looked up; it stays in doubt', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    await tenant.card.push(WON_DEAL_ID);
    const { pushId } = await agent.start();
    await setPolicy(tenant, { quietHours: ALWAYS_QUIET });
    agent.hangUp();
    await pushBecomes(tenant, pushId, 'in-doubt');
    const again = await newAgent(tenant, finds(freshOrderId()));
    await expect.poll(async () => (await storedPush(tenant, pushId)).failures).toBeGreaterThan(0);
    await again.caughtUp();
    expect(again.received('call')).toEqual([]);
    expect(await storedPush(tenant, pushId)).toMatchObject({ state: 'in-doubt', attempt: 1 });
  });
});
