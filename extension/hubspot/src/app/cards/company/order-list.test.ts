import { expect, test } from 'vitest';
import { orderListOf } from './order-list.ts';

type Sections = Parameters<typeof orderListOf>[0];
const order = (orderId: string, status: string) => ({ orderId, status });
const section = (rows: unknown[], more: object = {}, asOf = '2026-11-21T13:02:00Z') => ({
  state: 'fresh',
  asOf,
  data: { rows, problems: [], nextCursor: null, ...more },
});
const listOf = (openOrders: unknown, orders: unknown) => orderListOf({ openOrders, orders } as Sections);
const idsOf = (openOrders: unknown, orders: unknown) => listOf(openOrders, orders).rows.map(({ orderId }) => orderId);

test('open orders stand first, then the others, and none stands twice', () => {
  const open = section([order('9', 'confirmed'), order('3', 'shipped')]);
  const newest = section([order('10', 'paid'), order('9', 'confirmed'), order('8', 'on-hold'), order('7', 'invoiced')]);
  expect(idsOf(open, newest)).toEqual(['9', '3', '8', '10', '7']);
});

test('an order of both sections is shown as the younger answer has it', () => {
  const stateOf = (openAt: string, newestAt: string) =>
    listOf(section([order('9', 'confirmed')], {}, openAt), section([order('9', 'shipped')], {}, newestAt)).rows[0]
      ?.status;
  expect(stateOf('2026-11-21T13:00:00Z', '2026-11-21T13:01:00Z')).toBe('shipped');
  expect(stateOf('2026-11-21T13:01:00Z', '2026-11-21T13:00:00Z')).toBe('confirmed');
});

test('while one section is missing the other is shown, open orders first', () => {
  const newest = section([order('10', 'paid'), order('8', 'confirmed')]);
  expect(idsOf({ state: 'loading' }, newest)).toEqual(['8', '10']);
  expect(idsOf(section([order('9', 'confirmed')]), { state: 'failed' })).toEqual(['9']);
  expect(idsOf({ state: 'loading' }, { state: 'loading' })).toEqual([]);
});

test('a row that neither section could read is told once, and each list says whether it goes on', () => {
  const problem = (row: number, key: string | null) => ({ row, key, problem: 'total: not a decimal' });
  const open = section([], { problems: [problem(0, '9')], nextCursor: 'c' });
  const newest = section([], { problems: [problem(4, '9'), problem(5, null)] });
  expect(listOf(open, newest)).toMatchObject({ problems: [{ row: 0 }, { row: 5 }], moreOpen: true, moreOlder: false });
});
