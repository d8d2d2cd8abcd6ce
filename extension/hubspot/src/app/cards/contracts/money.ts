// Generated from contracts/money.ts by extension/hubspot/copy-contracts.ts. Do not edit.
import { z } from 'zod';

/** ISO 4217 code, e.g. `EUR`. */
export const Currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .brand<'Currency'>();
export type Currency = z.infer<typeof Currency>;

/** Whether prices of a document include VAT (`gross`) or not (`net`). Said by the connector, never guessed. */
export const PriceBasis = z.enum(['net', 'gross']);
export type PriceBasis = z.infer<typeof PriceBasis>;
