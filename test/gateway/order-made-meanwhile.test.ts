import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { afterEach, expect, it, vi } from 'vitest';
import type { ReadCommandName } from '#contracts/commands';
import { customerSubject, itemSubject } from '../../gateway/core/changed-subjects.ts';
import type { TenantParts } from '../../gateway/durable/tenant-parts.ts';
import { good } from './card-client.ts';
import { COMPANY_ID, CUSTOMER_ID, HEALTHY } from './erp-answers.ts';
import type { FakeAgent } from './fake-agent.ts';
import { later } from './later.ts';
import { deleteCopies, setPolicy } from './operator-client.ts';
import { answersOf, erpCustomer, type PreviewErp } from './preview-erp.ts';
import type { TestTenant } from './tenant-setup.ts';
import { AMOUNT, LIMIT, twoDeals } from './two-deals.ts';

afterEach(() => vi.useRealTimers());

/** The `nth` time, from 0, that the ERP was asked this, as far as `about` is in the question. */
const nthAsked = (agent: FakeAgent, command: ReadCommandName, nth: number, about = '') =>
  vi.waitFor(() => {
    const calls = agent.received('call').filter((call) => call.command === command);
    const call = calls.filter(({ input }) => JSON.stringify(input).includes(about))[nth];
    if (call === undefined) throw new Error('not asked yet');
    return call;
  });
/** From now on the agent leaves this unanswered, where `about` is in the question. */
const leave = (agent: FakeAgent, erp: PreviewErp, command: ReadCommandName, about = '') => {
  const answer = answersOf(erp)[command];
  const some = (input: never) => (JSON.stringify(input).includes(about) ? undefined : answer?.(input));
  agent.answers = { ...agent.answers, [command]: some };
};
const answersAll = (agent: FakeAgent, erp: PreviewErp) => {
  agent.answers = { ...HEALTHY, ...answersOf(erp) };
};
const customerNow = (erp: PreviewErp) => ({ output: erpCustomer(CUSTOMER_ID, erp.customers[CUSTOMER_ID]) });

/** A bulk of one deal, begun. */
const begun = async (tenant: TestTenant, dealId: string) => {
  const { bulkId } = good(await tenant.card.bulk([dealId]));
  await runDurableObjectAlarm(tenant.stub);
  return async () => {
    await vi.waitFor(async () => expect(good(await tenant.card.bulkView(bulkId)).waiting).toBe(0), { timeout: 5_000 });
    return good(await tenant.card.bulkView(bulkId)).entries;
  };
};
/** A look at the second deal: the ERP has answered about the credit, and not yet about the customer's orders. */
async function lookedAt({ tenant, agent, erp, second, warningsOf }: Awaited<ReturnType<typeof twoDeals>>) {
  leave(agent, erp, 'order.list');
  await setPolicy(tenant, { freshnessMs: { 'customer.read': 10_000, 'order.list': 10_000 } });
  later(12_000);
  const shown = warningsOf(second);
  await nthAsked(agent, 'customer.read', 1);
  const call = await nthAsked(agent, 'order.list', 1);
  await agent.caughtUp();
  const answer = () => {
    answersAll(agent, erp);
    agent.answer(call, agent.answers['order.list']?.(call.input as never));
  };
  return { shown, answer };
}

const NO_CREDIT = [
  { state: 'not-sent', error: { code: 'preview.not-allowed', message: expect.stringContaining('credit') } },
];

it('what an order has changed while it was asked about is asked at once, for a deal that nobody looks at', async () => {
  const { tenant, agent, erp, first, second, made } = await twoDeals();
  good(await tenant.card.push(first));
  leave(agent, erp, 'customer.read');
  later(3_000);
  const entries = await begun(tenant, second);
  const call = await nthAsked(agent, 'customer.read', 1);
  const ofBefore = customerNow(erp);
  await made();
  agent.answer(call, ofBefore);
  agent.answer(await nthAsked(agent, 'customer.read', 2), customerNow(erp));
  expect(await entries()).toMatchObject(NO_CREDIT);
});

