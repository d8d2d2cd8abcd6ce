import { z } from 'zod';
import { ReadCommandName } from './commands.ts';
import { DealField } from './deal.ts';
import { FindingCode } from './preview.ts';
import { QuietHours } from './quiet-hours.ts';

/** Who may do a thing: everyone who may see the card, or the people with these e-mail addresses in the CRM. */
export const Allowed = z.union([z.literal('everyone'), z.array(z.email().toLowerCase()).max(200)]);
export type Allowed = z.infer<typeof Allowed>;

/**
 * Warnings that a tenant may let pass where nobody looks. Not among them: that the ERP could not be asked, and that the
 * same was ordered today: nobody is there who could tell one order too many.
 */
export const UnseenWarning = FindingCode.extract([
  'customer.currency-differs',
  'credit.exceeded',
  'item.twice',
  'price.below-list',
  'price.above-list',
  'price.unknown',
  'price.basis-differs',
  'stock.short',
  'stock.unknown',
]);
export type UnseenWarning = z.infer<typeof UnseenWarning>;

/** HubSpot's internal name of a property ("Internal name": lower case letters, digits and underscores). */
const PropertyName = z.string().regex(/^[a-z][a-z0-9_]{0,99}$/);

/** Where a deal says it: the names of the deal's properties in the CRM. One that the account does not have says nothing. */
export const DealFields = z.strictObject({
  /** A property of type `date`: when the customer wants the goods. */
  requestedOn: PropertyName.default('erp_requested_date'),
  /** One line of text: the customer's own order number. */
  customerReference: PropertyName.default('erp_purchase_order'),
  /** Without these no deal is sent: some ERPs refuse an order that has no date. */
  required: z.array(DealField).max(DealField.options.length).default([]),
});
export type DealFields = z.infer<typeof DealFields>;

/** How deals become orders. */
export const PushPolicy = z.strictObject({
  /**
   * What a deal that reaches its won stage does by itself.
   *   off        nothing; people press the button
   *   ask        the deal says that it waits to be sent; a person presses the button
   *   automatic  it is sent, if its preview has no block and no warning but those of `passUnseen`
   */
  onWon: z.enum(['off', 'ask', 'automatic']).default('off'),
  /** Whether a customer that the ERP does not know is made there before the order. */
  createCustomers: z.boolean().default(false),
  /** From this score on, 0 to 1, the only candidate counts as the customer. Under it a person chooses. */
  matchScoreMin: z.number().min(0.5).max(1).default(0.9),
  /** Who may send in spite of a warning; whatever is not named here: everyone. */
  override: z.partialRecord(FindingCode, Allowed).default({}),
  /**
   * Warnings in spite of which a workflow, a won stage or a bulk sends: by default none. An ERP whose connector has no
   * prices warns of that for every order (`price.unknown`).
   */
  passUnseen: z.array(UnseenWarning).max(UnseenWarning.options.length).default([]),
  dealFields: DealFields.prefault({}),
  /** Who may settle a push that is parked. */
  resolve: Allowed.default('everyone'),
});
export type PushPolicy = z.infer<typeof PushPolicy>;

/** A card asks again for an answer that is on its way, and may come 8 s after it: what is older then would never be shown as fresh, and be asked for without end. */
export const FRESHNESS_MIN_MS = 10_000;

/**
 * What a tenant may set about how its ERP is treated and how deals are sent.
 * PUT /v1/operations/tenants/{tenantId}/policy. Whatever is left out keeps the product's default.
 */
export const TenantPolicy = z.strictObject({
  /** How long an answer counts as fresh, in ms, for each command. 10 s to a day. */
  freshnessMs: z.partialRecord(ReadCommandName, z.int().min(FRESHNESS_MIN_MS).max(86_400_000)).default({}),
  quietHours: z.array(QuietHours).max(14).default([]),
  /** Reads that may be under way at once, beside what the connector itself allows. */
  concurrentReads: z.int().min(1).max(64).default(16),
  /** How often the ERP is asked what became of orders that were sent. 10 s to a day. */
  orderChangesEveryMs: z.int().min(10_000).max(86_400_000).default(60_000),
  push: PushPolicy.prefault({}),
});
export type TenantPolicy = z.infer<typeof TenantPolicy>;
