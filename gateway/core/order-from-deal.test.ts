import { describe, expect, it } from 'vitest';
import { DealSummary } from '#contracts/deal';
import { CustomerId, Reference } from '#contracts/ids';
import { dealBlockers, orderFromDeal, referenceFor } from './order-from-deal.ts';

type Line = { itemId: string | null; name: string; quantity: string | null; unitPrice: string | null };
const line = (more: Partial<Line> = {}): Line => ({
  itemId: 'PUMP-0040',
  name: 'Pump',
  quantity: '12',
  unitPrice: '410.00',
  ...more,
});
const deal = (more: object = {}): DealSummary =>
  DealSummary.parse({
    dealId: '88412070',
    name: 'Cooling circuit',
    currency: 'EUR',
    won: true,
    company: { companyId: '1', name: 'Nordwind', customerId: '10447' },
    erpOrderNumber: null,
    requestedOn: null,
    customerReference: null,
    gaps: [],
    lines: [line()],
    ...more,
  });
const reference = Reference.parse('DB-88412070-1');
const codes = (of: DealSummary) => dealBlockers(of).map(({ code }) => code);

describe('a won deal with everything', () => {
  it('becomes an order of its lines, in their order', () => {
    const lines = [line({ quantity: '0.5' }), line({ itemId: 'SEAL-0009', unitPrice: '0' })];
    expect(orderFromDeal(deal({ lines }), reference, CustomerId.parse('10447'))).toEqual({
      ok: true,
      value: {
        reference,
        customerId: '10447',
        customerReference: null,
        requestedOn: null,
        currency: 'EUR',
        lines: [
          { itemId: 'PUMP-0040', quantity: '0.5', unitPrice: '410.00' },
          { itemId: 'SEAL-0009', quantity: '12', unitPrice: '0' },
        ],
      },
    });
  });
});

it('a deal says when the goods are wanted, and under which number of the customer', () => {
  const said = deal({ requestedOn: '2026-12-04', customerReference: '4500012' });
  expect(orderFromDeal(said, reference, CustomerId.parse('10447'))).toMatchObject({
    ok: true,
    value: { requestedOn: '2026-12-04', customerReference: '4500012' },
  });
});

it.each([
  [{ field: 'requestedOn', why: 'missing' }, 'The deal has no requested date, and the ERP wants one.'],
  [{ field: 'requestedOn', why: 'unreadable' }, 'The requested date of the deal cannot be read.'],
  [{ field: 'customerReference', why: 'missing' }, 'The deal has no purchase order number, and the ERP wants one.'],
])('%j stands in the way', (gap, message) => {
  const gappy = deal({ gaps: [gap] });
  expect(dealBlockers(gappy)).toMatchObject([{ code: 'deal.field-invalid', message }]);
  expect(orderFromDeal(gappy, reference, CustomerId.parse('10447'))).toMatchObject({ ok: false, error: { message } });
});

describe('what stands in the way of an order', () => {
  it.each([
    ['not won', { won: false }, 'deal.not-won'],
    ['without a currency', { currency: null }, 'deal.no-currency'],
    ['without a company', { company: null }, 'deal.no-company'],
    [
      'of a company that is not linked',
      { company: { companyId: '1', name: 'N', customerId: null } },
      'customer.not-linked',
    ],
    ['without lines', { lines: [] }, 'deal.no-lines'],
    ['of 501 lines', { lines: Array.from({ length: 501 }, () => line()) }, 'deal.too-many-lines'],
  ])('a deal %s', (_name, more, code) => {
    expect(codes(deal(more))).toEqual([code]);
    // Whose order it is, is another question: see the preview.
    if (code !== 'customer.not-linked') {
      expect(orderFromDeal(deal(more), reference, null)).toMatchObject({ ok: false, error: { code } });
    }
  });

  it.each([
    [{ itemId: null }, 'Pump: has no item number.'],
    [{ quantity: null }, 'Pump: has a quantity that cannot be read.'],
    [{ unitPrice: null }, 'Pump: has a price that cannot be read.'],
    [{ quantity: '0.000' }, 'Pump: the quantity must be more than zero.'],
    [{ quantity: '-1' }, 'Pump: the quantity must be more than zero.'],
    [{ unitPrice: '-0.01' }, 'Pump: the price must not be negative.'],
  ])('a line with %j, named', (more, message) => {
    expect(dealBlockers(deal({ lines: [line(), line(more)] }))).toMatchObject([{ code: 'deal.line-invalid', message }]);
  });

  it('everything at once, and never more than a card can show', () => {
    const bad = deal({ won: false, currency: null, lines: Array.from({ length: 40 }, () => line({ itemId: null })) });
    expect(codes(bad).slice(0, 2)).toEqual(['deal.not-won', 'deal.no-currency']);
    expect(codes(bad)).toHaveLength(20);
  });

  it('nothing, for 500 lines', () => {
    expect(codes(deal({ lines: Array.from({ length: 500 }, () => line()) }))).toEqual([]);
  });
});

describe('a reference', () => {
  it.each([
    ['88412070', 1, 'DB-88412070-1'],
    ['123456789012', 999, 'DB-123456789012-999'],
    ['12345678901234567', 1, 'DB-Z3DK6EL9T85J-1'],
    ['99999999999999999', 999, 'DB-ZRCN1HSSIGHR-999'],
  ])('of deal %s, revision %i, is %s', (dealId, revision, value) => {
    expect(referenceFor(dealId, revision)).toEqual({ ok: true, value });
  });

  it('never names two deals or two revisions', () => {
    const ids = ['1', '11', '111', '12345678901234567', '12345678901234568', '1234567890123'];
    const references = ids.flatMap((id) => [1, 11, 111].map((revision) => JSON.stringify(referenceFor(id, revision))));
    expect(new Set(references).size).toBe(references.length);
  });

  it.each(['0012345678901234567890', 'a12345678901234567', '9'.repeat(32)])('of %s cannot be made', (dealId) => {
    expect(referenceFor(dealId, 999)).toMatchObject({ ok: false, error: { code: 'request.invalid' } });
  });
});
