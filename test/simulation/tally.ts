import { type FaultCounts, type FaultName, noFaults } from './faults.ts';
import type { Played } from './play.ts';
import type { Verdict } from './world.ts';

/** What a number of seeds came to. */
export interface Tally {
  seeds: number;
  pushes: number;
  parked: number;
  /** How many findings of each kind. */
  found: Record<Verdict, number>;
  faults: FaultCounts;
  firstBadSeed: number | null;
}

export const noSeeds = (): Tally => ({
  seeds: 0,
  pushes: 0,
  parked: 0,
  found: { duplicate: 0, lost: 0, wrong: 0, unresolved: 0 },
  faults: noFaults(),
  firstBadSeed: null,
});

export function tallyOf({ seed, pushes, parked, violations, faults }: Played): Tally {
  const found = { duplicate: 0, lost: 0, wrong: 0, unresolved: 0 };
  for (const { verdict } of violations) found[verdict] += 1;
  return { seeds: 1, pushes, parked, found, faults, firstBadSeed: violations.length > 0 ? seed : null };
}

export function sumOf(one: Tally, other: Tally): Tally {
  const faults = noFaults();
  for (const name of Object.keys(faults) as FaultName[]) faults[name] = one.faults[name] + other.faults[name];
  const found = { ...one.found };
  for (const verdict of Object.keys(found) as Verdict[]) found[verdict] += other.found[verdict];
  const bad = [one.firstBadSeed, other.firstBadSeed].filter((seed) => seed !== null);
  return {
    seeds: one.seeds + other.seeds,
    pushes: one.pushes + other.pushes,
    parked: one.parked + other.parked,
    found,
    faults,
    firstBadSeed: bad.length === 0 ? null : Math.min(...bad),
  };
}
