import type { ReadCommandName } from '#contracts/commands';

/** How long an answer counts as fresh, in ms. Stock moves by the minute, a customer's address hardly ever. */
export const FRESHNESS_MS: Record<ReadCommandName, number> = {
  'customer.read': 60_000,
  'order.list': 30_000,
  'order.read': 30_000,
  // A lookup decides whether an order is sent again: never from a copy.
  'order.find-by-reference': 0,
  'invoice.list': 60_000,
  'payment.list': 60_000,
  'availability.read': 15_000,
};

export const isFresh = (command: ReadCommandName, answeredAt: number, now: number): boolean =>
  now - answeredAt < FRESHNESS_MS[command];
