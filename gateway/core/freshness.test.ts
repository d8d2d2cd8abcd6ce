import { describe, expect, it } from 'vitest';
import { ReadCommandName } from '#contracts/commands';
import { FRESHNESS_MS, isFresh } from './freshness.ts';

describe('a copy', () => {
  it.each(ReadCommandName.options.filter((name) => name !== 'order.find-by-reference'))(
    'of %s is fresh until its time is over',
    (command) => {
      const lifetimeMs = FRESHNESS_MS[command];
      expect(isFresh(command, 1_000, 1_000 + lifetimeMs - 1)).toBe(true);
      expect(isFresh(command, 1_000, 1_000 + lifetimeMs)).toBe(false);
    },
  );

  it('of a lookup is never fresh: it decides whether an order is sent again', () => {
    expect(isFresh('order.find-by-reference', 1_000, 1_000)).toBe(false);
  });

  it('of stock ages sooner than one of a customer', () => {
    expect(FRESHNESS_MS['availability.read']).toBeLessThan(FRESHNESS_MS['customer.read']);
  });
});
