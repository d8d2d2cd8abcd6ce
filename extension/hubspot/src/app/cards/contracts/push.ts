// Generated from contracts/push.ts by extension/hubspot/copy-contracts.ts. Do not edit.
import { z } from 'zod';
import { Moment } from './dates.ts';
import { CrmRecordId, PushId, Reference, SalesOrderId } from './ids.ts';

/**
 * A push is one intent: this deal becomes this sales order.
 *
 *   accepted ─► ready ─► sending ─► confirmed ─► done (CRM told)
 *                 ▲         │  └──► refused (the ERP said no)
 *                 │         ▼
 *                 └──── in-doubt ──► parked (a person decides) ──► given-up
 */
export const PushState = z.enum([
  'accepted',
  'ready',
  'sending',
  'in-doubt',
  'confirmed',
  'done',
  'refused',
  'parked',
  'given-up',
]);
export type PushState = z.infer<typeof PushState>;

/** A state and since when: the push's life, oldest first. */
export const PushStep = z.strictObject({ state: PushState, at: Moment });
export type PushStep = z.infer<typeof PushStep>;

/** How often a deal was sent on purpose: 1 at first, one more for each revision. */
export const Revision = z.int().min(1).max(999);

/** What identifies a push for ever: a deal and a revision. */
export const PushIdentity = z.strictObject({ dealId: CrmRecordId, revision: Revision });

/** A push in short, as every reader outside the push machine sees it. */
export const PushSummary = z.strictObject({
  pushId: PushId,
  dealId: CrmRecordId,
  revision: Revision,
  reference: Reference,
  state: PushState,
  steps: z.array(PushStep).max(200),
  orderId: SalesOrderId.nullable(),
});
export type PushSummary = z.infer<typeof PushSummary>;
