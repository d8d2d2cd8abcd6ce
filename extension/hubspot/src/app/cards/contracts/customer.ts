// Generated from contracts/customer.ts by extension/hubspot/copy-contracts.ts. Do not edit.
import { z } from 'zod';
import { Decimal } from './decimal.ts';
import { CustomerId, Reference } from './ids.ts';
import { Currency } from './money.ts';

/** The ERP's sold-to party with its credit. A CRM company or account is mapped to it in the gateway only. */
export const Customer = z.strictObject({
  customerId: CustomerId,
  name: z.string().max(200),
  street: z.string().max(200).nullable(),
  postalCode: z.string().max(20).nullable(),
  town: z.string().max(100).nullable(),
  /** ISO 3166 alpha-2, e.g. `DE`. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .nullable(),
  taxId: z.string().max(40).nullable(),
  email: z.string().max(200).nullable(),
  phone: z.string().max(60).nullable(),
  currency: Currency,
  /** The ERP refuses or stops orders of a customer on hold. */
  onHold: z.boolean(),
  holdReason: z.string().max(200).nullable(),
  /** Null: no limit is kept. */
  creditLimit: Decimal.nullable(),
  creditUsed: Decimal.nullable(),
});
export type Customer = z.infer<typeof Customer>;

/** A customer as a lookup finds it. */
export const FoundCustomer = z.strictObject({
  ...Customer.shape,
  /** What the ERP carries as ours, or as anybody's; null: it does not say. */
  reference: z.string().max(100).nullable(),
});
export type FoundCustomer = z.infer<typeof FoundCustomer>;

/** A customer that is to be made, from a CRM company. What the CRM does not know is null. */
export const NewCustomer = z.strictObject({
  /** Stored by the ERP beside the customer, so that a lost answer can be looked up. */
  reference: Reference,
  name: z.string().min(1).max(200),
  street: z.string().max(200).nullable(),
  postalCode: z.string().max(20).nullable(),
  town: z.string().max(100).nullable(),
  country: Customer.shape.country,
  taxId: z.string().max(40).nullable(),
  email: z.string().max(200).nullable(),
  phone: z.string().max(60).nullable(),
  currency: Currency,
});
export type NewCustomer = z.infer<typeof NewCustomer>;
