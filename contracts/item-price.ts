import { z } from 'zod';
import { Decimal } from './decimal.ts';
import { ItemId } from './ids.ts';
import { Currency, PriceBasis } from './money.ts';

/** What the ERP would charge one customer for one item at one quantity. An item it does not know has `known: false`. */
export const ItemPrice = z.strictObject({
  itemId: ItemId,
  known: z.boolean(),
  /** Null: the ERP knows the item and has no price for it. */
  unitPrice: Decimal.nullable(),
  currency: Currency,
  priceBasis: PriceBasis,
});
export type ItemPrice = z.infer<typeof ItemPrice>;