it('an order that is made after the answer about the credit and before the last one counts', async () => {
  const deals = await twoDeals();
  const { tenant, first, made } = deals;
  good(await tenant.card.push(first));
  const { shown, answer } = await lookedAt(deals);
  await made();
  answer();
  expect(await shown).toContain('credit.exceeded');
});

it('and so does one that is sent and made in that time', async () => {
  const { tenant, agent, erp, first, second, made } = await twoDeals();
  // What its sender saw is known: the send waits for no answer of the ERP.
  good(await tenant.card.preview(first));
  later(3_000);
  leave(agent, erp, 'item.price', '"90"');
  const entries = await begun(tenant, second);
  const call = await nthAsked(agent, 'item.price', 0, '"90"');
  await nthAsked(agent, 'customer.read', 1);
  await agent.caughtUp();
  good(await tenant.card.push(first));
  await made();
  answersAll(agent, erp);
  agent.answer(call, agent.answers['item.price']?.(call.input as never));
  expect(await entries()).toMatchObject(NO_CREDIT);
});

it('one that the ERP has counted already, and of which the gateway hears in that time, counts once', async () => {
  // 41,000 of 49,200 are used up; 4,100 more fit.
  const deals = await twoDeals('10');
  const { tenant, agent, erp, first } = deals;
  good(await tenant.card.push(first));
  const send = await agent.start();
  erp.customers[CUSTOMER_ID] = { creditLimit: LIMIT, creditUsed: AMOUNT };
  const { shown, answer } = await lookedAt(deals);
  await agent.report(send, { result: 'made', output: { orderId: '71203' } });
  answer();
  expect(await shown).not.toContain('credit.exceeded');
});

it('the same that is sent for another deal while the ERP is asked who the customer is, is seen', async () => {
  const { tenant, agent, erp, first, second } = await twoDeals('100');
  erp.customers[CUSTOMER_ID] = { creditLimit: null, creditUsed: null };
  good(await tenant.card.preview(first));
  later(3_000);
  leave(agent, erp, 'customer.read');
  const entries = await begun(tenant, second);
  const call = await nthAsked(agent, 'customer.read', 1);
  await agent.caughtUp();
  good(await tenant.card.push(first));
  answersAll(agent, erp);
  agent.answer(call, customerNow(erp));
  expect(await entries()).toMatchObject([
    { state: 'not-sent', error: { code: 'preview.not-allowed', message: expect.stringContaining('same') } },
  ]);
});

it('stock that others use up while it is asked about is taken as the ERP told it the second time', async () => {
  const { tenant, agent, erp, first } = await twoDeals();
  leave(agent, erp, 'availability.read');
  const entries = await begun(tenant, first);
  for (const nth of [0, 1]) {
    const call = await nthAsked(agent, 'availability.read', nth);
    await changed(tenant, itemSubject('PUMP-0040'));
    agent.answer(call, answersOf(erp)['availability.read']?.(call.input as never));
  }
  expect(await entries()).toMatchObject([{ state: 'sent' }]);
  expect(agent.received('call').filter(({ command }) => command === 'availability.read')).toHaveLength(2);
});

it('an answer of before an order is not shown as fresh because its customer was erased meanwhile', async () => {
  const { tenant, agent, erp } = await twoDeals();
  leave(agent, erp, 'customer.read');
  const shown = tenant.card.company(COMPANY_ID);
  const call = await nthAsked(agent, 'customer.read', 0);
  await changed(tenant, customerSubject(CUSTOMER_ID));
  await deleteCopies(tenant.tenantId, CUSTOMER_ID);
  agent.answer(call, customerNow(erp));
  expect(good(await shown).customer).toMatchObject({ state: 'stale' });
});

/** Something about it changed, as an order of somebody else does it. */
const changed = (tenant: TestTenant, subject: string) =>
  runInDurableObject(tenant.stub, (object) =>
    (object as unknown as { parts: TenantParts }).parts.reads.changed([subject]),
  );
