import { expect, test } from 'vitest';
import type { Payment } from '../contracts/payment.ts';
import { allocationsOf, newestFirst } from './payment-rows.ts';

const format = { locale: 'en-GB', timeZone: 'UTC' };
const payment = (amount: string, ...parts: [string, string][]) =>
  ({
    amount,
    currency: 'EUR',
    allocations: parts.map(([invoiceId, part]) => ({ invoiceId, amount: part })),
  }) as Payment;
const words = (amount: string, ...parts: [string, string][]) => allocationsOf(payment(amount, ...parts), format);

test('a payment of one invoice names it without its amount again', () => {
  expect(words('1200.00', ['900311', '1200.0'])).toEqual({
    named: [{ invoiceId: '900311', amount: null }],
    rest: [],
  });
});

test('a payment of several invoices names each once with its part, and what was not allocated', () => {
  expect(words('1200.00', ['900311', '700.00'], ['900320', '300.00'], ['900311', '100.00'])).toEqual({
    named: [
      { invoiceId: '900311', amount: '800.00' },
      { invoiceId: '900320', amount: '300.00' },
    ],
    rest: ['100.00 not allocated yet'],
  });
  expect(words('1200.00')).toEqual({ named: [], rest: ['not allocated yet'] });
});

test('of many invoices the first are named and the others counted', () => {
  const many = Array.from({ length: 6 }, (_one, index): [string, string] => [String(index), '200.00']);
  const { named, rest } = words('1200.00', ...many);
  expect(named).toHaveLength(4);
  expect(rest).toEqual(['and 2 more invoices']);
});

test('the newest payment stands on top', () => {
  const rows = ['2026-10-01', '2026-11-01', '2026-09-01'].map((receivedOn) => ({ receivedOn }) as Payment);
  expect(newestFirst(rows).map(({ receivedOn }) => receivedOn)).toEqual(['2026-11-01', '2026-10-01', '2026-09-01']);
});

test('more may be paid than was received, with a discount or a credit note: nothing is left to allocate then', () => {
  expect(words('980.00', ['900311', '1000.00'])).toEqual({
    named: [{ invoiceId: '900311', amount: '1,000.00' }],
    rest: [],
  });
  expect(words('-120.00', ['900311', '-20.00']).rest).toEqual(['-100.00 not allocated yet']);
});
