import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { INDEXES, TABLES } from '../schema.ts';
import type { OrderRow, SeedContent } from './rows.ts';

/** Writes the content into an empty database, in one transaction; indexes come last, which is quicker. */
export function insertContent(
  database: DatabaseSync,
  content: SeedContent,
  meta: Readonly<Record<string, string>>,
): void {
  database.exec('BEGIN');
  database.exec(TABLES);
  const into = (table: string, columns: number) => {
    const statement = database.prepare(`INSERT INTO ${table} VALUES (${Array(columns).fill('?').join(',')})`);
    return (...values: SQLInputValue[]) => statement.run(...values);
  };
  const insertCustomer = into('customer', 17);
  for (const row of content.customers) {
    const address = [row.name1, row.name2, row.street, row.postalCode, row.town, row.country];
    const held = row.holdReason === null ? 0 : 1;
    const contact = [row.taxId, row.email, row.phone, row.currency];
    insertCustomer(row.no, ...address, ...contact, held, row.holdReason, row.creditLimit, row.createdOn, null, 0);
  }
  const insertItem = into('item', 5);
  for (const row of content.items) insertItem(row.no, row.description, row.unit, row.netPrice, row.vat);
  const insertPrice = into('item_price', 4);
  for (const row of content.prices) insertPrice(row.customerNo, row.itemNo, row.fromQuantity, row.netPrice);
  const insertStock = into('stock', 6);
  for (const row of content.stock) {
    insertStock(row.itemNo, row.warehouse, row.onHand, row.reserved, row.nextOn, row.nextQuantity);
  }
  insertOrders(into, content.orders);
  const insertInvoice = into('invoice', 9);
  for (const { no, customer, order, kind, issuedOn, dueOn, total, open } of content.invoices) {
    insertInvoice(no, customer.no, order.no, kind, issuedOn, dueOn, customer.currency, total, open);
  }
  const insertPayment = into('payment', 6);
  const insertAllocation = into('allocation', 3);
  for (const { no, customer, receivedOn, method, allocations } of content.payments) {
    const amount = allocations.reduce((sum, one) => sum + one.amount, 0);
    insertPayment(no, customer.no, receivedOn, amount, customer.currency, method);
    for (const one of allocations) insertAllocation(no, one.invoice.no, one.amount);
  }
  database.exec(INDEXES);
  const insertMeta = into('meta', 2);
  for (const [name, text] of Object.entries(meta)) insertMeta(name, text);
  database.exec('COMMIT');
}

type Into = (table: string, columns: number) => (...values: SQLInputValue[]) => unknown;

function insertOrders(into: Into, orders: readonly OrderRow[]): void {
  const insertOrder = into('sales_order', 12);
  const insertLine = into('order_line', 9);
  const insertShipment = into('shipment', 5);
  const insertShipmentLine = into('shipment_line', 4);
  for (const order of orders) {
    const quantity = order.lines.reduce((sum, line) => sum + line.quantity, 0);
    const shipped = order.lines.reduce((sum, line) => sum + line.shipped, 0);
    const { no, customer, customerReference, orderedOn, requestedOn, status, grossTotal } = order;
    const head = [no, customer.no, customerReference, null, orderedOn, requestedOn, status];
    insertOrder(...head, quantity, shipped, customer.currency, grossTotal, 0);
    order.lines.forEach((line, index) => {
      const prices = [line.netPrice, line.grossPrice, line.grossAmount];
      insertLine(no, (index + 1) * 10, line.item.no, line.quantity, line.shipped, line.dueOn, ...prices);
    });
    for (const one of order.shipments) {
      insertShipment(one.no, no, one.shippedOn, one.carrier, one.trackingNo);
      for (const line of one.lines) insertShipmentLine(one.no, line.lineNo, line.itemNo, line.quantity);
    }
  }
}
