import { exploreEachState } from './each-state.ts';
import type { Explored, Instance } from './explored.ts';
import { explorePairs } from './pairs.ts';

/** Every state that can be reached: of two pushes as pairs, else one by one. */
export const explore = (instance: Instance): Explored =>
  instance.pushes === 2 ? explorePairs(instance) : exploreEachState(instance);
