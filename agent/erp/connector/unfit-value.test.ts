import { describe, expect, it } from 'vitest';
import { ConnectorDocument } from '#contracts/connector';
import type { SendFields } from '#contracts/connector-send';
import { planRequest, type Sources } from './plan.ts';

const formats = ConnectorDocument.shape.formats.parse({
  key: { type: 'key', padTo: 5, padWith: '0' },
  one: { type: 'text', maxLength: 1 },
  short: { type: 'text', maxLength: 8 },
  money: { type: 'decimal', separator: ',', places: 2 },
  tenths: { type: 'decimal', separator: ',', places: 1 },
  whole: { type: 'decimal', separator: ',', places: 0 },
  day: { type: 'date', pattern: 'yyMMdd' },
  words: { type: 'words', words: { 1: 'EUR' } },
});
const sources: Sources = {
  formats,
  namespaces: {},
  settings: {},
  session: {},
  stamps: {},
  page: {},
  kept: {},
  row: null,
};
const refused = (mapping: SendFields, input: object, index = 0): string => {
  const planned = planRequest(mapping, input, sources, index);
  return planned.ok ? 'nothing is wrong' : `${planned.error.code} ${planned.error.message}`;
};
const unfit = (named: string): string => `erp.value-unfit The ERP cannot take ${named}.`;

describe('what a person entered and the ERP has no room for', () => {
  const mapping = {
    Ref: { from: 'customerReference', as: 'short' },
    Cur: { from: 'currency', as: 'words' },
    Line: { each: 'lines', fields: { Price: { from: 'unitPrice', as: 'money' }, Key: { from: 'itemId', as: 'key' } } },
  };
  const line = { itemId: '1', unitPrice: '2.50' };
  it.each([
    [
      { customerReference: 'PO-4711/2026' },
      'the purchase order number: longer than 8 characters',
      'Ref: longer than 8',
    ],
    [{ currency: 'CHF' }, 'the currency: the ERP does not have it', 'Cur: a word that is not listed'],
    [
      { lines: [line, { ...line, unitPrice: '2.505' }] },
      'the unit price of line 2 (1): more than 2 decimal places',
      'Line/Price: more than 2 decimal places',
    ],
    [
      { lines: [{ ...line, itemId: 'PUMP-0040' }] },
      'the item number of line 1: longer than 5 characters',
      'Line/Key: longer than 5',
    ],
  ])('is named to that person, and never repeated', (given, named, detail) => {
    const planned = planRequest(
      mapping,
      { customerReference: 'PO', currency: 'EUR', lines: [line], ...given },
      sources,
    );
    const message = `The ERP cannot take ${named}.`;
    expect(planned).toMatchObject({
      ok: false,
      error: { code: 'erp.value-unfit', category: 'invalid', message, detail },
    });
  });
  it.each<[string, string, string, string]>([
    ['taxId', 'one', '12', 'the tax number: longer than 1 character'],
    ['quantity', 'tenths', '0.25', 'the quantity: more than 1 decimal place'],
    ['quantity', 'whole', '0.5', 'the quantity: whole numbers only'],
    ['customerId', 'key', '000', 'the customer number: to the ERP that is an empty number'],
    ['orderId', 'key', '123456', 'the order number: longer than 5 characters'],
    ['requestedOn', 'day', '2099-12-31', 'the requested date: its year is too far away'],
  ])('is said in plain words: %s as %s', (from, as, value, named) => {
    expect(refused({ It: { from, as } }, { [from]: value })).toBe(unfit(named));
  });
  it('is of no line where nothing is ordered', () => {
    expect(refused({ Key: { from: 'itemId', as: 'key' } }, { itemId: 'PUMP-0040' })).toBe(
      unfit('the item number: longer than 5 characters'),
    );
  });
  it('is of a line only where it is told of one, also where a call is made for each', () => {
    const input = { currency: 'CHF', itemId: 'PUMP-0040', quantity: '1.5', unitPrice: '1' };
    expect(refused({ Cur: { from: 'currency', as: 'words' } }, input, 1)).toBe(
      unfit('the currency: the ERP does not have it'),
    );
    expect(refused({ Qty: { from: 'quantity', as: 'whole' } }, input, 1)).toBe(
      unfit('the quantity of line 2 (PUMP-0040): whole numbers only'),
    );
  });
  it('is named as one of a list of bare values', () => {
    expect(refused({ Key: { each: 'itemIds', value: { as: 'key' } } }, { itemIds: ['1', 'PUMP-0040'] })).toBe(
      unfit('the item number: longer than 5 characters'),
    );
  });
});

describe('what a person entered and no filter can carry', () => {
  it.each<[NonNullable<Extract<SendFields[string], { from: string }>['quote']>, string, string]>([
    ['sql-literal', 'A\\B', 'it has a backslash (\\) in it'],
    ['sql-literal', 'A\tB', 'it has an invisible character in it'],
    ['sql-literal', ' ', 'it is empty'],
    ['nav-filter', 'A*', 'it has a *, a ? or another sign in it that stands for any character'],
    ['no-wildcard', 'A%', 'it has a *, a ? or another sign in it that stands for any character'],
    ['digits', 'A1', 'digits only'],
    ['word', 'A 1', 'only letters, digits, - and _'],
  ])('is named, too: %s', (quote, taxId, why) => {
    expect(refused({ Filter: { from: 'taxId', quote } }, { taxId })).toBe(unfit(`the tax number: ${why}`));
  });
  it('is named within a text, and where it is missing', () => {
    const mapping: SendFields = {
      Filter: { template: 'No={no}', with: { no: { from: 'customerId', quote: 'digits' } } },
    };
    expect(refused(mapping, { customerId: 'C-1' })).toBe(unfit('the customer number: digits only'));
    expect(refused(mapping, { customerId: null })).toBe(unfit('the customer number: it is empty'));
  });
  it('is named as one of a list of bare values', () => {
    expect(refused({ Key: { each: 'itemIds', value: { quote: 'digits' } } }, { itemIds: ['A'] })).toBe(
      unfit('the item number: digits only'),
    );
  });
  it('is nobody’s where nobody entered it', () => {
    const planned = planRequest(
      { Id: { kept: 'one.id', quote: 'digits' } },
      {},
      { ...sources, kept: { 'one.id': 'A' } },
    );
    expect(planned).toMatchObject({
      ok: false,
      error: { code: 'request.invalid', detail: 'Id: digits alone were expected' },
    });
  });
});
