import { runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { StockView } from '#contracts/card-api';
import type { CorrelationId, ItemId, PushId } from '#contracts/ids';
import { good } from './card-client.ts';
import { COMPANY_ID, HEALTHY, STOCKED, stockOf } from './erp-answers.ts';
import { type FakeAgent, newAgent } from './fake-agent.ts';
import { later } from './later.ts';
import { ALWAYS_QUIET, setPolicy } from './operator-client.ts';
import { setUpTenant, type TestTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

describe('the reads at once that a tenant allows', () => {
  const caller = ({ portalId }: TestTenant) => ({
    portalId,
    email: null,
    correlationId: '0123456789ab' as CorrelationId,
    refresh: false,
    spentMs: 0,
    signed: { id: 'any', until: 0 },
  });

  /** Asks past the Worker, so that questions come in the order in which they are asked. */
  const ask = async (tenant: TestTenant, item: string): Promise<StockView> =>
    StockView.parse(JSON.parse(await tenant.stub.stockView(caller(tenant), [item as ItemId])));

  /** Waits until the object has everything that was asked before. */
  const arrived = (tenant: TestTenant) => tenant.stub.pushView(caller(tenant), 'p_0000000000000000' as PushId);

  /** Companies whose customer the object has learned from the CRM. */
  const companiesOf = (tenant: TestTenant): Promise<number> =>
    runInDurableObject(
      tenant.stub,
      (_object, { storage }) => storage.sql.exec('SELECT * FROM company').toArray().length,
    );

  const answerNext = async (agent: FakeAgent, item: string) => {
    const call = await agent.next('call');
    expect(call.input).toEqual({ itemIds: [item] });
    agent.answer(call, { output: { items: [stockOf(item)] } });
    return call;
  };

  it('are never exceeded, however much is asked', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    await setPolicy(tenant, { concurrentReads: 2 });
    const views = [tenant.card.company(COMPANY_ID), tenant.card.stock('A'), tenant.card.stock('B')];
    for (const _ of [1, 2, 3, 4, 5, 6]) {
      const call = await agent.next('call');
      await arrived(tenant);
      agent.answer(call, { ...HEALTHY, ...STOCKED }[call.command]?.(call.input as never));
    }
    for (const view of await Promise.all(views)) expect(JSON.stringify(good(view))).not.toContain('"failed"');
    expect(agent.openCallsMax).toBe(2);
  });

  it('serve those that wait in their order, one after the other', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    await setPolicy(tenant, { concurrentReads: 1 });
    const items = ['A', 'B', 'C', 'D'];
    const views = items.map((item) => ask(tenant, item));
    await arrived(tenant);
    for (const item of items) await answerNext(agent, item);
    for (const view of await Promise.all(views)) expect(good(view).stock.state).toBe('fresh');
    expect(agent.openCallsMax).toBe(1);
  });

  it('are also those that an agent says it can have under way, and one that waits there', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    agent.hello({ concurrentReads: 2 });
    await agent.next('welcome');
    const views = ['A', 'B', 'C', 'D', 'E'].map((item) => ask(tenant, item));
    await arrived(tenant);
    await agent.caughtUp();
    expect(agent.openCalls).toBe(3);
    for (const item of ['A', 'B', 'C', 'D', 'E']) await answerNext(agent, item);
    await Promise.all(views);
    expect(agent.openCallsMax).toBe(3);
  });

  it('are the same for two agents as for one: they ask the same ERP', async () => {
    const tenant = await setUpTenant();
    const agents = [await newAgent(tenant), await newAgent(tenant)];
    for (const agent of agents) {
      agent.hello({ concurrentReads: 2 });
      await agent.next('welcome');
    }
    const items = ['A', 'B', 'C', 'D', 'E'];
    const views = items.map((item) => ask(tenant, item));
    await arrived(tenant);
    for (const agent of agents) await agent.caughtUp();
    const underWay = () => agents.reduce((sum, { openCalls }) => sum + openCalls, 0);
    expect(underWay()).toBe(2);
    for (const agent of agents) {
      agent.answers = STOCKED;
      for (const call of agent.received('call'))
        agent.answer(call, STOCKED['availability.read']?.(call.input as never));
    }
    for (const view of await Promise.all(views)) expect(good(view).stock.state).toBe('fresh');
  });

  it('go to one agent as long as it has any, since only it counts the calls of each; then it is the other one’s turn', async () => {
    const tenant = await setUpTenant();
    const agents = [await newAgent(tenant), await newAgent(tenant)];
    for (const agent of agents) {
      agent.hello({ concurrentReads: 4 });
      await agent.next('welcome');
    }
    for (const items of [
      ['A', 'B', 'C'],
      ['D', 'E', 'F'],
    ]) {
      const views = items.map((item) => ask(tenant, item));
      await arrived(tenant);
      for (const agent of agents) await agent.caughtUp();
      expect(agents.map(({ openCalls }) => openCalls).sort()).toEqual([0, 3]);
      for (const agent of agents) {
        const calls = agent.received('call');
        for (const call of calls.slice(calls.length - agent.openCalls))
          agent.answer(call, STOCKED['availability.read']?.(call.input as never));
      }
      for (const view of await Promise.all(views)) expect(good(view).stock.state).toBe('fresh');
    }
    expect(agents.map((agent) => agent.received('call').length)).toEqual([3, 3]);
  });

  it('go first to what matters most, and to what somebody has nothing of yet', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, { ...HEALTHY, ...STOCKED });
    await setPolicy(tenant, { concurrentReads: 1 });
    await ask(tenant, 'OLD');
    agent.answers = {};
    later(16_000);
    const known = agent.received('call').length;
    const first = ask(tenant, 'A');
    await arrived(tenant);
    const refreshed = ask(tenant, 'OLD');
    await arrived(tenant);
    const view = tenant.card.company(COMPANY_ID);
    expect(good(await refreshed).stock).toMatchObject({ state: 'stale', error: null });
    await vi.waitFor(async () => expect(await companiesOf(tenant)).toBe(1));
    await arrived(tenant);
    agent.answers = { ...HEALTHY, ...STOCKED };
    const [held] = agent.received('call').slice(known);
    if (held !== undefined) agent.answer(held, { output: { items: [stockOf('A')] } });
    await Promise.all([first, view]);
    await vi.waitFor(() => expect(agent.received('call')).toHaveLength(known + 6));
    expect(
      agent
        .received('call')
        .slice(known + 1)
        .map(({ command, input }) => [command, input]),
    ).toMatchObject([
      ['customer.read', {}],
      ['order.list', { openOnly: true }],
      ['invoice.list', {}],
      ['order.list', { openOnly: false }],
      ['availability.read', { itemIds: ['OLD'] }],
    ]);
  });

  it('cost time that the ERP does not get: what is left of the deadline is passed down', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    await setPolicy(tenant, { concurrentReads: 1 });
    later(0);
    const views = [ask(tenant, 'A'), ask(tenant, 'B')];
    await arrived(tenant);
    later(7_000);
    expect((await answerNext(agent, 'A')).deadlineMs).toBe(20_000);
    expect((await answerNext(agent, 'B')).deadlineMs).toBe(13_000);
    await Promise.all(views);
  });

  it.each([
    ['whose deadline passed while it waited', 20_000],
    ['that nobody has asked for any more', 12_001],
  ])('are not spent on a question %s', async (_name, waitedMs) => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    await setPolicy(tenant, { concurrentReads: 1 });
    later(0);
    const views = [ask(tenant, 'A'), ask(tenant, 'B')];
    await arrived(tenant);
    later(waitedMs);
    const last = ask(tenant, 'C');
    await arrived(tenant);
    await answerNext(agent, 'A');
    await answerNext(agent, 'C');
    expect(good(await last).stock.state).toBe('fresh');
    const [, dropped] = await Promise.all(views);
    expect(dropped).toMatchObject({ stock: { state: 'failed', error: { code: 'agent.overloaded' } } });
  });

  it('let no question out that waited until quiet hours began', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    await setPolicy(tenant, { concurrentReads: 1 });
    const views = [ask(tenant, 'A'), ask(tenant, 'B')];
    await arrived(tenant);
    await setPolicy(tenant, { concurrentReads: 1, quietHours: ALWAYS_QUIET });
    await answerNext(agent, 'A');
    const [, waited] = await Promise.all(views);
    expect(waited).toMatchObject({ stock: { state: 'failed', error: { code: 'gateway.quiet-hours' } } });
    expect(agent.received('call')).toHaveLength(1);
  });

  it('are shared by several agents of an ERP that bears any number: each is asked about as much as the others', async () => {
    const tenant = await setUpTenant();
    const agents = [await newAgent(tenant), await newAgent(tenant), await newAgent(tenant)];
    const views = ['A', 'B', 'C', 'D', 'E', 'F'].map((item) => ask(tenant, item));
    await arrived(tenant);
    for (const agent of agents) await agent.caughtUp();
    expect(agents.map(({ openCalls }) => openCalls)).toEqual([2, 2, 2]);
    agents[0]?.hangUp();
    // What the one that went was asked is asked of the others.
    for (const agent of agents.slice(1)) {
      agent.answers = STOCKED;
      for (const call of agent.received('call')) agent.answer(call, STOCKED[call.command]?.(call.input as never));
    }
    const states = (await Promise.all(views)).map((view) => good(view).stock.state).sort();
    expect(new Set(states)).toEqual(new Set(['fresh']));
  });
});
