import { describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import { companyIdOf } from '../sandbox/hubspot/records.ts';
import { bad, good } from './card-client.ts';
import { COMPANY_ID, HEALTHY, OTHER_CUSTOMER_ID, order, STOCKED, WON_DEAL_ID } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { changeRecord } from './hubspot-control.ts';
import { setUpTenant } from './tenant-setup.ts';

describe('the order card', () => {
  it("shows one of the company's orders", async () => {
    const tenant = await setUpTenant();
    await newAgent(tenant, { 'order.read': ({ orderId }: { orderId: string }) => ({ output: order(orderId) }) });
    expect(good(await tenant.card.order(COMPANY_ID, '240871')).order).toMatchObject({
      state: 'fresh',
      data: { orderId: '240871', lines: [{ itemId: 'PUMP-0040' }, {}, {}] },
    });
  });

  it("answers somebody else's order like one that does not exist", async () => {
    const tenant = await setUpTenant();
    await newAgent(tenant, {
      'order.read': ({ orderId }: { orderId: string }) =>
        orderId === '1'
          ? { output: order('1', { customerId: OTHER_CUSTOMER_ID }) }
          : { error: failure('erp.not-found', { detail: 'no such order' }) },
    });
    const foreign = bad(await tenant.card.order(COMPANY_ID, '1'));
    const missing = good(await tenant.card.order(COMPANY_ID, '2')).order;
    expect(foreign).toMatchObject({ code: 'erp.not-found' });
    expect(missing).toMatchObject({ state: 'failed', error: { code: 'erp.not-found' } });
    // The copy of it, too.
    expect(bad(await tenant.card.order(COMPANY_ID, '1')).code).toBe('erp.not-found');
    expect(good(await tenant.card.order(companyIdOf(OTHER_CUSTOMER_ID), '1')).order.state).toBe('fresh');
  });

  it('of a company that is not linked shows nothing', async () => {
    const tenant = await setUpTenant();
    expect(bad(await tenant.card.order(companyIdOf('10503'), '1')).code).toBe('customer.not-linked');
  });
});

describe('the stock card', () => {
  it('asks for all items at once', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, STOCKED);
    expect(good(await tenant.card.stock('PUMP-0040', 'SEAL-0009')).stock).toMatchObject({
      state: 'fresh',
      data: { items: [{ itemId: 'PUMP-0040' }, { itemId: 'SEAL-0009' }] },
    });
    expect(agent.received('call')).toHaveLength(1);
    expect(good(await tenant.card.stock('PUMP-0040')).stock.state).toBe('fresh');
  });

  it('refuses more items than may be asked for at once', async () => {
    const tenant = await setUpTenant();
    expect(bad(await tenant.card.stock(...Array.from({ length: 51 }, (_, index) => `I-${index}`))).code).toBe(
      'request.invalid',
    );
  });
});

describe('the deal card', () => {
  it('shows the deal as it would be sent, with nothing in its way', async () => {
    const tenant = await setUpTenant();
    await newAgent(tenant, HEALTHY);
    const view = good(await tenant.card.deal(WON_DEAL_ID));
    expect(view).toMatchObject({
      push: null,
      blockers: [],
      deal: { won: true, currency: 'EUR' },
      link: { online: true },
    });
    expect(view.deal.lines).toEqual([
      { itemId: 'PUMP-0040', name: 'Centrifugal pump 40 l/min', quantity: '12', unitPrice: '410.00' },
      { itemId: 'SEAL-0009', name: 'Shaft seal 9 mm, FKM', quantity: '100', unitPrice: '9.50' },
      { itemId: 'VALV-0025', name: 'Ball valve DN 25, stainless', quantity: '8', unitPrice: '64.90' },
    ]);
  });

  it('names everything that is in the way', async () => {
    const { card } = await setUpTenant();
    const codesOf = async (dealId: string) => good(await card.deal(dealId)).blockers.map(({ code }) => code);
    expect(await codesOf('88412073')).toEqual(['deal.not-won']);
    expect(await codesOf('88412075')).toEqual(['customer.not-linked']);
    await changeRecord('deals', '88412075', { deal_currency_code: null });
    await changeRecord('line_items', '8841207501', { quantity: '1e3' });
    expect(await codesOf('88412075')).toEqual(['deal.no-currency', 'customer.not-linked', 'deal.line-invalid']);
    await changeRecord('deals', '88412075', { deal_currency_code: 'EUR' });
    await changeRecord('line_items', '8841207501', { quantity: '4' });
  });

  it('that is not in the CRM is answered as such, and cannot be pushed', async () => {
    const { card } = await setUpTenant();
    expect(bad(await card.deal('404')).code).toBe('crm.not-found');
    expect(bad(await card.push('404')).code).toBe('crm.not-found');
    expect(bad(await card.push('88412073')).code).toBe('deal.not-won');
  });
});
