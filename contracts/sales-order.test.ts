import { describe, expect, it } from 'vitest';
import { NewSalesOrder, ORDER_LINES_MAX } from './sales-order.ts';

const line = (changes: object = {}) => ({ itemId: 'PUMP-0040', quantity: '12', unitPrice: '410.00', ...changes });
const order = (changes: object = {}) => ({
  reference: 'DB-88412070-1',
  customerId: '10447',
  customerReference: null,
  requestedOn: null,
  currency: 'EUR',
  lines: [line()],
  ...changes,
});
const isTaken = (value: unknown): boolean => NewSalesOrder.safeParse(value).success;
const lines = (count: number) => Array.from({ length: count }, () => line());

describe('an order that is to be made', () => {
  it('is taken as it should be', () => {
    expect(isTaken(order())).toBe(true);
    expect(isTaken(order({ requestedOn: '2026-11-30', customerReference: 'PO 4711' }))).toBe(true);
  });

  it('has at least one line and at most 500', () => {
    expect(ORDER_LINES_MAX).toBe(500);
    expect([0, 1, 500, 501].map((count) => isTaken(order({ lines: lines(count) })))).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it.each(['0', '0.000', '-1', '-0.5', '-0', '1,5', '', '1e2', 3])('never has the quantity %j', (quantity) => {
    expect(isTaken(order({ lines: [line({ quantity })] }))).toBe(false);
  });

  it.each(['0.000001', '1', '999999.5'])('may have the quantity %j', (quantity) => {
    expect(isTaken(order({ lines: [line({ quantity })] }))).toBe(true);
  });

  it('may be free of charge, and never has a negative price', () => {
    expect(isTaken(order({ lines: [line({ unitPrice: '0.00' })] }))).toBe(true);
    expect(isTaken(order({ lines: [line({ unitPrice: '-0.01' })] }))).toBe(false);
  });

  it.each([
    { requestedOn: '2026-02-30' },
    { requestedOn: '30.11.2026' },
    { requestedOn: '' },
    { currency: 'eur' },
    { currency: 'EURO' },
    { reference: 'DB-88412070-1-AND-MORE' },
    { reference: undefined },
    { customerId: '' },
    { discount: '5' },
    { lines: [line({ taxRate: '19' })] },
  ])('is refused with %j', (changes) => {
    expect(isTaken(order(changes))).toBe(false);
  });
});
