import type { DealField, DealSummary } from '#contracts/deal';
import { type ErrorCode, type Failure, failure } from '#contracts/errors';
import { type CustomerId, Reference } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import { NewSalesOrder, ORDER_LINES_MAX } from '#contracts/sales-order';
import { shortName } from './plain-words.ts';
import type { OrderDraft as Draft } from './push-record.ts';

/** Something about a deal that stands in the way of an order. */
export interface DealProblem {
  /** Position of the deal's line, from 0; null: about the whole deal. */
  line: number | null;
  failure: Failure;
}

/** Everything about the deal itself that stands in the way; which customer it is for is another question. */
export function dealProblems(deal: DealSummary): DealProblem[] {
  const whole: ErrorCode[] = [];
  if (!deal.won) whole.push('deal.not-won');
  if (deal.currency === null) whole.push('deal.no-currency');
  if (deal.company === null) whole.push('deal.no-company');
  if (deal.lines.length === 0) whole.push('deal.no-lines');
  if (deal.lines.length > ORDER_LINES_MAX) whole.push('deal.too-many-lines');
  return [
    ...whole.map((code) => ({ line: null, failure: failure(code) })),
    ...deal.gaps.map((gap) => ({ line: null, failure: failure('deal.field-invalid', { message: gapSentence(gap) }) })),
    ...deal.lines.flatMap((line, index) => {
      const problem = lineProblem(line);
      const message = `${shortName(line.name)}: ${problem}`;
      return problem === null ? [] : [{ line: index, failure: failure('deal.line-invalid', { message }) }];
    }),
  ];
}

/** What the deal card lists as standing in the way, a company that is not linked included. */
export function dealBlockers(deal: DealSummary): Failure[] {
  const isUnlinked = deal.company !== null && deal.company.customerId === null;
  const blockers = dealProblems(deal).map((problem) => problem.failure);
  const place = blockers.findIndex(
    ({ code }) => code === 'deal.no-lines' || code.startsWith('deal.line') || code === 'deal.too-many-lines',
  );
  if (isUnlinked) blockers.splice(place === -1 ? blockers.length : place, 0, failure('customer.not-linked'));
  return blockers.slice(0, 20);
}

const FIELD_NAMES: Record<DealField, string> = {
  requestedOn: 'requested date',
  customerReference: 'purchase order number',
};

const gapSentence = ({ field, why }: DealSummary['gaps'][number]): string =>
  why === 'missing'
    ? `The deal has no ${FIELD_NAMES[field]}, and the ERP wants one.`
    : `The ${FIELD_NAMES[field]} of the deal cannot be read.`;

function lineProblem(line: DealSummary['lines'][number]): string | null {
  if (line.itemId === null) return 'has no item number.';
  if (line.quantity === null) return 'has a quantity that cannot be read.';
  if (line.unitPrice === null) return 'has a price that cannot be read.';
  if (line.quantity.startsWith('-') || !/[1-9]/.test(line.quantity)) return 'the quantity must be more than zero.';
  if (line.unitPrice.startsWith('-')) return 'the price must not be negative.';
  return null;
}

/**
 * The order that a deal becomes, or the first thing that stands in its way.
 * @param customerId null: the customer is still to be made
 */
export function orderFromDeal(deal: DealSummary, reference: Reference, customerId: CustomerId | null): Result<Draft> {
  const [problem] = dealProblems(deal);
  if (problem !== undefined) return fail(problem.failure);
  const order = OrderDraft.safeParse({
    reference,
    customerId,
    customerReference: deal.customerReference,
    requestedOn: deal.requestedOn,
    currency: deal.currency,
    lines: deal.lines.map(({ itemId, quantity, unitPrice }) => ({ itemId, quantity, unitPrice })),
  });
  return order.success ? ok(order.data) : fail(failure('deal.line-invalid', { detail: order.error.message }));
}

/** An order whose customer may still have to be made. */
const OrderDraft = NewSalesOrder.extend({ customerId: NewSalesOrder.shape.customerId.nullable() });

/**
 * What the ERP stores beside the order: readable, unique per deal and revision, at most 20 characters.
 * HubSpot's ids are numbers; one too long to stand as it is, is written in base 36.
 */
export function referenceFor(dealId: string, revision: number): Result<Reference> {
  const plain = Reference.safeParse(`DB-${dealId}-${revision}`);
  if (plain.success) return ok(plain.data);
  const short = /^\d+$/.test(dealId)
    ? Reference.safeParse(`DB-Z${BigInt(dealId).toString(36).toUpperCase()}-${revision}`)
    : plain;
  return short.success
    ? ok(short.data)
    : fail(failure('request.invalid', { detail: 'the deal id is too long for a reference' }));
}
