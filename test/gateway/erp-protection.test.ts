import { evictDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failure } from '#contracts/errors';
import { companyIdOf } from '../sandbox/hubspot/records.ts';
import { good } from './card-client.ts';
import { COMPANY_ID, CUSTOMER_ID, customer, OTHER_CUSTOMER_ID, STOCKED, stockOf, UNREACHABLE } from './erp-answers.ts';
import { connectAgent, type FakeAgent, newAgent } from './fake-agent.ts';
import { later } from './later.ts';
import { type AgentIdentity, enrolAgent, setUpTenant, type TestTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

const DOWN = { 'availability.read': () => UNREACHABLE };
const paused = { error: { code: 'gateway.circuit-open' } };

const stockSection = async (tenant: TestTenant, item: string) => good(await tenant.card.stock(item)).stock;

/** The ERP has failed five times in a row, with the clock standing still since. */
async function afterFiveFailures(): Promise<{ tenant: TestTenant; agent: FakeAgent; identity: AgentIdentity }> {
  const tenant = await setUpTenant();
  const identity = await enrolAgent(tenant);
  const agent = await connectAgent(identity, STOCKED);
  later(0);
  await tenant.card.stock('KNOWN');
  later(15_000);
  agent.answers = DOWN;
  for (const item of ['F-1', 'F-2', 'F-3', 'F-4', 'F-5']) {
    expect(await stockSection(tenant, item)).toMatchObject({ state: 'failed', error: { code: 'erp.unreachable' } });
  }
  expect(agent.received('call')).toHaveLength(6);
  return { tenant, agent, identity };
}

describe('an ERP that failed five times in a row', () => {
  it('is asked nothing for the pause: questions fail at once, and what is known is shown', async () => {
    const { tenant, agent } = await afterFiveFailures();
    expect(await stockSection(tenant, 'NEW')).toMatchObject({ state: 'failed', ...paused });
    expect(await stockSection(tenant, 'KNOWN')).toMatchObject({ state: 'stale', ...paused });
    later(4_999);
    expect(await stockSection(tenant, 'NEWER')).toMatchObject({ state: 'failed', ...paused });
    await agent.caughtUp();
    expect(agent.received('call')).toHaveLength(6);
  });

  it('is asked a single question after the pause, and everything again once that is answered', async () => {
    const { tenant, agent } = await afterFiveFailures();
    agent.answers = {};
    later(5_000);
    const probe = tenant.card.stock('PROBE');
    const call = (await Promise.all(Array.from({ length: 7 }, () => agent.next('call')))).at(-1);
    expect(call).toMatchObject({ input: { itemIds: ['PROBE'] } });
    expect(await stockSection(tenant, 'BESIDE')).toMatchObject({ state: 'failed', ...paused });
    if (call !== undefined) agent.answer(call, { output: { items: [stockOf('PROBE')] } });
    expect(good(await probe).stock.state).toBe('fresh');
    const after = [tenant.card.stock('AFTER-1'), tenant.card.stock('AFTER-2')];
    for (const next of [await agent.next('call'), await agent.next('call')]) {
      agent.answer(next, STOCKED[next.command]?.(next.input as never));
    }
    for (const view of await Promise.all(after)) expect(good(view).stock.state).toBe('fresh');
    expect(agent.openCallsMax).toBe(2);
  });

  it('and fails the probe gets twice the pause', async () => {
    const { tenant, agent } = await afterFiveFailures();
    later(5_000);
    expect(await stockSection(tenant, 'PROBE')).toMatchObject({ error: { code: 'erp.unreachable' } });
    later(9_999);
    expect(await stockSection(tenant, 'TOO-SOON')).toMatchObject(paused);
    expect(agent.received('call')).toHaveLength(7);
    later(1);
    agent.answers = STOCKED;
    expect((await stockSection(tenant, 'PROBE')).state).toBe('fresh');
  });

  it('keeps its pause when the object restarts', async () => {
    const { tenant, agent } = await afterFiveFailures();
    await evictDurableObject(tenant.stub);
    expect(await stockSection(tenant, 'NEW')).toMatchObject({ state: 'failed', ...paused });
    expect(agent.received('call')).toHaveLength(6);
    later(5_000);
    agent.answers = STOCKED;
    expect((await stockSection(tenant, 'PROBE')).state).toBe('fresh');
    await evictDurableObject(tenant.stub);
    expect((await stockSection(tenant, 'AFTER')).state).toBe('fresh');
  });

  it.each(['hung up', 'was replaced'])(
    'is asked a single question as soon as its agent, which %s, is back',
    async (how) => {
      const { tenant, agent, identity } = await afterFiveFailures();
      if (how === 'hung up') {
        agent.hangUp();
        await expect.poll(async () => good(await tenant.card.stock('KNOWN')).link.online).toBe(false);
      }
      const back = await connectAgent(identity);
      const cards = ['PROBE', 'BESIDE', 'BEHIND'].map((item) => stockSection(tenant, item));
      const call = await back.next('call');
      const failed = await Promise.race(cards);
      expect(failed).toMatchObject({ state: 'failed', ...paused });
      expect(back.received('call')).toHaveLength(1);
      back.answer(call, STOCKED[call.command]?.(call.input as never));
      const states = (await Promise.all(cards)).map(({ state }) => state);
      expect(states.toSorted()).toEqual(['failed', 'failed', 'fresh']);
      back.answers = STOCKED;
      expect((await stockSection(tenant, 'AFTER')).state).toBe('fresh');
    },
  );

  it('and is no better when its agent is back gets a longer pause, until the agent comes once more', async () => {
    const { tenant, identity } = await afterFiveFailures();
    const back = await connectAgent(identity, DOWN);
    expect(await stockSection(tenant, 'PROBE')).toMatchObject({ error: { code: 'erp.unreachable' } });
    later(9_999);
    expect(await stockSection(tenant, 'TOO-SOON')).toMatchObject(paused);
    expect(back.received('call')).toHaveLength(1);
    await connectAgent(identity, STOCKED);
    expect((await stockSection(tenant, 'PROBE-2')).state).toBe('fresh');
  });

  it('but for one answer between is not given a pause', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, DOWN);
    for (const item of ['F-1', 'F-2', 'F-3', 'F-4']) await tenant.card.stock(item);
    agent.answers = STOCKED;
    await tenant.card.stock('GOOD');
    agent.answers = DOWN;
    for (const item of ['F-5', 'F-6', 'F-7', 'F-8']) {
      expect(await stockSection(tenant, item)).toMatchObject({ error: { code: 'erp.unreachable' } });
    }
    expect(agent.received('call')).toHaveLength(9);
  });

  it('at one and the same record is not given a pause for all others', async () => {
    const tenant = await setUpTenant();
    const fault = { error: failure('erp.fault', { detail: 'NullReferenceException' }) };
    const none = { output: { rows: [], problems: [], nextCursor: null } };
    const ofBroken = (good: (customerId: string) => { output: unknown }) => (input: { customerId: string }) =>
      input.customerId === CUSTOMER_ID ? fault : good(input.customerId);
    await newAgent(tenant, {
      'customer.read': ofBroken((customerId) => ({ output: customer(customerId) })),
      'order.list': ofBroken(() => none),
      'invoice.list': ofBroken(() => none),
      'payment.list': ofBroken(() => none),
    });
    good(await tenant.card.company(COMPANY_ID));
    expect(good(await tenant.card.payments(COMPANY_ID)).payments).toMatchObject({ error: { code: 'erp.fault' } });
    const other = good(await tenant.card.company(companyIdOf(OTHER_CUSTOMER_ID)));
    expect(other.customer).toMatchObject({ state: 'fresh' });
  });

  it('at one record after the other is', async () => {
    const tenant = await setUpTenant();
    await newAgent(tenant, { 'availability.read': () => ({ error: failure('erp.fault') }) });
    for (const item of ['F-1', 'F-2', 'F-3', 'F-4', 'F-5']) await stockSection(tenant, item);
    expect(await stockSection(tenant, 'NEW')).toMatchObject({ state: 'failed', ...paused });
  });

  it('is not the ERP of another tenant', async () => {
    await afterFiveFailures();
    const other = await setUpTenant();
    await newAgent(other, STOCKED);
    expect((await stockSection(other, 'NEW')).state).toBe('fresh');
  });
});
