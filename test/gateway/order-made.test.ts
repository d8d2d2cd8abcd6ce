import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test';
import { afterEach, expect, it, vi } from 'vitest';
import { good } from './card-client.ts';
import { COMPANY_ID } from './erp-answers.ts';
import { later } from './later.ts';
import { setPolicy } from './operator-client.ts';
import { written } from './stored-copies.ts';
import { AMOUNT, twoDeals } from './two-deals.ts';

afterEach(() => vi.useRealTimers());

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
