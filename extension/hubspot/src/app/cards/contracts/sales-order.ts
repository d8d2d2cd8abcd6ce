// Generated from contracts/sales-order.ts by extension/hubspot/copy-contracts.ts. Do not edit.
import { z } from 'zod';
import { IsoDate } from './dates.ts';
import { Decimal } from './decimal.ts';
import { CustomerId, ItemId, Reference, SalesOrderId } from './ids.ts';
import { Item } from './item.ts';
import { Currency, PriceBasis } from './money.ts';
import { Shipment } from './shipment.ts';

/** Few, and the same everywhere (cards, logs, runbooks). The ERP's own word travels beside it. */
export const SalesOrderStatus = z.enum([
  'draft',
  'confirmed',
  'part-shipped',
  'shipped',
  'invoiced',
  'paid',
  'cancelled',
  'on-hold',
]);
export type SalesOrderStatus = z.infer<typeof SalesOrderStatus>;

/** An order as a row of a list. */
export const SalesOrderSummary = z.strictObject({
  orderId: SalesOrderId,
  customerId: CustomerId,
  /** The customer's own order number (PO). */
  customerReference: z.string().max(100).nullable(),
  /** Ours, where Drawbridge made the order. */
  reference: z.string().max(100).nullable(),
  orderedOn: IsoDate.nullable(),
  requestedOn: IsoDate.nullable(),
  status: SalesOrderStatus,
  /** The ERP's own word or code, for a tooltip, e.g. `30`. */
  erpStatus: z.string().max(60),
  quantityOrdered: Decimal,
  quantityShipped: Decimal,
  total: Decimal,
  currency: Currency,
  priceBasis: PriceBasis,
});
export type SalesOrderSummary = z.infer<typeof SalesOrderSummary>;

export const SalesOrderLine = Item.extend({
  line: z.int().min(0),
  ordered: Decimal,
  shipped: Decimal,
  /** When the open rest is due. */
  nextOn: IsoDate.nullable(),
  unitPrice: Decimal,
  amount: Decimal,
});
export type SalesOrderLine = z.infer<typeof SalesOrderLine>;

/** An order with everything below it. */
export const SalesOrder = SalesOrderSummary.extend({
  lines: z.array(SalesOrderLine).max(1000),
  shipments: z.array(Shipment).max(200),
});
export type SalesOrder = z.infer<typeof SalesOrder>;

/** Orders of more lines than this are refused before they are accepted: the ERPs we describe take 999 at most, and no card can show them. */
export const ORDER_LINES_MAX = 500;

/** More than zero, as a decimal's text: some digit other than 0, and no sign. */
const positive = (value: string): boolean => !value.startsWith('-') && /[1-9]/.test(value);

/** An order that is to be made. Prices are net; the connector tells the ERP so. */
export const NewSalesOrder = z.strictObject({
  reference: Reference,
  customerId: CustomerId,
  customerReference: z.string().max(100).nullable(),
  requestedOn: IsoDate.nullable(),
  currency: Currency,
  lines: z
    .array(
      z.strictObject({
        itemId: ItemId,
        quantity: Decimal.refine(positive, 'must be more than zero'),
        unitPrice: Decimal.refine((value) => !value.startsWith('-'), 'must not be negative'),
      }),
    )
    .min(1)
    .max(ORDER_LINES_MAX),
});
export type NewSalesOrder = z.infer<typeof NewSalesOrder>;
