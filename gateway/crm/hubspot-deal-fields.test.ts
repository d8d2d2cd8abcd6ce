import { describe, expect, it } from 'vitest';
import { DealFields } from '#contracts/policy';
import { dealSaid } from './hubspot-deal-fields.ts';

const FIELDS = DealFields.parse({});
const NEEDED = DealFields.parse({ required: ['requestedOn', 'customerReference'] });
const NOTHING = { requestedOn: null, customerReference: null, gaps: [] };
const of = (erp_requested_date?: string | null, erp_purchase_order?: string | null) => ({
  erp_requested_date,
  erp_purchase_order,
});

describe('what a deal says of its order beside the lines', () => {
  it('is a day and a number of the customer', () => {
    expect(dealSaid(of('2026-12-04', ' 4500012 '), FIELDS)).toEqual({
      requestedOn: '2026-12-04',
      customerReference: '4500012',
      gaps: [],
    });
  });

  it('is read from the properties that the tenant names', () => {
    const fields = DealFields.parse({ requestedOn: 'liefertermin', customerReference: 'po_number' });
    expect(dealSaid({ liefertermin: '2026-12-04', po_number: 'A/7', ...of('2020-01-01', 'x') }, fields)).toEqual({
      requestedOn: '2026-12-04',
      customerReference: 'A/7',
      gaps: [],
    });
  });

  it.each([
    ['no such properties', {}],
    ['empty ones', of('', '')],
    ['null', of(null, null)],
    ['blanks', of(' ', ' \n ')],
  ])('may be nothing: %s', (_name, properties) => {
    expect(dealSaid(properties, FIELDS)).toEqual(NOTHING);
    expect(dealSaid(properties, NEEDED).gaps).toEqual([
      { field: 'requestedOn', why: 'missing' },
      { field: 'customerReference', why: 'missing' },
    ]);
  });

  it.each(['soon', '2026-02-30', '04.12.2026', '2026-12-04T00:00:00Z', '1796342400000', 'P'.repeat(5_000)])(
    'of %s no day is made',
    (said) => {
      expect(dealSaid(of(said), FIELDS)).toEqual({ ...NOTHING, gaps: [{ field: 'requestedOn', why: 'unreadable' }] });
    },
  );

  it('a number that is too long is not cut, and what cannot be printed is not in it', () => {
    expect(dealSaid(of(null, '9'.repeat(101)), FIELDS)).toEqual({
      ...NOTHING,
      gaps: [{ field: 'customerReference', why: 'unreadable' }],
    });
    expect(dealSaid(of(null, 'PO\u0000 7\u2028\n8'), FIELDS).customerReference).toBe('PO  7 8');
  });
});

it.each(['Liefer Termin', '', 'a'.repeat(101), 'x,dealname', '../x'])('no property is called %j', (name) => {
  expect(DealFields.safeParse({ requestedOn: name }).success).toBe(false);
});
