import { expect, test } from 'vitest';
import { numberOf, resultOf, searchAge } from './order-search.ts';

type Sections = Parameters<typeof resultOf>[0];
const fresh = (...ids: string[]) => ({
  state: 'fresh',
  asOf: '2026-11-21T13:02:00Z',
  data: { orders: ids.map((orderId) => ({ orderId })) },
});
const failed = (code: string) => ({ state: 'failed', error: { code, message: `${code} happened` } });
const view = (more: object = {}) =>
  ({ order: fresh(), purchaseOrder: fresh(), invoice: fresh(), delivery: fresh(), ...more }) as unknown as Sections;
const format = { locale: 'en-GB', timeZone: 'UTC' };

test('an order that several numbers lead to is found once, with each of them in words', () => {
  const { found } = resultOf(view({ order: fresh('1'), purchaseOrder: fresh('1', '2'), delivery: fresh('1', '1') }));
  expect(found.map(({ order, matched }) => [order.orderId, matched])).toEqual([
    ['1', 'by order, PO and delivery number'],
    ['2', 'by PO number'],
  ]);
});

test('an order that is found twice is shown as the younger answer has it', () => {
  const found = (state: string, asOf: string) => ({ state, asOf, data: { orders: [{ orderId: '1', status: asOf }] } });
  const young = found('fresh', '2026-11-21T13:02:00Z');
  const old = found('stale', '2026-11-21T09:00:00Z');
  for (const sections of [
    { order: young, invoice: old },
    { order: old, invoice: young },
  ]) {
    expect(resultOf(view(sections)).found).toMatchObject([
      { order: { status: young.asOf }, matched: 'by order and invoice number' },
    ]);
  }
});

test('what was looked through, what is still looked through and what failed are told apart', () => {
  const result = resultOf(view({ purchaseOrder: { state: 'loading' }, invoice: failed('x'), delivery: failed('x') }));
  expect(result).toMatchObject({
    searched: 'order numbers',
    loading: 'PO numbers',
    failures: [{ about: 'Invoice and delivery numbers', error: { code: 'x' } }],
  });
  expect(resultOf(view({ invoice: failed('x'), delivery: failed('y') })).failures).toHaveLength(2);
  expect(resultOf(view())).toMatchObject({ found: [], loading: null, failures: [] });
});

test('a number is asked for without the spaces around it, and never one that no document has', () => {
  expect(numberOf('  PO „4500012“ ')).toEqual({ number: 'PO „4500012“' });
  expect(numberOf('\u202d4500\u00ad012\u202c\ufeff ')).toEqual({ number: '4500012' });
  expect(numberOf(' \u200b ')).toEqual({ mistake: 'Enter a number first.' });
  expect(numberOf('1'.repeat(41))).toEqual({ mistake: 'A number has at most 40 characters.' });
  expect(numberOf('1\u00002')).toEqual({ mistake: 'This has characters that no number has.' });
});

test('the age of a search is that of its oldest part, a stale one before any fresh one', () => {
  const now = Date.parse('2026-11-21T13:02:20Z');
  const age = (more: object) => searchAge(view(more), { nowMs: now, answeredAtMs: now, goesOn: true }, format)?.text;
  expect(age({ invoice: { ...fresh(), asOf: '2026-11-21T13:01:00Z' } })).toBe('as of 13:01 (1 min ago)');
  const down = { code: 'erp.unreachable', category: 'unavailable' };
  expect(age({ invoice: { ...fresh(), state: 'stale', asOf: '2026-11-21T13:02:10Z', error: down } })).toBe(
    'from 13:02, the ERP is not answering; trying again',
  );
  const loading = { state: 'loading' };
  expect(age({ order: loading, purchaseOrder: loading, invoice: loading, delivery: loading })).toBeUndefined();
});
