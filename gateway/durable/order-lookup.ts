import type { Found, Push } from '../core/push-record.ts';
import { sameContent } from '../core/same-content.ts';
import type { AgentLink } from './agent-link.ts';

/** A lookup is two reads; both together stay below the 30 s after which the push machine asks again. */
const DEADLINE_MS = 12_000;

/** Asks the ERP, never a copy, for the orders that carry the push's reference, and compares the one that does. */
export async function lookUpOrder(link: AgentLink, { order, correlationId }: Push): Promise<Found> {
  const question = { reference: order.reference, customerId: order.customerId };
  const listed = await link.call('order.find-by-reference', question, DEADLINE_MS, correlationId);
  if (!listed.ok) return { kind: 'failed', error: listed.error };
  // An ERP may search by prefix or by likeness: only the very reference counts.
  const orders = listed.value.orders.filter(({ reference }) => reference === order.reference);
  const [first, ...others] = orders;
  if (first === undefined) return { kind: 'none' };
  if (others.length > 0) return { kind: 'several', orderIds: orders.map(({ orderId }) => orderId) };
  const read = await link.call('order.read', { orderId: first.orderId }, DEADLINE_MS, correlationId);
  if (!read.ok) return { kind: 'failed', error: read.error };
  return { kind: 'one', orderId: first.orderId, sameContent: sameContent(order, read.value) };
}
