import { describe, expect, it } from 'vitest';
import { BEHIND, IMPORTANCE, isAbandoned, nextTurn } from './read-turn.ts';

const { first, next, later } = IMPORTANCE;
const waits = (rank: number, since = 0) => ({ rank, since, wantedAt: since });

describe('the next turn', () => {
  it.each([
    ['is nobody’s when nobody waits', [], 0, -1],
    ['is the most important’s, wherever it stands', [waits(later), waits(next), waits(first)], 0, 2],
    ['is the one’s that waits longest among equals', [waits(first), waits(first), waits(later)], 0, 0],
    ['is a person’s before a refresh behind what is shown', [waits(first + BEHIND), waits(later)], 0, 1],
    ['comes to the less important that waited long enough', [waits(first, 5_000), waits(later, 0)], 5_000, 0],
    ['comes to it, and not later', [waits(first, 7_500), waits(later, 0)], 7_500, 1],
    [
      'comes to a refresh within 20 s, whatever else comes',
      [waits(first, 22_500), waits(first + BEHIND, 0)],
      22_500,
      1,
    ],
  ])('%s', (_name, waiting, now, expected) => {
    expect(nextTurn(waiting, now)).toBe(expected);
  });
});

it('a read is abandoned when nobody has asked for it in 12 s', () => {
  expect([12_000, 12_001].map((now) => isAbandoned(waits(first), now))).toEqual([false, true]);
});
