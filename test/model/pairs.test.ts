import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countOf, transpose } from './bit-rows.ts';
import { exploreEachState } from './each-state.ts';
import { type Instance, STUCK } from './explored.ts';
import { PROMISES } from './machine.ts';
import { MUTANTS } from './mutants.ts';
import { explorePairs } from './pairs.ts';

const none = { crashes: 0, breaks: 0, twice: 0, late: 0 };
const two = { pushes: 2, attemptsMax: 1, bounds: PROMISES.fence };

/** Each fault once and each kind of promise, with one attempt each: more would take the search state by state minutes. */
const ALIKE: readonly (Instance & { name: string })[] = [
  { name: 'a late commit', ...two, left: { ...none, late: 1 } },
  { name: 'a frame twice', ...two, left: { ...none, twice: 1 } },
  { name: 'a broken link', ...two, left: { ...none, breaks: 1 } },
  { name: 'a unique key', ...two, bounds: PROMISES.unique, left: { ...none, late: 1 } },
  { name: 'no bound', ...two, bounds: PROMISES['no-bound'], left: none },
  { name: 'no lookup', ...two, bounds: PROMISES['no-lookup'], left: { ...none, crashes: 1 } },
];

describe('two pushes searched as pairs', () => {
  it.each(ALIKE)(
    'are the states, moves, depth and sights of worlds with two pushes: $name',
    ({ name: _, ...instance }) => {
      const found = explorePairs(instance);
      expect(found).toEqual(exploreEachState(instance));
      expect(found.states).toBeGreaterThan(1_000);
    },
  );

  it.each(MUTANTS)('show what a mutant lets through, as soon as one push does: $name', ({ name: _, ...mutant }) => {
    const instance = { ...two, attemptsMax: 2, left: none, ...mutant };
    const one = exploreEachState({ ...instance, pushes: 1 });
    const both = explorePairs(instance);
    expect(both.wrong).toBe(one.wrong);
    expect(both.path).toHaveLength(one.path.length);
  });

  it('are stuck where only a fault would lead on: a link that comes back wakes what is in doubt', () => {
    const left = { ...none, crashes: 1 };
    const instance = { ...two, left, ...MUTANTS.find(({ name }) => name === 'a push in doubt is never woken') };
    const one = exploreEachState({ ...instance, pushes: 1 });
    const both = explorePairs(instance);
    expect(both.wrong).toBe(STUCK);
    expect(both.path).toHaveLength(one.path.length);
  });
});

describe('bits', () => {
  it('are turned over, and counted', () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { minLength: 32, maxLength: 32 }), (rows) => {
        const block = Int32Array.from(rows);
        transpose(block);
        const bit = (of: ArrayLike<number>, at: number, place: number): number => ((of[at] ?? 0) >>> place) & 1;
        for (let at = 0; at < 32; at += 1) {
          for (let place = 0; place < 32; place += 1) expect(bit(block, at, place)).toBe(bit(rows, place, at));
        }
        for (const row of rows) expect(countOf(row)).toBe(popcount(row));
      }),
      { numRuns: 20 },
    );
  });
});

const popcount = (bits: number): number => (bits >>> 0).toString(2).replaceAll('0', '').length;
