import { CAST_CUSTOMERS, type CastCustomer } from '../../cast.ts';
import { grossOf, netOf } from '../amounts.ts';
import { type OrderPlan, type PayingHabit, plannedOrder } from './order-plans.ts';
import { orderFrom } from './orders.ts';
import type { Prng } from './prng.ts';
import type { CustomerRow, ItemRow, OrderRow } from './rows.ts';
import { creditUsed, type PartPaid, partPaidByChance, type Settled, settle } from './settlement.ts';

/** Orders, reach into the past and habit of each story. `overdue` is laid by hand below. */
const STORIES: Record<
  Exclude<CastCustomer['story'], 'overdue'>,
  { orders: number; spanDays: number; habit: PayingHabit }
> = {
  healthy: { orders: 24, spanDays: 400, habit: 'prompt' },
  'on-hold': { orders: 9, spanDays: 120, habit: 'held' },
  new: { orders: 0, spanDays: 1, habit: 'prompt' },
  large: { orders: 400, spanDays: 1100, habit: 'prompt' },
  'awkward-name': { orders: 14, spanDays: 300, habit: 'prompt' },
  'not-linked': { orders: 7, spanDays: 200, habit: 'usual' },
  'two-entries': { orders: 5, spanDays: 300, habit: 'prompt' },
};

/** Ages in days, status and lines (item, pieces) of the customer with overdue invoices: the two oldest invoiced ones. */
const OVERDUE: readonly (readonly [ageDays: number, status: number, lines: readonly (readonly [string, number])[]])[] =
  [
    [2, 20, [['PUMP-0040', 4]]],
    [
      9,
      30,
      [
        ['PUMP-0040', 6],
        ['SEAL-0009', 60],
        ['HOSE-0010', 4],
      ],
    ],
    [
      12,
      30,
      [
        ['VALV-0025', 24],
        ['VALV-0050', 12],
      ],
    ],
    [
      17,
      30,
      [
        ['MOTR-0750', 6],
        ['SEAL-0014', 40],
      ],
    ],
    [20, 40, [['HOSE-0010', 10]]],
    [
      24,
      50,
      [
        ['PUMP-0120', 2],
        ['SEAL-0009', 20],
      ],
    ],
    [
      58,
      50,
      [
        ['MOTR-0750', 8],
        ['VALV-0025', 10],
      ],
    ],
    [74, 50, [['PUMP-0040', 9]]],
    [
      140,
      60,
      [
        ['PUMP-0040', 3],
        ['SEAL-0009', 30],
      ],
    ],
  ];
/** What the healthy customer ordered this very day: a deal of the cast wants the same once more. */
const TODAYS: readonly (readonly [string, number])[] = [
  ['VALV-0025', 6],
  ['SEAL-0014', 24],
];

/** Of the overdue ones, the younger was paid in part. */
const PART_PAID_AGE_DAYS = 58;
const PART_PAID_PERCENT = 35;
const CREDIT_USED_PERCENT = 92;
/** The one order that fills the credit line up: its age, status, item and list price decide only how many pieces it has. */
const FILLER = { ageDays: 5, status: 20, itemNo: 'PUMP-0120' };

export interface CustomerHistory extends Settled {
  orders: OrderRow[];
}

const itemNamed = (items: readonly ItemRow[], no: string): ItemRow => {
  const item = items.find((candidate) => candidate.no === no);
  if (item === undefined) throw new Error(`the cast has no item ${no}`);
  return item;
};

/** An order whose gross total comes within a few cents of `grossCents`. */
function fillerPlan(items: readonly ItemRow[], grossCents: number): OrderPlan {
  const item = itemNamed(items, FILLER.itemNo);
  const piecesCount = Math.max(1, Math.round(grossCents / grossOf(item.netPrice, item.vat)));
  const netPrice = netOf(Math.floor(grossCents / piecesCount), item.vat);
  return { ...FILLER, lines: [{ item, quantity: piecesCount * 1000, netPrice }] };
}

function overdueHistory(customer: CustomerRow, items: readonly ItemRow[], today: string, prng: Prng): CustomerHistory {
  const laid = OVERDUE.map(([ageDays, status, lines]) => {
    const plan = lines.map(([no, count]) => {
      const item = itemNamed(items, no);
      return { item, quantity: count * 1000, netPrice: item.netPrice };
    });
    return { ageDays, order: orderFrom({ ageDays, status, lines: plan }, customer, today, prng) };
  });
  const partPaidOrder = laid.find(({ ageDays }) => ageDays === PART_PAID_AGE_DAYS)?.order;
  const partPaid: PartPaid = (order) => (order === partPaidOrder ? PART_PAID_PERCENT : 0);
  const orders = laid.map(({ order }) => order);
  const settled = settle(orders, partPaid, today, prng);
  const target = Math.floor(((customer.creditLimit ?? 0) * CREDIT_USED_PERCENT) / 100);
  const missing = target - creditUsed(orders, settled.invoices);
  const filler = orderFrom(fillerPlan(items, missing), customer, today, prng);
  return { orders: [...orders, filler], ...settled };
}

/** The orders and what became of them, for one customer of the cast. */
export function castHistory(
  customer: CustomerRow,
  items: readonly ItemRow[],
  today: string,
  prng: Prng,
): CustomerHistory {
  const cast = CAST_CUSTOMERS.find(({ customerId }) => Number(customerId) === customer.no);
  if (cast === undefined) throw new Error(`customer ${customer.no} is not in the cast`);
  if (cast.story === 'overdue') return overdueHistory(customer, items, today, prng);
  const { orders, spanDays, habit } = STORIES[cast.story];
  const laid = history(orders, { habit, spanDays }, customer, items, today, prng);
  if (cast.story !== 'healthy') return laid;
  const lines = TODAYS.map(([no, count]) => {
    const item = itemNamed(items, no);
    return { item, quantity: count * 1000, netPrice: item.netPrice };
  });
  return {
    ...laid,
    orders: [
      ...laid.orders,
      { ...orderFrom({ ageDays: 0, status: 20, lines }, customer, today, prng), orderedOn: today },
    ],
  };
}

/** The orders of a customer by chance, oldest first. */
export function history(
  count: number,
  { habit, spanDays }: { habit: PayingHabit; spanDays: number },
  customer: CustomerRow,
  items: readonly ItemRow[],
  today: string,
  prng: Prng,
): CustomerHistory {
  const orders = Array.from({ length: count }, () =>
    orderFrom(plannedOrder(items, habit, spanDays, prng), customer, today, prng),
  ).sort((a, b) => (a.orderedOn < b.orderedOn ? -1 : a.orderedOn > b.orderedOn ? 1 : 0));
  return { orders, ...settle(orders, partPaidByChance(prng), today, prng) };
}
