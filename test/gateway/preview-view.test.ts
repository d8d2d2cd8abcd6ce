import { afterEach, describe, expect, it, vi } from 'vitest';
import { bad, good } from './card-client.ts';
import { newAgent } from './fake-agent.ts';
import { changeRecord, failNext } from './hubspot-control.ts';
import { answersOf, fineDeal, newDeal, type PreviewErp, previewErp } from './preview-erp.ts';
import { setUpTenant, type TestTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

const withErp = async (more: Partial<PreviewErp> = {}) => {
  const tenant = await setUpTenant();
  const agent = await newAgent(tenant, answersOf(previewErp(more)));
  return { tenant, agent };
};
const look = async (tenant: TestTenant, dealId: string) => {
  const view = good(await tenant.card.preview(dealId));
  const codes = view.preview.findings.map(({ level, code }) => `${level} ${code}`);
  return { ...view, codes, messages: view.preview.findings.map(({ message }) => message) };
};
const today = () => new Date().toISOString().slice(0, 10);

describe('a preview', () => {
  it('of a deal that is fine says so, and shows each line beside what the ERP knows', async () => {
    const { tenant } = await withErp();
    const view = await look(tenant, await fineDeal());
    expect(view).toMatchObject({ loading: false, codes: ['ok customer.matched'], link: { online: true } });
    expect(view.preview).toMatchObject({
      level: 'ok',
      customer: { customerId: '10452', score: 1, reasons: ['erp-id'] },
      priceBasis: 'net',
      lines: [
        { itemId: 'PUMP-0040', quantity: '2', dealPrice: '410.00', erpPrice: '410.00', available: '9999', level: 'ok' },
        { itemId: 'SEAL-0014', level: 'ok' },
      ],
      mayOverride: true,
    });
  });

  it('looked at twice, by two people, is the same', async () => {
    const { tenant } = await withErp();
    const dealId = await fineDeal();
    const [one, other] = await Promise.all([look(tenant, dealId), look(tenant, dealId)]);
    expect(one.preview).toEqual(other.preview);
    expect((await look(tenant, dealId)).preview).toEqual(one.preview);
  });

  it.each<[string, Partial<PreviewErp>, Parameters<typeof newDeal>, string, string]>([
    [
      'a price under the ERP’s',
      {},
      ['10452', ['SEAL-0009', '1', '9.50']],
      'warn price.below-list',
      "SEAL-0009 is 0.70 EUR under the ERP's price of 10.20 EUR.",
    ],
    [
      'a price over the ERP’s',
      {},
      ['10452', ['VALV-0025', '1', '66.00']],
      'warn price.above-list',
      "VALV-0025 is 1.10 EUR over the ERP's price of 64.90 EUR.",
    ],
    [
      'an item that the ERP does not know',
      {},
      ['10452', ['KIT-X', '1', '2500.00']],
      'block item.unknown',
      'KIT-X is not in the ERP. Choose another item or remove the line.',
    ],
    [
      'too little stock',
      { stock: { 'SEAL-0009': '60' } },
      ['10452', ['SEAL-0009', '100', '10.20']],
      'warn stock.short',
      'SEAL-0009: 60 of 100 are available now; none are expected.',
    ],
    [
      'a customer on hold',
      { customers: { 10452: { onHold: true, holdReason: null } } },
      ['10452', ['PUMP-0040', '1', '410.00']],
      'block customer.on-hold',
      'Customer 10452 is on hold in the ERP. It takes no order until that is settled.',
    ],
    [
      'an exceeded credit limit',
      { customers: { 10452: { creditLimit: '1100.00' } } },
      ['10452', ['PUMP-0040', '1', '410.00']],
      'warn credit.exceeded',
      'This order of 410.00 EUR (without tax) exceeds the credit limit of 1,100.00 EUR by 310.00 EUR.',
    ],
    [
      'a customer of another currency',
      { customers: { 10452: { currency: 'CHF' } } },
      ['10452', ['PUMP-0040', '1', '410.00']],
      'warn customer.currency-differs',
      "The deal is in EUR, the customer's account in CHF; its credit limit could not be compared.",
    ],
    [
      'an item on two lines',
      {},
      ['10452', ['PUMP-0040', '1', '410.00'], ['PUMP-0040', '1', '410.00']],
      'warn item.twice',
      'PUMP-0040 stands on more than one line (1, 2). Is that meant?',
    ],
    [
      'a line without a quantity',
      {},
      ['10452', ['PUMP-0040', '0', '410.00']],
      'block deal.incomplete',
      'Centrifugal pump 40 l/min: the quantity must be more than zero.',
    ],
    [
      'no lines',
      {},
      ['10452'],
      'block deal.incomplete',
      'This deal has no line items. Add the items to the deal first.',
    ],
  ])('names %s', async (_name, erp, deal, code, message) => {
    const { tenant } = await withErp(erp);
    const view = await look(tenant, await newDeal(...deal));
    expect([view.codes, view.messages]).toEqual([expect.arrayContaining([code]), expect.arrayContaining([message])]);
    expect(view.preview.level).toBe(code.split(' ')[0]);
  });

  it('suspects an order of today with the same items, and not one of last week or with others', async () => {
    const same: [string, string][] = [
      ['SEAL-0014', '15'],
      ['PUMP-0040', '2'],
      ['SEAL-0014', '25.0'],
    ];
    const orders = [
      { orderId: '1', orderedOn: '2026-01-02', lines: same },
      { orderId: '2', orderedOn: today(), lines: [['PUMP-0040', '42']] as [string, string][] },
      { orderId: '3', orderedOn: today(), lines: [['PUMP-0040', '1']] as [string, string][] },
    ];
    const { tenant } = await withErp({ orders });
    expect((await look(tenant, await fineDeal())).codes).toEqual(['ok customer.matched']);
    const other = await withErp({ orders: [...orders, { orderId: '4', orderedOn: today(), lines: same }] });
    const view = await look(other.tenant, await fineDeal());
    expect(view.codes).toEqual(['ok customer.matched', 'warn order.suspected-twice']);
    expect(view.messages[1]).toContain('order 4 in the ERP');
  });

  it('suspects another deal that was sent today, also before the ERP lists it', async () => {
    const { tenant } = await withErp();
    const [first, second] = [await fineDeal(), await fineDeal()];
    good(await tenant.card.push(first));
    expect((await look(tenant, second)).messages).toContainEqual(expect.stringContaining(`deal ${first}`));
    expect((await look(tenant, first)).codes).toEqual(['ok customer.matched']);
  });

  it('of 500 lines asks for fifty items at a time and is complete', async () => {
    const lines = Array.from({ length: 500 }, (_, index): [string, string, string] => [`I-${index}`, '1', '2.00']);
    const prices = Object.fromEntries(lines.map(([itemId]) => [itemId, '2.00']));
    const { tenant, agent } = await withErp({ prices });
    const view = await look(tenant, await newDeal('10452', ...lines));
    expect(view).toMatchObject({ loading: false, codes: ['ok customer.matched'] });
    expect(view.preview.lines).toHaveLength(500);
    const asked = agent.received('call').map(({ command }) => command);
    expect(asked.filter((command) => command === 'item.price')).toHaveLength(10);
    expect(asked.filter((command) => command === 'availability.read')).toHaveLength(10);
  });

  it('carries names as they are, whatever somebody typed, and no control characters in its sentences', async () => {
    const name = '<script>alert(1)</script>\u202e "x" & \u0007 %s 日本'.padEnd(150, 'x');
    const { tenant } = await withErp({ customers: { 10452: { name, onHold: true, holdReason: '</p>\r\n\u0000' } } });
    const dealId = await newDeal('10452', ['PUMP-0040', '0', '410.00']);
    await changeRecord('line_items', `${dealId}01`, { name: `Pump\u0000\u202e${'ü'.repeat(400)}` });
    const { messages } = await look(tenant, dealId);
    for (const message of messages) expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('of a deal that the CRM does not show says why', async () => {
    const { tenant } = await withErp();
    expect(bad(await tenant.card.preview('1')).code).toBe('crm.not-found');
    const dealId = await fineDeal();
    await failNext({ status: 503 });
    expect(bad(await tenant.card.preview(dealId)).code).toBe('crm.unavailable');
  });
});
