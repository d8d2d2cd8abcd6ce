// Generated from contracts/card-api.ts by extension/hubspot/copy-contracts.ts. Do not edit.
import { z } from 'zod';
import { Availability } from './availability.ts';
import { Customer } from './customer.ts';
import { Moment } from './dates.ts';
import { DealSummary, SentOrder } from './deal.ts';
import { Category, ErrorCode } from './errors.ts';
import { BulkId, CorrelationId, CrmRecordId, CustomerId, PushId, SalesOrderId } from './ids.ts';
import { Invoice } from './invoice.ts';
import { pageOf } from './page.ts';
import { Payment } from './payment.ts';
import { CustomerCandidate, Preview } from './preview.ts';
import { PushSummary, Revision } from './push.ts';
import { SalesOrder, SalesOrderStatus, SalesOrderSummary } from './sales-order.ts';

/**
 * What the cards ask and get. Every answer is HTTP 200 with `ok` in the body, because HubSpot repeats any
 * request that got a 5xx and hides the body of a 4xx ("Fetching data" in its UI extensions documentation).
 */

/** A failure as a person sees it. */
export const CardError = z.strictObject({
  code: ErrorCode,
  category: Category,
  /** What happened and what it means. */
  message: z.string(),
  /** What you can do. */
  advice: z.string(),
  correlationId: CorrelationId,
});
export type CardError = z.infer<typeof CardError>;

/**
 * A part of a view, loaded beside the others.
 *   fresh    asked within its freshness
 *   stale    the last known answer; `error` says why no newer one is there (null: it is being fetched)
 *   loading  no answer yet; ask again
 *   failed   no answer, and none known from before
 */
export const sectionOf = <T extends z.ZodType>(data: T) =>
  z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('fresh'), asOf: Moment, data }),
    z.strictObject({ state: z.literal('stale'), asOf: Moment, data, error: CardError.nullable() }),
    z.strictObject({ state: z.literal('loading') }),
    z.strictObject({ state: z.literal('failed'), error: CardError }),
  ]);

const answerOf = <T extends z.ZodRawShape>(shape: T) =>
  z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), correlationId: CorrelationId, now: Moment, ...shape }),
    z.strictObject({ ok: z.literal(false), error: CardError }),
  ]);

/** Whether the way to the ERP is open, and if not since when. */
export const LinkState = z.strictObject({ online: z.boolean(), since: Moment.nullable() });
export type LinkState = z.infer<typeof LinkState>;

/** GET /v1/card/companies/{companyId} */
export const CompanyView = answerOf({
  companyId: CrmRecordId,
  customerId: CustomerId,
  erpTitle: z.string(),
  link: LinkState,
  customer: sectionOf(Customer),
  /** What is still to be delivered or paid attention to, newest first. */
  openOrders: sectionOf(pageOf(SalesOrderSummary)),
  /** The newest orders, open or not. */
  orders: sectionOf(pageOf(SalesOrderSummary)),
  /** Invoices and credit notes that are not settled. */
  invoices: sectionOf(pageOf(Invoice)),
});
export type CompanyView = z.infer<typeof CompanyView>;

/** GET /v1/card/companies/{companyId}/payments. Apart, since few look at them and each section costs the ERP a call. */
export const PaymentsView = answerOf({ link: LinkState, payments: sectionOf(pageOf(Payment)) });
export type PaymentsView = z.infer<typeof PaymentsView>;

/** GET /v1/card/companies/{companyId}/orders/{orderId} */
export const OrderView = answerOf({ link: LinkState, order: sectionOf(SalesOrder) });
export type OrderView = z.infer<typeof OrderView>;

const FoundOrders = sectionOf(z.strictObject({ orders: z.array(SalesOrderSummary) }));

/** GET /v1/card/companies/{companyId}/search?number=… : the customer's orders by any number, one section for each kind of number. */
export const SearchView = answerOf({
  link: LinkState,
  order: FoundOrders,
  purchaseOrder: FoundOrders,
  invoice: FoundOrders,
  delivery: FoundOrders,
});
export type SearchView = z.infer<typeof SearchView>;

/** On every view: `?refresh=true` asks the ERP anew, however fresh the last known answer is. */
export const RefreshQuery = z.object({ refresh: z.enum(['true', 'false']).optional() });

/**
 * How the reader writes numbers and days: language, script and region, e.g. `de-DE`. The sentences of a preview write
 * theirs so; without it they are written plainly (`0.70 EUR`, `28 Nov 2026`).
 */
export const ReaderLocale = z.string().regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$/);
export type ReaderLocale = z.infer<typeof ReaderLocale>;
/** On a preview and on a send, whose answer may say what changed. */
export const ReaderQuery = z.object({ locale: ReaderLocale.optional() });

/** GET /v1/card/stock?item=A&item=B */
export const StockView = answerOf({
  link: LinkState,
  stock: sectionOf(z.strictObject({ items: z.array(Availability) })),
});
export type StockView = z.infer<typeof StockView>;

