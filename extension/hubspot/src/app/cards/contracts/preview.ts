// Generated from contracts/preview.ts by extension/hubspot/copy-contracts.ts. Do not edit.
import { z } from 'zod';
import { Customer } from './customer.ts';
import { IsoDate } from './dates.ts';
import { Decimal } from './decimal.ts';
import { CustomerId, ItemId } from './ids.ts';
import { PriceBasis } from './money.ts';

/**
 * The dry run before a push: what the ERP will say, as far as it can be asked. Each finding is one sentence that a
 * salesperson understands.
 *   ok     checked, and fine
 *   warn   may be sent by somebody who may; the push says that it was overridden
 *   block  cannot be sent
 */
export const FindingLevel = z.enum(['ok', 'warn', 'block']);
export type FindingLevel = z.infer<typeof FindingLevel>;

/** What can be found. The level of each stands in gateway/core/preview.ts, except where the word says it. */
export const FindingCode = z.enum([
  /** Something about the deal itself: not won, no lines, a line without an item number. */
  'deal.incomplete',
  'customer.matched',
  /** No ERP customer fits well enough: a person chooses. */
  'customer.unmatched',
  /** The customer will be made in the ERP before the order. */
  'customer.new',
  'customer.on-hold',
  'customer.currency-differs',
  'credit.exceeded',
  'item.unknown',
  'item.twice',
  'price.below-list',
  'price.above-list',
  'price.unknown',
  /** Deal prices are net, the ERP's are with tax: they cannot be compared. */
  'price.basis-differs',
  'stock.short',
  'stock.unknown',
  /** The same customer ordered the same within the last 24 hours. */
  'order.suspected-twice',
  /** The deal wants the goods on a day that is over. */
  'order.date-passed',
  /** The ERP could not be asked about something. */
  'erp.unchecked',
]);
export type FindingCode = z.infer<typeof FindingCode>;

export const Finding = z.strictObject({
  code: FindingCode,
  level: FindingLevel,
  /** Position of the deal's line, from 0; null: about the whole order. */
  line: z.int().min(0).nullable(),
  /** For a salesperson: what was found, and what to do where something can be done. */
  message: z.string().max(500),
});
export type Finding = z.infer<typeof Finding>;

/** A line of the deal beside what the ERP knows about its item. */
export const PreviewLine = z.strictObject({
  itemId: ItemId.nullable(),
  name: z.string().max(300),
  quantity: Decimal.nullable(),
  dealPrice: Decimal.nullable(),
  /** Null: not known, or not comparable. */
  erpPrice: Decimal.nullable(),
  /** Over all warehouses; null: not known. */
  available: Decimal.nullable(),
  nextOn: IsoDate.nullable(),
  nextQuantity: Decimal.nullable(),
  level: FindingLevel,
});
export type PreviewLine = z.infer<typeof PreviewLine>;

/** Why a customer of the ERP may be this company, strongest first. */
export const MatchReason = z.enum(['erp-id', 'tax-id', 'email-domain', 'phone', 'name', 'town']);
export type MatchReason = z.infer<typeof MatchReason>;

/** A customer of the ERP that may be the deal's company. */
export const CustomerCandidate = z.strictObject({
  customerId: CustomerId,
  name: Customer.shape.name,
  town: Customer.shape.town,
  taxId: Customer.shape.taxId,
  /** 0 to 1. */
  score: z.number().min(0).max(1),
  reasons: z.array(MatchReason).max(6),
});
export type CustomerCandidate = z.infer<typeof CustomerCandidate>;

export const Preview = z.strictObject({
  /** SHA-256, hex, of what was checked: sent along with the push, so that nothing is sent that nobody saw. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  level: FindingLevel,
  /** The customer that the order will be for; null: none yet, or one that will be made. */
  customer: CustomerCandidate.nullable(),
  /** To choose from, best first, where no customer is certain. */
  candidates: z.array(CustomerCandidate).max(10),
  priceBasis: PriceBasis.nullable(),
  lines: z.array(PreviewLine).max(1000),
  findings: z.array(Finding).max(2000),
  /** Whether whoever asks may send in spite of the warnings. */
  mayOverride: z.boolean(),
});
export type Preview = z.infer<typeof Preview>;
