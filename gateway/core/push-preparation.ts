/** What has to be there before a push may go out: its customer, and certainty that it did not go out already. */

import { failure } from '#contracts/errors';
import type { WriteBounds } from '#contracts/frames';
import { CustomerId, type PushId } from '#contracts/ids';
import type { Push, PushEvent, Step } from './push-record.ts';
import { type Circumstances, doubt, FORGOTTEN_ATTEMPTS, fenceOf, park, readyAt, stay } from './push-step.ts';

/** An order waits for its customer; this is only in case the word that it is settled got lost. */
const PREPARE_WAIT_MS = 60_000;

/** Its customer is there: it may go out, or is looked up first where the gateway may have forgotten an attempt. */
export function prepared(push: Push, event: Extract<PushEvent, { type: 'prepared' }>, at: Circumstances): Step {
  const ready = { ...push, write: withCustomer(push.write, event.customerId) };
  const { leftBy } = event;
  if (leftBy === null) return readyAt(ready, at.now, null, 0);
  const bounds = event.bounds ?? push.bounds;
  // Until an agent says how long the ERP may take, nothing can be looked up, and nothing may be sent.
  if (bounds === null) return stay({ ...push, state: 'accepted', problem: null, dueAt: at.now + PREPARE_WAIT_MS });
  const attempt = push.attempt + FORGOTTEN_ATTEMPTS;
  const fenceAt = fenceOf(bounds, leftBy);
  const doubted = { ...ready, attempt, grantedAt: leftBy, bounds, fenceAt };
  return doubt(doubted, failure('erp.outcome-unknown', { detail: 'the store of the gateway was set back' }), at);
}

const withCustomer = (write: Push['write'], customerId: CustomerId | null): Push['write'] =>
  write.command === 'order.create' && customerId !== null ? { ...write, input: { ...write.input, customerId } } : write;

/** Nothing was sent for this order yet: without its customer it is refused, or waits for a person. */
export const held = (push: Push, { problem }: Extract<PushEvent, { type: 'held' }>): Step =>
  problem.code === 'push.customer-refused'
    ? stay({ ...push, state: 'refused', problem, dueAt: null, failures: 0 })
    : park(push, problem, null);

/** What this store says about a push that is under way is old: an attempt that it forgot may still commit. */
export const setBack = (push: Push, event: Extract<PushEvent, { type: 'prepared' }>, at: Circumstances): Step =>
  event.leftBy === null ? stay(push) : prepared(push, event, at);

/** The customer was settled after all; or the store was set back, and may have forgotten a person's word. */
export function parkedPrepared(push: Push, event: Extract<PushEvent, { type: 'prepared' }>, at: Circumstances): Step {
  const isUnsettled = push.problem?.code === 'push.customer-unsettled' && event.customerId !== null;
  const isForgotten = push.problem?.code === 'push.bound-unknown' && event.leftBy !== null;
  return isUnsettled || isForgotten ? prepared(push, event, at) : stay(push);
}

/** Time to see whether it can go out. */
export const prepareDue = (push: Push, _event: PushEvent, at: Circumstances): Step =>
  stay({ ...push, dueAt: at.now + PREPARE_WAIT_MS }, { type: 'prepare' });

/**
 * What becomes of a push that wants to go out; null: it goes on waiting for its customer.
 * @param customer the push that makes the customer; null: it is not known here
 */
export function preparation(
  waitsFor: PushId | null,
  customer: Push | null,
  how: { leftBy: number | null; bounds: WriteBounds | null },
): Extract<PushEvent, { type: 'prepared' | 'held' }> | null {
  if (waitsFor === null) return { type: 'prepared', customerId: null, ...how };
  switch (customer?.state) {
    case 'confirmed':
    case 'done':
      return { type: 'prepared', customerId: CustomerId.parse(customer.erpId), ...how };
    case 'refused': {
      const said = customer.problem?.message;
      const message = `The ERP did not take the new customer, so nothing was ordered: ${said}`;
      return { type: 'held', problem: failure('push.customer-refused', said === undefined ? {} : { message }) };
    }
    case 'parked':
    case 'given-up':
    case undefined:
      return { type: 'held', problem: failure('push.customer-unsettled') };
    default:
      return null;
  }
}
