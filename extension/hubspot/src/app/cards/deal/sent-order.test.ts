import { expect, test } from 'vitest';
import type { DealSummary, SentOrder } from '../contracts/deal.ts';
import { goneWords, orderFor, sentLines } from './sent-order.ts';

const line = (itemId: string | null, name: string, quantity = '1') => ({ itemId, name, quantity, unitPrice: '2.00' });
const deal = (customerId: string | null, ...lines: object[]): DealSummary =>
  ({ company: { companyId: '501', name: 'Nordwind', customerId }, lines }) as unknown as DealSummary;
const sent = (customerId: string | null, ...itemIds: string[]): SentOrder =>
  ({
    customerId,
    currency: 'EUR',
    lines: itemIds.map((itemId) => ({ itemId, quantity: '9', unitPrice: '1.00' })),
  }) as never;

test('lines that were sent keep their quantity and price, and go by the deal’s name for the item or its number', () => {
  const now = deal('10447', line(null, 'Freight'), line('A', 'Pump'), line('A', 'Pump, once more'));
  expect(sentLines(sent('10447', 'A', 'B'), now)).toEqual([
    { itemId: 'A', name: 'Pump', quantity: '9', unitPrice: '1.00' },
    { itemId: 'B', name: 'B', quantity: '9', unitPrice: '1.00' },
  ]);
});

test('the order is for whom it was sent, whichever company the deal has now', () => {
  expect(orderFor(sent('10447'), deal('10447'), 'Kontor')).toBe('Nordwind · customer 10447 · Kontor');
  expect(orderFor(sent('10447'), deal('10448'), 'Kontor')).toBe('customer 10447 · Kontor');
  expect(orderFor(sent('10447'), deal(null), 'Kontor')).toBe('Nordwind · customer 10447 · Kontor');
  expect(orderFor(sent(null), deal(null), 'Kontor')).toBe('Nordwind · Kontor');
  expect(orderFor(sent(null), deal('10460'), 'Kontor')).toBe('Nordwind · customer 10460 · Kontor');
  expect(orderFor(null, deal('10447'), 'Kontor')).toBe('Nordwind · customer 10447 · Kontor');
  expect(orderFor(sent('10447'), { ...deal(null), company: null }, 'Kontor')).toBe(
    'no company · customer 10447 · Kontor',
  );
});

test('what is not kept any more is to be looked for in the ERP', () => {
  expect(goneWords({ orderId: '240871' as never })).toContain('Order 240871 in the ERP says what it holds.');
  expect(goneWords({ orderId: null })).toContain('Look in the ERP');
});
