import { describe, expect, it } from 'vitest';
import type { SearchBy } from '#contracts/commands';
import { companyIdOf } from '../sandbox/hubspot/records.ts';
import { bad, good } from './card-client.ts';
import { COMPANY_ID, CUSTOMER_ID, HEALTHY, OTHER_CUSTOMER_ID, orderSummary, UNREACHABLE } from './erp-answers.ts';
import { type Answers, newAgent } from './fake-agent.ts';
import { setUpTenant } from './tenant-setup.ts';

interface Question {
  by: SearchBy;
  number: string;
  customerId: string;
}
const found = (...orderIds: string[]) => ({ output: { orders: orderIds.map((orderId) => orderSummary(orderId)) } });

/** An ERP that finds nothing, but what is said here. */
const finding = (answers: Partial<Record<SearchBy, ReturnType<typeof found> | typeof UNREACHABLE>>): Answers => ({
  ...HEALTHY,
  'order.find': ({ by }: Question) => answers[by] ?? found(),
});

describe('the search by a number', () => {
  it('asks for the four things it may be the number of, side by side, and of this customer only', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    const view = tenant.card.search(COMPANY_ID, ' PO 4711/ä ');
    const calls = [];
    for (const _ of [1, 2, 3, 4]) calls.push(await agent.next('call'));
    expect(calls.map(({ command }) => command)).toEqual(Array(4).fill('order.find'));
    expect(calls.map(({ input }) => input)).toEqual(
      ['order', 'purchase-order', 'invoice', 'delivery'].map((by) => ({
        by,
        number: 'PO 4711/ä',
        customerId: CUSTOMER_ID,
      })),
    );
    for (const call of calls) agent.answer(call, found());
    expect(good(await view)).toMatchObject({
      link: { online: true },
      delivery: { state: 'fresh', data: { orders: [] } },
    });
    await agent.caughtUp();
    expect(agent.received('call')).toHaveLength(4);
  });

  it('answers for each kind of number by itself, for the card to merge', async () => {
    const tenant = await setUpTenant();
    await newAgent(
      tenant,
      finding({ 'purchase-order': found('240871'), invoice: UNREACHABLE, delivery: found('240871', '240655') }),
    );
    expect(good(await tenant.card.search(COMPANY_ID, '4711'))).toMatchObject({
      order: { state: 'fresh', data: { orders: [] } },
      purchaseOrder: { state: 'fresh', data: { orders: [{ orderId: '240871' }] } },
      invoice: { state: 'failed', error: { code: 'erp.unreachable' } },
      delivery: { state: 'fresh', data: { orders: [{ orderId: '240871' }, { orderId: '240655' }] } },
    });
  });

  it('never answers one company with what was found for another', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, {
      'order.find': ({ by, customerId }: Question) =>
        by === 'order' && customerId === CUSTOMER_ID ? found('240871') : found(),
    });
    expect(good(await tenant.card.search(COMPANY_ID, '4711')).order).toMatchObject({ data: { orders: [{}] } });
    const other = good(await tenant.card.search(companyIdOf(OTHER_CUSTOMER_ID), '4711'));
    expect(other.order).toMatchObject({ state: 'fresh', data: { orders: [] } });
    expect(agent.received('call')).toHaveLength(8);
  });

  it('takes the same number with spaces around it for the same question', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, finding({}));
    await tenant.card.search(COMPANY_ID, '4711');
    await tenant.card.search(COMPANY_ID, '  4711\n');
    expect(agent.received('call')).toHaveLength(4);
  });

  it.each([
    ['is empty', ''],
    ['is made of spaces', '   '],
    ['has 41 characters', '4'.repeat(41)],
    ['has a line break in it', '47\n11'],
    ['has a null in it', '47\u000011'],
    ['has a C1 control in it', '47\u008511'],
  ])('refuses a number that %s, and asks nobody', async (_name, number) => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, finding({}));
    expect(bad(await tenant.card.search(COMPANY_ID, number))).toMatchObject({ code: 'request.invalid' });
    await agent.caughtUp();
    expect(agent.received('call')).toEqual([]);
  });

  it('takes a number of 40 characters', async () => {
    const tenant = await setUpTenant();
    await newAgent(tenant, finding({}));
    expect(good(await tenant.card.search(COMPANY_ID, '4'.repeat(40))).order.state).toBe('fresh');
  });

  it('without a number, or of a company that is not linked, says so', async () => {
    const tenant = await setUpTenant();
    const without = await tenant.card.answerAt(`/v1/card/companies/${COMPANY_ID}/search`);
    expect(without).toMatchObject({ ok: false, error: { code: 'request.invalid' } });
    expect(bad(await tenant.card.search(companyIdOf('10503'), '1')).code).toBe('customer.not-linked');
  });
});
