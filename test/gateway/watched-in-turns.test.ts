import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { afterEach, expect, it, vi } from 'vitest';
import { WATCHED_ORDERS_MAX } from '#contracts/frames';
import type { CrmRecordId, SalesOrderId } from '#contracts/ids';
import { OrderStatuses } from '../../gateway/durable/order-statuses.ts';
import { orderSummary } from './erp-answers.ts';
import { dialIn, type FakeAgent } from './fake-agent.ts';
import { freshTenant } from './fresh-tenant.ts';
import { later } from './later.ts';
import { setPolicy } from './operator-client.ts';
import { enrolAgent, type TestTenant } from './tenant-setup.ts';

const OPEN_ORDERS = WATCHED_ORDERS_MAX + 500;
/** A hundred and twenty rounds of a minute. */
const TURNS_MS = 7_200_000;
const LOOKED_AT = 150;

afterEach(() => vi.useRealTimers());

/** A tenant with more open orders than one list carries, and an agent that has a cursor and was told nothing yet. */
async function crowded(): Promise<{ tenant: TestTenant; agent: FakeAgent }> {
  const tenant = await freshTenant();
  await runInDurableObject(tenant.stub, (_object, { storage }) => {
    storage.sql.exec("INSERT INTO setting (name, value) VALUES ('changes-cursor', 'c1')");
    const orders = new OrderStatuses(storage.sql, () => {});
    for (let nth = 0; nth < OPEN_ORDERS; nth += 1) {
      orders.add(`O-${10_000 + nth}` as SalesOrderId, '1' as CrmRecordId, Date.now() - nth);
    }
  });
  const agent = await dialIn(await enrolAgent(tenant));
  agent.hello({ protocol: 2 });
  return { tenant, agent };
}

const report = async (agent: FakeAgent, round: number, orderIds: string[], cursor: string | null) => {
  agent.say({ type: 'changes', round, orders: orderIds.map((id) => orderSummary(id)), cursor });
  await agent.next('changes-kept');
};
/** The list that is due by then. */
async function toldAfter(ms: number, { tenant, agent }: { tenant: TestTenant; agent: FakeAgent }) {
  later(ms);
  await runDurableObjectAlarm(tenant.stub);
  return agent.next('watch');
}

it('more open orders than one list carries are watched in turns; where turns begin, no cursor counts, and it does in between', async () => {
  const stage = await crowded();
  const { tenant, agent } = stage;
  const first = await agent.next('watch');
  expect(first.orderIds).toHaveLength(WATCHED_ORDERS_MAX);
  expect(first.cursor).toBeNull();
  // The agent looks at some of those whose turn it is, and goes on from a cursor.
  await report(agent, 1, first.orderIds.slice(-LOOKED_AT), null);
  await report(agent, 2, [], 'c2');
  await setPolicy(tenant, { orderChangesEveryMs: 59_000 });
  const between = await toldAfter(2_100, stage);
  expect(between.cursor).toBe('c2');
  expect(between.orderIds.filter((id) => !first.orderIds.includes(id))).toEqual([]);
  const next = await toldAfter(TURNS_MS, stage);
  expect(next.cursor).toBeNull();
  expect(next.orderIds.filter((id) => !first.orderIds.includes(id))).toHaveLength(LOOKED_AT);
  expect(next.orderIds).toHaveLength(WATCHED_ORDERS_MAX);
});

it('an agent that was away for a turn takes the list up where it is', async () => {
  const stage = await crowded();
  const first = await stage.agent.next('watch');
  stage.agent.hangUp();
  await stage.agent.closed;
  later(TURNS_MS);
  await runDurableObjectAlarm(stage.tenant.stub);
  const again = await dialIn(await enrolAgent(stage.tenant));
  again.hello({ protocol: 2 });
  // Nobody looked at them: they have their turn still.
  expect((await again.next('watch')).orderIds.toSorted()).toEqual(first.orderIds.toSorted());
});
