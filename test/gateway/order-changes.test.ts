import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CLOSE } from '#contracts/frames';
import { good } from './card-client.ts';
import { COMPANY_ID, HEALTHY, orderSummary, WON_DEAL_ID } from './erp-answers.ts';
import { type Answers, dialIn, type FakeAgent } from './fake-agent.ts';
import { freshTenant } from './fresh-tenant.ts';
import { changeRecord, dealProperties } from './hubspot-control.ts';
import { later } from './later.ts';
import { setPolicy } from './operator-client.ts';
import { freshOrderId, pushBecomes } from './push-watch.ts';
import { type AgentIdentity, enrolAgent, type TestTenant } from './tenant-setup.ts';

afterEach(async () => {
  vi.useRealTimers();
  await changeRecord('deals', WON_DEAL_ID, { erp_status: null });
});

async function connect(identity: AgentIdentity, protocol = 2, answers: Answers = {}): Promise<FakeAgent> {
  const agent = await dialIn(identity);
  agent.answers = answers;
  agent.hello({ protocol });
  await agent.next('welcome');
  return agent;
}

/** A deal that became an order. */
async function ordered(tenant: TestTenant, agent: FakeAgent) {
  await tenant.card.push(WON_DEAL_ID);
  const send = await agent.start();
  const orderId = freshOrderId();
  await agent.report(send, { result: 'made', output: { orderId } });
  await pushBecomes(tenant, send.pushId, 'done');
  return { pushId: send.pushId, orderId };
}

const row = (orderId: string, status: string) => ({ ...orderSummary(orderId), status });
const report = async (agent: FakeAgent, round: number, orders: object[], cursor: string | null = null) => {
  agent.say({ type: 'changes', round, orders, cursor });
  expect(await agent.next('changes-kept')).toEqual({ type: 'changes-kept', round });
};
const statusOn = async (tenant: TestTenant, pushId: string) => (await tenant.card.pushView(pushId)).orderStatus;
const erpStatus = async () => (await dealProperties(WON_DEAL_ID)).erp_status;
/** The list that was put off comes. */
const listComes = async (tenant: TestTenant, agent: FakeAgent) => {
  later(2_100);
  await runDurableObjectAlarm(tenant.stub);
  const watch = await agent.next('watch');
  vi.useRealTimers();
  return watch;
};

describe('an order that was made', () => {
  it('is watched from then on, and its status is on the card and on the deal', async () => {
    const tenant = await freshTenant();
    await setPolicy(tenant, { orderChangesEveryMs: 20_000 });
    const agent = await connect(await enrolAgent(tenant));
    const { pushId, orderId } = await ordered(tenant, agent);
    expect(agent.received('watch')).toEqual([]);
    expect(await listComes(tenant, agent)).toMatchObject({ everyMs: 20_000, cursor: null, orderIds: [orderId] });
    expect(await statusOn(tenant, pushId)).toBeNull();
    await report(agent, 1, [row(orderId, 'part-shipped'), row('240999', 'paid')]);
    expect(await statusOn(tenant, pushId)).toBe('part-shipped');
    await expect.poll(erpStatus).toBe('Part shipped');
  });

  it('that is paid or cancelled is watched no more', async () => {
    const tenant = await freshTenant();
    const identity = await enrolAgent(tenant);
    const agent = await connect(identity);
    const { orderId } = await ordered(tenant, agent);
    await listComes(tenant, agent);
    await report(agent, 1, [row(orderId, 'cancelled')]);
    await setPolicy(tenant, { orderChangesEveryMs: 30_000 });
    expect(await listComes(tenant, agent)).toMatchObject({ everyMs: 30_000, orderIds: [] });
  });

  it('is told to whoever writes next, with the cursor that was kept', async () => {
    const tenant = await freshTenant();
    const identity = await enrolAgent(tenant);
    const agent = await connect(identity);
    const { orderId } = await ordered(tenant, agent);
    await listComes(tenant, agent);
    await report(agent, 1, [], 'c7');
    await evictDurableObject(tenant.stub);
    const again = await connect(identity);
    expect(await again.next('watch')).toMatchObject({ cursor: 'c7', orderIds: [orderId] });
  });

  it('makes what is known of its customer old', async () => {
    const tenant = await freshTenant();
    const agent = await connect(await enrolAgent(tenant), 2, HEALTHY);
    const asked = () => agent.received('call').filter(({ command }) => command === 'order.list').length;
    const { orderId } = await ordered(tenant, agent);
    await tenant.card.company(COMPANY_ID);
    const before = asked();
    await tenant.card.company(COMPANY_ID);
    expect(asked()).toBe(before);
    later(5_000);
    await report(agent, 1, [row(orderId, 'shipped')]);
    await tenant.card.company(COMPANY_ID);
    await agent.caughtUp();
    expect(asked()).toBe(before + 2);
  });
});

