import type { DatabaseSync } from 'node:sqlite';
import { numberIn, type Row, textIn, textOrNullIn } from './operations/operation.ts';

/** An order as the database has it, in canonical forms: keys unpadded, decimals with a point, prices net. */
export interface OrderEvidence {
  orderId: string;
  customerId: string;
  customerReference: string | null;
  reference: string | null;
  orderedOn: string;
  requestedOn: string | null;
  currency: string;
  lines: { line: number; itemId: string; quantity: string; unitPrice: string }[];
}

/** 12000 thousandths → `12`, 1500 → `1.5`. */
const quantityText = (thousandths: number): string =>
  `${Math.floor(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, '0')}`.replace(/\.?0+$/, '');

/** 950 cents → `9.50`. */
const priceText = (cents: number): string => `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;

const lineOf = (row: Row) => ({
  line: numberIn(row, 'line_no'),
  itemId: textIn(row, 'item_no'),
  quantity: quantityText(numberIn(row, 'quantity')),
  unitPrice: priceText(numberIn(row, 'net_price')),
});

/** Every order with this foreign reference, straight from the table: no index lag hides any. Oldest first. */
export function ordersByReference(database: DatabaseSync, reference: string): OrderEvidence[] {
  const lines = database.prepare('SELECT * FROM order_line WHERE order_no = ? ORDER BY line_no');
  return database
    .prepare('SELECT * FROM sales_order WHERE reference = ? ORDER BY order_no')
    .all(reference)
    .map((row) => ({
      orderId: String(numberIn(row, 'order_no')),
      customerId: String(numberIn(row, 'customer_no')),
      customerReference: textOrNullIn(row, 'customer_reference'),
      reference: textOrNullIn(row, 'reference'),
      orderedOn: textIn(row, 'ordered_on'),
      requestedOn: textOrNullIn(row, 'requested_on'),
      currency: textIn(row, 'currency'),
      lines: lines.all(numberIn(row, 'order_no')).map(lineOf),
    }));
}

export const countOrders = (database: DatabaseSync): number =>
  numberIn(database.prepare('SELECT COUNT(*) AS orders FROM sales_order').get() ?? {}, 'orders');
