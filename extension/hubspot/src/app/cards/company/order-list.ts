import type { CompanyView } from '../contracts/card-api.ts';
import type { RowProblem } from '../contracts/page.ts';
import type { SalesOrderSummary } from '../contracts/sales-order.ts';
import type { Fine } from '../gateway.ts';
import { isOpen } from '../words/order-status.ts';

type OrderSections = Pick<Fine<CompanyView>, 'openOrders' | 'orders'>;

/** What the two sections of orders know together. */
export interface OrderList {
  rows: SalesOrderSummary[];
  /** Rows of either section that could not be read, each once where it has a key. */
  problems: RowProblem[];
  /** The list of that section goes on in the ERP. */
  moreOpen: boolean;
  moreOlder: boolean;
}

const keyed = (problems: readonly RowProblem[]): RowProblem[] => problems.filter(({ key }) => key !== null);

/**
 * One list of orders out of two sections: what the ERP counts as open first, then what looks open, then the rest,
 * each in the order in which it came. An order that is in both is shown once, as the younger answer has it.
 */
export function orderListOf({ openOrders, orders }: OrderSections): OrderList {
  const open = 'data' in openOrders ? openOrders.data : null;
  const newest = 'data' in orders ? orders.data : null;
  const openIsYounger = 'data' in openOrders && 'data' in orders && openOrders.asOf >= orders.asOf;

  const byId = new Map<string, SalesOrderSummary>();
  for (const row of [...(open?.rows ?? []), ...(newest?.rows ?? [])]) {
    if (!byId.has(row.orderId) || !openIsYounger) byId.set(row.orderId, row);
  }
  const openIds = new Set(open?.rows.map(({ orderId }) => String(orderId)));
  const rank = (order: SalesOrderSummary): number => (openIds.has(order.orderId) ? 0 : isOpen(order.status) ? 1 : 2);

  const openProblems = open?.problems ?? [];
  const known = new Set(keyed(openProblems).map(({ key }) => key));
  return {
    rows: [...byId.values()].sort((a, b) => rank(a) - rank(b)),
    problems: [...openProblems, ...(newest?.problems ?? []).filter(({ key }) => key === null || !known.has(key))],
    moreOpen: open !== null && open.nextCursor !== null,
    moreOlder: newest !== null && newest.nextCursor !== null,
  };
}
