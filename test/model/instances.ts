/** The instances that are searched, each small enough to be searched whole. */

import type { Instance } from './explored.ts';
import { PROMISES } from './machine.ts';

export interface Named extends Instance {
  name: string;
}

const one = { pushes: 1, attemptsMax: 2 };
const two = { pushes: 2, attemptsMax: 2, bounds: PROMISES.fence };

/**
 * Everything that can befall one push; then two of them with what they share: the links, the moments when things
 * break, and that one is sent at a time.
 */
export const INSTANCES: readonly Named[] = [
  { name: 'one push, two crashes', ...one, bounds: PROMISES.fence, left: { crashes: 2, breaks: 0, twice: 1, late: 1 } },
  { name: 'one push, a break', ...one, bounds: PROMISES.fence, left: { crashes: 1, breaks: 1, twice: 0, late: 1 } },
  { name: 'one push, unique key', ...one, bounds: PROMISES.unique, left: { crashes: 1, breaks: 0, twice: 1, late: 1 } },
  {
    name: 'one push, no bound',
    ...one,
    bounds: PROMISES['no-bound'],
    left: { crashes: 2, breaks: 0, twice: 1, late: 1 },
  },
  {
    name: 'one push, no lookup',
    ...one,
    bounds: PROMISES['no-lookup'],
    left: { crashes: 2, breaks: 1, twice: 1, late: 1 },
  },
  { name: 'two pushes, two crashes', ...two, left: { crashes: 2, breaks: 0, twice: 0, late: 1 } },
];

/** Searched with every change: seconds. */
export const QUICK: readonly Named[] = [
  { name: 'one push, a crash', ...one, bounds: PROMISES.fence, left: { crashes: 1, breaks: 0, twice: 0, late: 1 } },
  { name: 'one push, unique key', ...one, bounds: PROMISES.unique, left: { crashes: 0, breaks: 0, twice: 0, late: 1 } },
  {
    name: 'one push, no bound',
    ...one,
    bounds: PROMISES['no-bound'],
    left: { crashes: 1, breaks: 0, twice: 0, late: 1 },
  },
  {
    name: 'one push, no lookup',
    ...one,
    bounds: PROMISES['no-lookup'],
    left: { crashes: 1, breaks: 0, twice: 0, late: 1 },
  },
  { name: 'two pushes', ...two, left: { crashes: 0, breaks: 0, twice: 0, late: 1 } },
];
