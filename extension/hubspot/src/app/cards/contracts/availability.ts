// Generated from contracts/availability.ts by extension/hubspot/copy-contracts.ts. Do not edit.
import { z } from 'zod';
import { IsoDate } from './dates.ts';
import { Decimal } from './decimal.ts';
import { WarehouseId } from './ids.ts';
import { Item } from './item.ts';

/** Stock of one item in one warehouse. `available` is on hand minus allocated, as the ERP counts it. */
export const WarehouseStock = z.strictObject({
  warehouseId: WarehouseId,
  name: z.string().max(100).nullable(),
  onHand: Decimal,
  allocated: Decimal,
  available: Decimal,
  /** The next receipt, where one is planned. */
  nextOn: IsoDate.nullable(),
  nextQuantity: Decimal.nullable(),
});
export type WarehouseStock = z.infer<typeof WarehouseStock>;

/** What can be promised of one item. An item the ERP does not know has `known: false` and no warehouses. */
export const Availability = Item.extend({
  known: z.boolean(),
  warehouses: z.array(WarehouseStock).max(200),
});
export type Availability = z.infer<typeof Availability>;
