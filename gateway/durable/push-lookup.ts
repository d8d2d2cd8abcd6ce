import type { FoundCustomer, NewCustomer } from '#contracts/customer';
import { failure } from '#contracts/errors';
import type { CorrelationId, CustomerId, Reference } from '#contracts/ids';
import { referenceFor } from '../core/order-from-deal.ts';
import type { Found, OrderDraft, Push } from '../core/push-record.ts';
import { FORGOTTEN_ATTEMPTS } from '../core/push-step.ts';
import { sameContent, sameCustomer } from '../core/same-content.ts';
import type { PushLink } from './push-link.ts';

/** A lookup is two reads; both together stay below the 30 s after which the push machine asks again. */
const DEADLINE_MS = 12_000;

/** Asks the ERP, never a copy, for what carries the push's reference, and compares the one that does. */
export const lookUp = (link: PushLink, push: Push): Promise<Found> =>
  push.write.command === 'order.create'
    ? lookUpOrder(link, push.write.input, push)
    : lookUpCustomer(link, push.write.input, push.correlationId);

async function lookUpOrder(link: PushLink, order: OrderDraft, push: Push): Promise<Found> {
  const { correlationId } = push;
  // Without a customer nothing was ever sent.
  if (order.customerId === null) return { kind: 'none' };
  const question = { reference: order.reference, customerId: order.customerId };
  const listed = await link.call('order.find-by-reference', question, DEADLINE_MS, correlationId);
  if (!listed.ok) return { kind: 'failed', error: listed.error };
  // An ERP may search by prefix or by likeness: only the very reference counts.
  const orders = listed.value.orders.filter(({ reference }) => reference === order.reference);
  const [first, ...others] = orders;
  if (first === undefined) return lookUpNext(link, push, order.customerId);
  if (others.length > 0) return { kind: 'several', erpIds: orders.map(({ orderId }) => orderId) };
  const read = await link.call('order.read', { orderId: first.orderId }, DEADLINE_MS, correlationId);
  if (!read.ok) return { kind: 'failed', error: read.error };
  return { kind: 'one', erpId: first.orderId, sameContent: sameContent(order, read.value) };
}

/**
 * A store that was set back may have forgotten that this revision was refused and the next one was ordered. One that
 * waits for a person is not sent, and one that a person has given up may well have a successor: neither is asked.
 */
async function lookUpNext(link: PushLink, push: Push, customerId: CustomerId): Promise<Found> {
  const next = referenceFor(push.recordId, push.revision + 1);
  if (push.state !== 'in-doubt' || push.attempt < FORGOTTEN_ATTEMPTS || !next.ok) return { kind: 'none' };
  const question = { reference: next.value, customerId };
  const listed = await link.call('order.find-by-reference', question, DEADLINE_MS, push.correlationId);
  if (!listed.ok) return { kind: 'failed', error: listed.error };
  const later = listed.value.orders.find(({ reference }) => reference === next.value);
  if (later === undefined) return { kind: 'none' };
  const detail = `order ${later.orderId} carries ${next.value}, a later revision of this deal`;
  return { kind: 'failed', error: failure('push.content-differs', { detail }) };
}

async function lookUpCustomer(link: PushLink, wanted: NewCustomer, correlationId: CorrelationId): Promise<Found> {
  const question = { reference: wanted.reference };
  const listed = await link.call('customer.find-by-reference', question, DEADLINE_MS, correlationId);
  if (!listed.ok) return { kind: 'failed', error: listed.error };
  const customers = carrying(listed.value.customers, wanted.reference);
  const [first, ...others] = customers;
  if (first === undefined) return { kind: 'none' };
  if (others.length > 0) return { kind: 'several', erpIds: customers.map(({ customerId }) => customerId) };
  return { kind: 'one', erpId: first.customerId, sameContent: sameCustomer(wanted, first) };
}

/** Only the very reference counts, as for orders. An ERP that shows none is believed: that nothing was made, it did not say. */
function carrying(found: readonly FoundCustomer[], wanted: Reference): FoundCustomer[] {
  const sure = found.filter(({ reference }) => reference === wanted);
  return sure.length > 0 ? sure : found.filter(({ reference }) => reference === null);
}
