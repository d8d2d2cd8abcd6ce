import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answerAt, budgetMs, type Waiting } from './answer-time.ts';

const asked: Waiting = { askedAt: 0, budgetEndsAt: 2_200, lastCameAt: null, missing: 4, importantMissing: 2 };

describe('a view answers', () => {
  it.each<[string, Partial<Waiting>, number]>([
    ['at once when it is whole', { missing: 0, importantMissing: 0, lastCameAt: 700 }, 0],
    ['at the end of its budget when nothing came', {}, 2_200],
    ['350 ms after the last that came, with what matters', { missing: 1, importantMissing: 0, lastCameAt: 400 }, 750],
    ['no sooner than after 1 s without what matters', { missing: 3, importantMissing: 1, lastCameAt: 100 }, 1_000],
    ['350 ms after a late one without what matters', { missing: 2, importantMissing: 1, lastCameAt: 900 }, 1_250],
    ['never beyond its budget', { missing: 1, importantMissing: 0, lastCameAt: 2_100 }, 2_200],
  ])('%s', (_name, known, expected) => {
    expect(answerAt({ ...asked, ...known })).toBe(expected);
  });

  it('within its budget whatever comes when, and whole when the rest follows closely', () => {
    const moment = fc.integer({ min: 0, max: 2_200 });
    fc.assert(
      fc.property(moment, fc.nat(4), fc.nat(4), (lastCameAt, missing, importantMissing) => {
        const at = answerAt({ ...asked, lastCameAt, missing, importantMissing: Math.min(missing, importantMissing) });
        expect(at).toBeLessThanOrEqual(asked.budgetEndsAt);
        if (missing > 0) expect(at).toBeGreaterThanOrEqual(Math.min(lastCameAt + 350, asked.budgetEndsAt));
      }),
    );
  });
});

it.each([
  [0, 2_200],
  [900, 1_300],
  [5_000, 0],
])('of a card for whose tenant was waited %i ms, %i ms are left', (spentMs, left) => {
  expect(budgetMs({ spentMs })).toBe(left);
});
