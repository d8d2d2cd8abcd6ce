// Generated from contracts/invoice.ts by extension/hubspot/copy-contracts.ts. Do not edit.
import { z } from 'zod';
import { IsoDate } from './dates.ts';
import { Decimal } from './decimal.ts';
import { CustomerId, InvoiceId, SalesOrderId } from './ids.ts';
import { Currency } from './money.ts';

/** An invoice or a credit note. Amounts include VAT: this is what the customer pays or gets back. A credit note's amounts are negative. */
export const Invoice = z.strictObject({
  invoiceId: InvoiceId,
  customerId: CustomerId,
  orderId: SalesOrderId.nullable(),
  kind: z.enum(['invoice', 'credit-note']),
  issuedOn: IsoDate,
  dueOn: IsoDate.nullable(),
  total: Decimal,
  /** What is still to be paid. */
  open: Decimal,
  currency: Currency,
});
export type Invoice = z.infer<typeof Invoice>;
