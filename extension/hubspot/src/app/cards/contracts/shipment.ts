// Generated from contracts/shipment.ts by extension/hubspot/copy-contracts.ts. Do not edit.
import { z } from 'zod';
import { IsoDate } from './dates.ts';
import { Decimal } from './decimal.ts';
import { ItemId, ShipmentId } from './ids.ts';

/** One delivery of (part of) a sales order. */
export const Shipment = z.strictObject({
  shipmentId: ShipmentId,
  shippedOn: IsoDate.nullable(),
  carrier: z.string().max(100).nullable(),
  trackingNumber: z.string().max(100).nullable(),
  lines: z.array(z.strictObject({ line: z.int().min(0), itemId: ItemId, quantity: Decimal })).max(1000),
});
export type Shipment = z.infer<typeof Shipment>;
