import type { SalesOrderStatus } from '../contracts/sales-order.ts';

/** Our few words for an order's state, the same everywhere, and how much each wants to be noticed. */
export const STATUS_WORDS: Record<
  SalesOrderStatus,
  { word: string; variant: 'default' | 'warning' | 'success' | 'error' | 'info' }
> = {
  draft: { word: 'Draft', variant: 'default' },
  confirmed: { word: 'Confirmed', variant: 'info' },
  'part-shipped': { word: 'Part shipped', variant: 'info' },
  shipped: { word: 'Shipped', variant: 'success' },
  invoiced: { word: 'Invoiced', variant: 'success' },
  paid: { word: 'Paid', variant: 'success' },
  cancelled: { word: 'Cancelled', variant: 'default' },
  'on-hold': { word: 'On hold', variant: 'error' },
};

/** Orders that the customer still waits for. */
export const isOpen = (status: SalesOrderStatus): boolean =>
  status === 'draft' || status === 'confirmed' || status === 'part-shipped' || status === 'on-hold';
