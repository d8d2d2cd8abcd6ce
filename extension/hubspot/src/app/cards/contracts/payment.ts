// Generated from contracts/payment.ts by extension/hubspot/copy-contracts.ts. Do not edit.
import { z } from 'zod';
import { IsoDate } from './dates.ts';
import { Decimal } from './decimal.ts';
import { CustomerId, InvoiceId, PaymentId } from './ids.ts';
import { Currency } from './money.ts';

/** Money received, and what it was allocated to. */
export const Payment = z.strictObject({
  paymentId: PaymentId,
  customerId: CustomerId,
  receivedOn: IsoDate,
  amount: Decimal,
  currency: Currency,
  method: z.string().max(60).nullable(),
  allocations: z.array(z.strictObject({ invoiceId: InvoiceId, amount: Decimal })).max(200),
});
export type Payment = z.infer<typeof Payment>;