/** A push as the card shows it: its life, and what is wrong, if anything is. */
export const PushView = PushSummary.extend({
  /** Null: it ended so long ago that its content is not kept any more. */
  sent: SentOrder.nullable(),
  /** Whether the CRM's record carries the order number. */
  writtenBack: z.boolean(),
  problem: CardError.nullable(),
  /** The order's status as last reported by the ERP; null: nothing was reported yet. */
  orderStatus: SalesOrderStatus.nullable(),
  /** Parked: whether whoever asks may settle it, and how. */
  mayResolve: z.array(z.enum(['link', 'send-again', 'give-up'])).max(3),
});
export type PushView = z.infer<typeof PushView>;

/**
 * GET /v1/card/deals/{dealId}. `changes`: in what the deal differs from what `push` sent, in sentences, the last of
 * them how many more there are. `blockers` are the reasons why it cannot be sent now.
 */
export const DealView = answerOf({
  deal: DealSummary,
  erpTitle: z.string(),
  link: LinkState,
  push: PushView.nullable(),
  changes: z.array(z.string().max(500)).max(6),
  blockers: z.array(CardError).max(20),
});
export type DealView = z.infer<typeof DealView>;

/** GET /v1/card/deals/{dealId}/preview. `loading`: the ERP has not answered everything yet; ask again. */
export const PreviewView = answerOf({ link: LinkState, loading: z.boolean(), preview: Preview });
export type PreviewView = z.infer<typeof PreviewView>;

/**
 * POST /v1/card/deals/{dealId}/pushes. Sent twice, it answers the same push twice.
 * Errors beside those of the deal: `preview.changed` with what changed since `previewHash`, `preview.blocked`,
 * `preview.not-allowed` (there are warnings, and `override` is false or this person may not).
 */
export const PushRequest = z.strictObject({
  revision: Revision,
  previewHash: Preview.shape.hash.nullable().default(null),
  /** Send in spite of the warnings. */
  override: z.boolean().default(false),
});
export type PushRequest = z.infer<typeof PushRequest>;

/** PUT /v1/card/companies/{companyId}/customer: this company is that customer of the ERP. */
export const LinkRequest = z.strictObject({ customerId: CustomerId });
export type LinkRequest = z.infer<typeof LinkRequest>;
export const LinkAnswer = answerOf({ companyId: CrmRecordId, customer: CustomerCandidate });
export type LinkAnswer = z.infer<typeof LinkAnswer>;

/**
 * GET /v1/card/companies/{companyId}/candidates?search=…: who this company may be in the ERP, best first.
 * `search`: a name, a customer number, a tax id, a domain or a phone number as typed. `loading`: the ERP has not
 * answered everything yet; ask again. `error`: why the ERP could not be asked about some of it.
 */
export const CandidatesView = answerOf({
  link: LinkState,
  loading: z.boolean(),
  candidates: z.array(CustomerCandidate).max(10),
  error: CardError.nullable(),
});
/** What a person types to find a customer; printable, without spaces around it. */
export const CandidateSearch = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}]{1,100}$/u);
export type CandidatesView = z.infer<typeof CandidatesView>;

/** POST /v1/card/pushes/{pushId}/resolution: a person settles a parked push. Said twice, it changes nothing. */
export const Resolution = z.discriminatedUnion('decision', [
  /** It is this order. */
  z.strictObject({ decision: z.literal('link'), orderId: SalesOrderId }),
  /** I looked: the ERP has none. Looked up once more, and sent again only if that finds nothing. */
  z.strictObject({ decision: z.literal('send-again'), reason: z.string().trim().min(3).max(500) }),
  z.strictObject({ decision: z.literal('give-up'), reason: z.string().trim().min(3).max(500) }),
]);
export type Resolution = z.infer<typeof Resolution>;

/** Deals sent at once. */
export const BULK_DEALS_MAX = 100;
/** POST /v1/card/bulk-pushes. The same list again answers the same bulk. Warnings are not overridden in bulk. */
export const BulkRequest = z.strictObject({ dealIds: z.array(CrmRecordId).min(1).max(BULK_DEALS_MAX) });
export type BulkRequest = z.infer<typeof BulkRequest>;
/** Where one deal of a bulk stands: not looked at yet, sent (see its push), or not sent and why. */
export const BulkEntry = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('waiting'), dealId: CrmRecordId }),
  z.strictObject({ state: z.literal('sent'), dealId: CrmRecordId, push: PushSummary }),
  z.strictObject({ state: z.literal('not-sent'), dealId: CrmRecordId, error: CardError }),
]);
export type BulkEntry = z.infer<typeof BulkEntry>;
/** Also GET /v1/card/bulk-pushes/{bulkId} */
export const BulkAnswer = answerOf({
  bulkId: BulkId,
  waiting: z.int().min(0),
  sent: z.int().min(0),
  notSent: z.int().min(0),
  entries: z.array(BulkEntry).max(BULK_DEALS_MAX),
});
export type BulkAnswer = z.infer<typeof BulkAnswer>;
/** GET /v1/card/bulk-pushes?deal=…: in which bulk one of these deals waits for its turn, the newest such; null: none does. */
export const WaitingBulkAnswer = answerOf({ bulkId: BulkId.nullable() });
export type WaitingBulkAnswer = z.infer<typeof WaitingBulkAnswer>;

/** Also GET /v1/card/pushes/{pushId} */
export const PushAnswer = answerOf({ link: LinkState, push: PushView });
export type PushAnswer = z.infer<typeof PushAnswer>;

export const PushParams = z.strictObject({ pushId: PushId });
