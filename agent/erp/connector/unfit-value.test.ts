import { describe, expect, it } from 'vitest';
import { ConnectorDocument } from '#contracts/connector';
import { planRequest, type Sources } from './plan.ts';

const formats = ConnectorDocument.shape.formats.parse({
  key: { type: 'key', padTo: 5, padWith: '0' },
  short: { type: 'text', maxLength: 8 },
  money: { type: 'decimal', separator: ',', places: 2 },
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
    [{ currency: 'CHF' }, 'the currency: the ERP knows no such one', 'Cur: a word that is not listed'],
    [
      { lines: [line, { ...line, unitPrice: '2.505' }] },
      'the unit price of line 2: more than 2 decimal places',
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
  it('is of no line where nothing is ordered', () => {
    const planned = planRequest({ Key: { from: 'itemId', as: 'key' } }, { itemId: 'PUMP-0040' }, sources);
    const message = 'The ERP cannot take the item number: longer than 5 characters.';
    expect(planned).toMatchObject({ ok: false, error: { code: 'erp.value-unfit', message } });
  });
});
