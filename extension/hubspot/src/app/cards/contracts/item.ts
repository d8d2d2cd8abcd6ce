// Generated from contracts/item.ts by extension/hubspot/copy-contracts.ts. Do not edit.
import { z } from 'zod';
import { ItemId } from './ids.ts';

/** What a line of any document says about its item. */
export const Item = z.strictObject({
  itemId: ItemId,
  description: z.string().max(300).nullable(),
  /** The ERP's unit word, e.g. `ST`, `kg`. */
  unit: z.string().max(20).nullable(),
});
export type Item = z.infer<typeof Item>;
