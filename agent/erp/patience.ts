import { setImmediate as nextLoop } from 'node:timers/promises';
import type { Steps } from './steps.ts';

/**
 * Runs large work without keeping the event loop: heartbeats, other calls and the link go on meanwhile.
 *   Y1  nothing runs longer than SLICE_MS and one step at a time
 *   Y2  however many answers are read at once, one of them runs per turn of the loop
 *   Y3  small work is done at once, without waiting for a turn
 */
const SLICE_MS = 8;

/** A process has one event loop, so there is one queue for it. */
let turn: Promise<unknown> = Promise.resolve();
const ownTurn = (): Promise<unknown> => {
  turn = turn.then(() => nextLoop());
  return turn;
};

/** @returns what the work gives; null where nobody waits for it any more, which is looked at between slices */
export async function inSlices<T>(steps: Steps<T>, signal?: AbortSignal): Promise<{ done: T } | null> {
  for (;;) {
    const until = performance.now() + SLICE_MS;
    do {
      const step = steps.next();
      if (step.done) return { done: step.value };
    } while (performance.now() < until);
    await ownTurn();
    if (signal?.aborted) return null;
  }
}
