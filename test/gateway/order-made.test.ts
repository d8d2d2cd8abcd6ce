import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test';
import { afterEach, expect, it, vi } from 'vitest';
import { good } from './card-client.ts';
import { COMPANY_ID, CUSTOMER_ID, HEALTHY } from './erp-answers.ts';
import { type FakeAgent, newAgent } from './fake-agent.ts';
import { later } from './later.ts';
import { setPolicy } from './operator-client.ts';
import { answersOf, erpCustomer, newDeal, previewErp } from './preview-erp.ts';
import { written } from './stored-copies.ts';
import { setUpTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

const PRICE = '410.00';
/** A hundred pumps fit into the credit limit, and ninety after them do not. */
const AMOUNT = '41000.00';
const LIMIT = '49200.00';

async function twoDeals() {
  const tenant = await setUpTenant();
  const erp = previewErp({
    prices: { 'PUMP-0040': PRICE, 'SEAL-0014': '12.80' },
    customers: { [CUSTOMER_ID]: { creditLimit: LIMIT, creditUsed: '0.00' } },
  });
  const agent = await newAgent(tenant, { ...HEALTHY, ...answersOf(erp) });
  const first = await newDeal(CUSTOMER_ID, ['PUMP-0040', '100', PRICE]);
  const second = await newDeal(CUSTOMER_ID, ['PUMP-0040', '90', PRICE]);
  const warningsOf = async (dealId: string) =>
    good(await tenant.card.preview(dealId)).preview.findings.flatMap(({ code, level }) =>
      level === 'ok' ? [] : [code],
    );
  const made = async () => {
    const send = await agent.start();
    erp.customers[CUSTOMER_ID] = { creditLimit: LIMIT, creditUsed: AMOUNT };
    await agent.report(send, { result: 'made', output: { orderId: '71203' } });
  };
  return { tenant, agent, erp, first, second, warningsOf, made };
}

it('the credit that an order has used counts for the next one at once', async () => {
  const { tenant, first, second, warningsOf, made } = await twoDeals();
  expect(await warningsOf(first)).toEqual([]);
  good(await tenant.card.push(first));
  await made();
  expect(await warningsOf(second)).toEqual(['credit.exceeded']);
});

it('and so does that of one on its way, but not twice, and not for its own deal', async () => {
  const { tenant, agent, first, second, warningsOf } = await twoDeals();
  good(await tenant.card.push(first));
  await agent.start();
  expect(await warningsOf(second)).toEqual(['credit.exceeded']);
  expect(await warningsOf(first)).not.toContain('credit.exceeded');
});

it('what nobody looks at is not decided by an old answer, however long the policy calls it fresh', async () => {
  const { tenant, agent, first, erp } = await twoDeals();
  const answers = { 'availability.read': 86_400_000, 'customer.read': 86_400_000, 'item.price': 86_400_000 };
  await setPolicy(tenant, { freshnessMs: answers });
  good(await tenant.card.preview(first));
  erp.stock['PUMP-0040'] = '1';
  later(10_000);
  const { bulkId } = good(await tenant.card.bulk([first]));
  await vi.waitFor(
    async () => {
      await runDurableObjectAlarm(tenant.stub);
      expect(good(await tenant.card.bulkView(bulkId)).entries).toMatchObject([
        {
          state: 'not-sent',
          error: { code: 'preview.not-allowed', message: expect.stringContaining('1 of 100 are available') },
        },
      ]);
    },
    { timeout: 10_000, interval: 20 },
  );
  expect(agent.received('send')).toEqual([]);
});

it('what the company card knew before an order was made is asked for anew after it', async () => {
  const { tenant, first, made } = await twoDeals();
  good(await tenant.card.company(COMPANY_ID));
  good(await tenant.card.push(first));
  await made();
  const { customer } = good(await tenant.card.company(COMPANY_ID));
  expect(customer).toMatchObject({ data: { creditUsed: AMOUNT } });
});

it('what was known of the stock of its items is asked for anew, also by an object that has just started, and of no other item', async () => {
  const { tenant, agent, erp, first, made } = await twoDeals();
  erp.stock = { 'PUMP-0040': '100', 'SEAL-0014': '56' };
  const stockOf = async (itemId: string) => good(await tenant.card.stock(itemId)).stock;
  await stockOf('PUMP-0040');
  await stockOf('SEAL-0014');
  await written(tenant, agent);
  good(await tenant.card.push(first));
  await made();
  erp.stock = { 'PUMP-0040': '0', 'SEAL-0014': '1' };
  await evictDurableObject(tenant.stub);
  expect(await stockOf('PUMP-0040')).toMatchObject({ data: { items: [{ warehouses: [{ available: '0' }] }] } });
  expect(await stockOf('SEAL-0014')).toMatchObject({ data: { items: [{ warehouses: [{ available: '56' }] }] } });
});

it('stock that was asked for before an order was made, and comes after, is shown as of before', async () => {
  const { tenant, agent, first, made } = await twoDeals();
  good(await tenant.card.push(first));
  const stocked = agent.answers['availability.read'];
  agent.answers = { ...agent.answers, 'availability.read': () => undefined };
  later(60_000);
  const shown = tenant.card.stock('PUMP-0040', 'SEAL-0014');
  const call = await vi.waitFor(() => {
    const asked = agent.received('call').find(({ input }) => JSON.stringify(input).includes('SEAL-0014'));
    if (asked === undefined) throw new Error('not asked yet');
    return asked;
  });
  await made();
  agent.answer(call, stocked?.(call.input as never));
  expect(good(await shown).stock).toMatchObject({ state: 'stale', error: null });
});

/** The `nth` time that the ERP was asked about a customer. */
const customerAsked = (agent: FakeAgent, nth: number) =>
  vi.waitFor(() => {
    const call = agent.received('call').filter(({ command }) => command === 'customer.read')[nth];
    if (call === undefined) throw new Error('not asked yet');
    return call;
  });

it('what an order has changed while it was asked about is asked at once, for a deal that nobody looks at', async () => {
  const { tenant, agent, erp, first, second, made } = await twoDeals();
  good(await tenant.card.push(first));
  agent.answers = { ...agent.answers, 'customer.read': () => undefined };
  later(3_000);
  const customerNow = () => ({ output: erpCustomer(CUSTOMER_ID, erp.customers[CUSTOMER_ID]) });
  const { bulkId } = good(await tenant.card.bulk([second]));
  await runDurableObjectAlarm(tenant.stub);
  const call = await customerAsked(agent, 1);
  const ofBefore = customerNow();
  await made();
  later(1);
  agent.answer(call, ofBefore);
  agent.answer(await customerAsked(agent, 2), customerNow());
  await vi.waitFor(async () => expect(good(await tenant.card.bulkView(bulkId)).waiting).toBe(0));
  expect(good(await tenant.card.bulkView(bulkId)).entries).toMatchObject([
    { state: 'not-sent', error: { code: 'preview.not-allowed', message: expect.stringContaining('credit') } },
  ]);
});

it('an order that is made between two answers about the next one counts, although the one about the credit is of before', async () => {
  const { tenant, agent, erp, first, second, warningsOf, made } = await twoDeals();
  good(await tenant.card.push(first));
  const { 'order.list': listed, ...others } = agent.answers;
  agent.answers = { ...others, 'order.list': () => undefined };
  await setPolicy(tenant, { freshnessMs: { 'customer.read': 1_000, 'order.list': 1_000 } });
  later(3_000);
  const asked = agent.received('call').length;
  const shown = warningsOf(second);
  // The one about the credit is answered at once.
  const calls = await vi.waitFor(() => {
    const more = agent.received('call').slice(asked);
    expect(more.map(({ command }) => command)).toEqual(expect.arrayContaining(['order.list', 'customer.read']));
    return more;
  });
  await agent.caughtUp();
  await made();
  later(1);
  agent.answers = { ...HEALTHY, ...answersOf(erp) };
  for (const call of calls) if (call.command === 'order.list') agent.answer(call, listed?.(call.input as never));
  expect(await shown).toContain('credit.exceeded');
});

it('of deals sent together none goes past the credit limit because the ones before are not in the ERP yet', async () => {
  const { tenant, agent, first, second } = await twoDeals();
  const { bulkId } = good(await tenant.card.bulk([first, second]));
  const bulk = await vi.waitFor(
    async () => {
      await runDurableObjectAlarm(tenant.stub);
      const seen = good(await tenant.card.bulkView(bulkId));
      expect(seen.waiting).toBe(0);
      return seen;
    },
    { timeout: 10_000, interval: 20 },
  );
  expect(bulk.entries).toMatchObject([
    { state: 'sent' },
    {
      state: 'not-sent',
      error: { code: 'preview.not-allowed', message: expect.stringContaining('with others of 41,000.00 EUR') },
    },
  ]);
  await agent.next('send');
  expect(agent.received('send')).toHaveLength(1);
});
