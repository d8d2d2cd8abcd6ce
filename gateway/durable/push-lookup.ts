import type { NewCustomer } from '#contracts/customer';
import type { CorrelationId } from '#contracts/ids';
import type { Found, OrderDraft, Push } from '../core/push-record.ts';
import { sameContent, sameCustomer } from '../core/same-content.ts';
import type { PushLink } from './push-link.ts';

/** A lookup is two reads; both together stay below the 30 s after which the push machine asks again. */
const DEADLINE_MS = 12_000;

/** Asks the ERP, never a copy, for what carries the push's reference, and compares the one that does. */
export const lookUp = (link: PushLink, { write, correlationId }: Push): Promise<Found> =>
  write.command === 'order.create'
    ? lookUpOrder(link, write.input, correlationId)
    : lookUpCustomer(link, write.input, correlationId);

async function lookUpOrder(link: PushLink, order: OrderDraft, correlationId: CorrelationId): Promise<Found> {
  // Without a customer nothing was ever sent.
  if (order.customerId === null) return { kind: 'none' };
  const question = { reference: order.reference, customerId: order.customerId };
  const listed = await link.call('order.find-by-reference', question, DEADLINE_MS, correlationId);
  if (!listed.ok) return { kind: 'failed', error: listed.error };
  // An ERP may search by prefix or by likeness: only the very reference counts.
  const orders = listed.value.orders.filter(({ reference }) => reference === order.reference);
  const [first, ...others] = orders;
  if (first === undefined) return { kind: 'none' };
  if (others.length > 0) return { kind: 'several', erpIds: orders.map(({ orderId }) => orderId) };
  const read = await link.call('order.read', { orderId: first.orderId }, DEADLINE_MS, correlationId);
  if (!read.ok) return { kind: 'failed', error: read.error };
  return { kind: 'one', erpId: first.orderId, sameContent: sameContent(order, read.value) };
}

async function lookUpCustomer(link: PushLink, wanted: NewCustomer, correlationId: CorrelationId): Promise<Found> {
  const question = { reference: wanted.reference };
  const listed = await link.call('customer.find-by-reference', question, DEADLINE_MS, correlationId);
  if (!listed.ok) return { kind: 'failed', error: listed.error };
  const [first, ...others] = listed.value.customers;
  if (first === undefined) return { kind: 'none' };
  if (others.length > 0) return { kind: 'several', erpIds: listed.value.customers.map(({ customerId }) => customerId) };
  return { kind: 'one', erpId: first.customerId, sameContent: sameCustomer(wanted, first) };
}