describe('an answer that a change overtook', () => {
  const open = (calls: { command: string; input: unknown }[]) =>
    calls.find(({ command, input }) => command === 'order.list' && Object(input).openOnly === true);
  const openOrders = async ({ card }: TestTenant) => good(await card.company(COMPANY_ID)).openOrders;

  it('is shown, but not as fresh, and is asked for anew', async () => {
    const tenant = await freshTenant();
    const agent = await connect(await enrolAgent(tenant), 2, HEALTHY);
    const { orderId } = await ordered(tenant, agent);
    agent.answers = { ...HEALTHY, 'order.list': () => undefined };
    const view = tenant.card.company(COMPANY_ID);
    await vi.waitFor(() => expect(open(agent.received('call'))).toBeDefined());
    await report(agent, 1, [row(orderId, 'shipped')]);
    for (const call of agent.received('call').filter(({ command }) => command === 'order.list')) {
      agent.answer(call, HEALTHY['order.list']?.(call.input as never));
    }
    expect(good(await view).openOrders).toMatchObject({ state: 'stale', error: null });
    agent.answers = HEALTHY;
    await vi.waitFor(async () => expect((await openOrders(tenant)).state).toBe('fresh'));
    expect(agent.received('call').filter((call) => open([call]) !== undefined)).toHaveLength(2);
  });

  it('is asked for anew also by the next life of the gateway', async () => {
    const tenant = await freshTenant();
    const identity = await enrolAgent(tenant);
    const agent = await connect(identity, 2, HEALTHY);
    const { orderId } = await ordered(tenant, agent);
    later(0);
    await tenant.card.company(COMPANY_ID);
    await report(agent, 1, [row(orderId, 'shipped')]);
    await evictDurableObject(tenant.stub);
    agent.answers = {};
    expect(await openOrders(tenant)).toMatchObject({ state: 'stale', error: null });
  });
});

describe('what a round says', () => {
  it('is kept again however often it comes, and changes nothing the second time', async () => {
    const tenant = await freshTenant();
    const agent = await connect(await enrolAgent(tenant));
    const { pushId, orderId } = await ordered(tenant, agent);
    await report(agent, 1, [row(orderId, 'confirmed')]);
    await report(agent, 2, [row(orderId, 'shipped')], 'c2');
    await report(agent, 1, [row(orderId, 'confirmed')], 'c1');
    await report(agent, 2, [row(orderId, 'confirmed')], 'c1');
    expect(await statusOn(tenant, pushId)).toBe('shipped');
    expect(
      await runInDurableObject(tenant.stub, (_object, { storage }) =>
        storage.sql.exec("SELECT value FROM setting WHERE name = 'changes-cursor'").one(),
      ),
    ).toEqual({ value: 'c2' });
  });

  it('survives an eviction, and an older one does not win after it', async () => {
    const tenant = await freshTenant();
    const agent = await connect(await enrolAgent(tenant));
    const { pushId, orderId } = await ordered(tenant, agent);
    await report(agent, 5, [row(orderId, 'invoiced')]);
    await evictDurableObject(tenant.stub);
    await report(agent, 4, [row(orderId, 'shipped')]);
    expect(await statusOn(tenant, pushId)).toBe('invoiced');
  });

  it('over a newer connection counts from its first round on, also when the ERP goes back', async () => {
    const tenant = await freshTenant();
    const identity = await enrolAgent(tenant);
    const agent = await connect(identity);
    const { pushId, orderId } = await ordered(tenant, agent);
    await report(agent, 9, [row(orderId, 'shipped')]);
    const again = await connect(identity);
    await report(again, 1, [row(orderId, 'on-hold')]);
    expect(await statusOn(tenant, pushId)).toBe('on-hold');
    await expect.poll(erpStatus).toBe('On hold');
  });

  it('that cannot be read closes the connection', async () => {
    const tenant = await freshTenant();
    const agent = await connect(await enrolAgent(tenant));
    agent.say({ type: 'changes', round: 1, orders: Array.from({ length: 201 }, () => row('1', 'paid')), cursor: null });
    expect(await agent.closed).toBe(CLOSE.frameInvalid);
  });
});

describe('an agent', () => {
  it('of the protocol before is not told to watch, and works on', async () => {
    const tenant = await freshTenant();
    const identity = await enrolAgent(tenant);
    const older = await connect(identity, 1);
    const { orderId } = await ordered(tenant, older);
    later(10_000);
    await runDurableObjectAlarm(tenant.stub);
    await older.caughtUp();
    expect(older.received('watch')).toEqual([]);
    vi.useRealTimers();
    expect(await (await connect(identity, 2)).next('watch')).toMatchObject({ orderIds: [orderId] });
  });

  it('is told nothing where there is nothing to watch', async () => {
    const tenant = await freshTenant();
    const agent = await connect(await enrolAgent(tenant));
    await agent.caughtUp();
    expect(agent.received('watch')).toEqual([]);
  });
});
