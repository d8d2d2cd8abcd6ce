import { expect, test } from 'vitest';
import type { SalesOrderStatus } from '../contracts/sales-order.ts';
import { isOpen, STATUS_WORDS } from './order-status.ts';

test('the status words are the agreed ones', () => {
  expect(Object.values(STATUS_WORDS).map(({ word }) => word)).toEqual([
    'Draft',
    'Confirmed',
    'Part shipped',
    'Shipped',
    'Invoiced',
    'Paid',
    'Cancelled',
    'On hold',
  ]);
});

test('an order is open until everything has left or it is cancelled', () => {
  const open = (Object.keys(STATUS_WORDS) as SalesOrderStatus[]).filter(isOpen);
  expect(open).toEqual(['draft', 'confirmed', 'part-shipped', 'on-hold']);
});
