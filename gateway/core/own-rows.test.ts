import { expect, test } from 'vitest';
import type { CustomerId } from '#contracts/ids';
import type { Section } from './live-read.ts';
import { ownOrders, ownRows } from './own-rows.ts';

const mine = '10447' as CustomerId;
const row = (customerId: string, n: number) => ({ customerId: customerId as CustomerId, n });
const rows = [row('10447', 1), row('10452', 2), row('10447', 3)];
const asOf = '2026-11-21T12:00:00Z' as never;

test('rows of another customer are left out and named, fresh or stale, and all else stays', () => {
  const page = { rows, problems: [], nextCursor: 'x' };
  const problems = [{ row: 1, key: null, problem: 'customerId: is not the customer that was asked for' }];
  const kept = { rows: [row('10447', 1), row('10447', 3)], problems, nextCursor: 'x' };
  expect(ownRows({ state: 'fresh', asOf, data: page }, mine)).toEqual({ state: 'fresh', asOf, data: kept });
  expect(ownRows({ state: 'stale', asOf, data: page, error: null }, mine)).toEqual({
    state: 'stale',
    asOf,
    data: kept,
    error: null,
  });
});

test('orders of another customer are not found', () => {
  expect(ownOrders({ state: 'fresh', asOf, data: { orders: [row('10452', 2)] } }, mine)).toMatchObject({
    data: { orders: [] },
  });
});

test('a number in another spelling is the same customer, and its page is passed on as it is', () => {
  const page = { rows: [row('K10447', 1), row(' k10447 ', 2)], problems: [], nextCursor: null };
  const section = { state: 'fresh', asOf, data: page } as const;
  expect(ownRows({ ...section, data: page }, 'k10447' as CustomerId)).toEqual(section);
});

test('a page has no more problems than it may carry', () => {
  const page = {
    rows: Array.from({ length: 1000 }, (_one, n) => row('1', n)),
    problems: [{ row: 0, key: null, problem: 'x' }],
  };
  const section = ownRows({ state: 'fresh', asOf, data: page }, mine);
  expect('data' in section && section.data.problems).toHaveLength(1000);
});

test('a section without data is passed on', () => {
  const loading: Section<{ rows: ReturnType<typeof row>[]; problems: [] }> = { state: 'loading' };
  expect(ownRows(loading, mine)).toBe(loading);
});
