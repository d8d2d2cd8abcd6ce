import { describe, expect, it } from 'vitest';
import { ReadCommandName } from '#contracts/commands';
import { FRESHNESS_MS, isFresh } from './freshness.ts';

const NEVER_FROM_A_COPY: readonly ReadCommandName[] = [
  'order.find-by-reference',
  'customer.find-by-reference',
  'order.changes',
];

describe('a copy', () => {
  it.each(ReadCommandName.options.filter((name) => !NEVER_FROM_A_COPY.includes(name)))(
    'of %s is fresh until its time is over',
    (command) => {
      const lifetimeMs = FRESHNESS_MS[command];
      expect(isFresh(command, 1_000, 1_000 + lifetimeMs - 1, {}, false)).toBe(true);
      expect(isFresh(command, 1_000, 1_000 + lifetimeMs, {}, false)).toBe(false);
    },
  );

  it.each(NEVER_FROM_A_COPY)('of %s is never fresh: something is decided by it', (command) => {
    expect(isFresh(command, 1_000, 1_000, { [command]: 60_000 }, false)).toBe(false);
  });

  it('is fresh as long as the tenant wants it', () => {
    expect(isFresh('order.list', 0, 299_999, { 'order.list': 300_000 }, false)).toBe(true);
    expect(isFresh('order.list', 0, 300_000, { 'order.list': 300_000 }, false)).toBe(false);
  });

  it('is asked for anew on request, but not twice for two clicks', () => {
    expect(isFresh('order.list', 0, 1_999, {}, true)).toBe(true);
    expect(isFresh('order.list', 0, 2_000, {}, true)).toBe(false);
  });

  it('that is of a later hour than now is of a clock that went back, and not fresh', () => {
    expect(isFresh('order.list', 3_600_000, 0, {}, false)).toBe(false);
    expect(isFresh('order.list', 3_600_000, 0, {}, true)).toBe(false);
  });

  it('of stock ages sooner than one of a customer', () => {
    expect(FRESHNESS_MS['availability.read']).toBeLessThan(FRESHNESS_MS['customer.read']);
  });
});
