import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fullJitterMs } from './backoff.ts';

const backoff = { baseMs: 500, capMs: 30_000 };
/** The largest number below 1 that a random source draws. */
const ALMOST_ONE = 1 - Number.EPSILON / 2;

describe('the wait between attempts', () => {
  it('is a whole number of milliseconds from 0 to below the cap, however many failures there were', () => {
    const failures = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.maxSafeNat());
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(failures, random, (count, drawn) => {
        const wait = fullJitterMs(backoff, count, drawn);
        expect(Number.isInteger(wait)).toBe(true);
        expect(wait).toBeGreaterThanOrEqual(0);
        expect(wait).toBeLessThanOrEqual(backoff.capMs);
      }),
    );
  });

  it('may double with each failure until the cap', () => {
    const longest = [1, 2, 3, 6, 7, 8, 1_000].map((failures) => fullJitterMs(backoff, failures, ALMOST_ONE));
    expect(longest).toEqual([499, 999, 1_999, 15_999, 29_999, 29_999, 29_999]);
  });

  it('spreads over the whole range, so that agents do not come back together', () => {
    expect([0, 0.25, 0.5].map((random) => fullJitterMs(backoff, 20, random))).toEqual([0, 7_500, 15_000]);
  });

  it('takes no failure for the first', () => {
    expect(fullJitterMs(backoff, 0, 0.5)).toBe(fullJitterMs(backoff, 1, 0.5));
  });
});
