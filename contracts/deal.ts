/** A deal of the CRM, as far as an order is made of it. */

import { z } from 'zod';
import { IsoDate } from './dates.ts';
import { Decimal } from './decimal.ts';
import { CrmRecordId, CustomerId, ItemId, SalesOrderId } from './ids.ts';
import { Currency } from './money.ts';
import { NewSalesOrder } from './sales-order.ts';

/** A line of the CRM's deal, as an order would get it. */
export const DealLine = z.strictObject({
  /** The product's SKU; null where the line has none. */
  itemId: ItemId.nullable(),
  name: z.string().max(300),
  /** Null: what the CRM holds is not a number. */
  quantity: Decimal.nullable(),
  unitPrice: Decimal.nullable(),
});
export type DealLine = z.infer<typeof DealLine>;

/** What of a deal goes into its order beside the lines. */
export const DealField = z.enum(['requestedOn', 'customerReference']);
export type DealField = z.infer<typeof DealField>;

export const DealSummary = z.strictObject({
  dealId: CrmRecordId,
  name: z.string().max(300),
  currency: Currency.nullable(),
  won: z.boolean(),
  company: z
    .strictObject({
      companyId: CrmRecordId,
      name: z.string().max(300),
      /** The ERP customer number written on the company record; null: not linked. */
      customerId: CustomerId.nullable(),
    })
    .nullable(),
  /** The ERP order number that the deal carries in the CRM, whoever wrote it; null: none. */
  erpOrderNumber: SalesOrderId.nullable(),
  /** When the customer wants the goods; null: the deal does not say. */
  requestedOn: IsoDate.nullable(),
  /** The customer's own order number; null: the deal does not say. */
  customerReference: z.string().min(1).max(100).nullable(),
  /** What the deal says and nobody can read, and what it should say and does not. */
  gaps: z.array(z.strictObject({ field: DealField, why: z.enum(['missing', 'unreadable']) })).max(2),
  lines: z.array(DealLine).max(1000),
});
export type DealSummary = z.infer<typeof DealSummary>;

/** What the ERP was asked for, as it was sent. `customerId` null: the customer is still to be made. */
export const SentOrder = NewSalesOrder.pick({
  currency: true,
  requestedOn: true,
  customerReference: true,
  lines: true,
}).extend({ customerId: CustomerId.nullable() });
export type SentOrder = z.infer<typeof SentOrder>;
