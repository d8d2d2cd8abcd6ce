import type { ReadCommandName } from '#contracts/commands';

/** How long an answer counts as fresh where the tenant's policy says nothing, in ms. Stock moves by the minute, a customer's address hardly ever. */
export const FRESHNESS_MS: Record<ReadCommandName, number> = {
  'customer.read': 60_000,
  'order.list': 30_000,
  'order.read': 30_000,
  // A lookup decides whether an order is sent again: never from a copy.
  'order.find-by-reference': 0,
  'order.find': 30_000,
  'invoice.list': 60_000,
  'payment.list': 60_000,
  'availability.read': 15_000,
  'item.price': 30_000,
  'customer.search': 60_000,
  // Decides whether a customer is made again.
  'customer.find-by-reference': 0,
  // Goes on from a cursor: an old answer would hide what changed.
  'order.changes': 0,
};

/** Answers younger than this are not asked for anew even on request: two clicks of a button are one wish. */
const REFRESH_AFTER_MS = 2_000;

/**
 * Whether something is of the last so many ms. What is of the future is not: the clock went back since, as it may
 * where an object moves to another machine, and how old it really is nobody knows.
 */
export const isOfLast = (ms: number, at: number, now: number): boolean => now >= at && now - at < ms;

/**
 * Whether an answer may be shown as it is, without asking the ERP.
 * @param policy the tenant's own times; what it leaves out is the product's
 * @param refresh the reader asked for the newest
 */
export function isFresh(
  command: ReadCommandName,
  answeredAt: number,
  now: number,
  policy: Partial<Record<ReadCommandName, number | undefined>>,
  refresh: boolean,
): boolean {
  // A lookup is never answered from a copy, whatever a policy says.
  const lifetimeMs = FRESHNESS_MS[command] === 0 ? 0 : (policy[command] ?? FRESHNESS_MS[command]);
  return isOfLast(refresh ? Math.min(lifetimeMs, REFRESH_AFTER_MS) : lifetimeMs, answeredAt, now);
}
