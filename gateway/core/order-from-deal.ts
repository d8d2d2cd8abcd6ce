import type { DealSummary } from '#contracts/card-api';
import { type Failure, failure } from '#contracts/errors';
import { Reference } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import { NewSalesOrder, ORDER_LINES_MAX } from '#contracts/sales-order';

/** Everything about a deal that stands in the way of an order; empty: it can be sent. */
export function dealBlockers(deal: DealSummary): Failure[] {
  const blockers: Failure[] = [];
  if (!deal.won) blockers.push(failure('deal.not-won'));
  if (deal.currency === null) blockers.push(failure('deal.no-currency'));
  if (deal.company === null) blockers.push(failure('deal.no-company'));
  else if (deal.company.customerId === null) blockers.push(failure('customer.not-linked'));
  if (deal.lines.length === 0) blockers.push(failure('deal.no-lines'));
  if (deal.lines.length > ORDER_LINES_MAX) blockers.push(failure('deal.too-many-lines'));
  for (const line of deal.lines) {
    const problem = lineProblem(line);
    if (problem !== null) blockers.push(failure('deal.line-invalid', { message: `${line.name}: ${problem}` }));
  }
  return blockers.slice(0, 20);
}

function lineProblem(line: DealSummary['lines'][number]): string | null {
  if (line.itemId === null) return 'has no item number.';
  if (line.quantity === null) return 'has a quantity that cannot be read.';
  if (line.unitPrice === null) return 'has a price that cannot be read.';
  if (line.quantity.startsWith('-') || !/[1-9]/.test(line.quantity)) return 'the quantity must be more than zero.';
  if (line.unitPrice.startsWith('-')) return 'the price must not be negative.';
  return null;
}

/** The order that a deal becomes, or the first thing that stands in its way. */
export function orderFromDeal(deal: DealSummary, reference: Reference): Result<NewSalesOrder> {
  const [blocker] = dealBlockers(deal);
  if (blocker !== undefined) return fail(blocker);
  const order = NewSalesOrder.safeParse({
    reference,
    customerId: deal.company?.customerId,
    customerReference: null,
    requestedOn: null,
    currency: deal.currency,
    lines: deal.lines.map(({ itemId, quantity, unitPrice }) => ({ itemId, quantity, unitPrice })),
  });
  return order.success ? ok(order.data) : fail(failure('deal.line-invalid', { detail: order.error.message }));
}

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
