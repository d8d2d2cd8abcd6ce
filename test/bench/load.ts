import { setTimeout as delay } from 'node:timers/promises';

/**
 * Two kinds of load, each for its question:
 *   open loop    calls start when they are due, whether or not earlier ones are back, and a latency counts from the
 *                due time: a stall is felt by everyone who would have come during it (no coordinated omission)
 *   closed loop  so many callers, each asks again as soon as it has its answer: for a rate
 */

export interface Sample<T> {
  /** From the moment the call was due. */
  ms: number;
  answer: T;
}

/** When each call is due, in ms from the start: evenly spread, none at the same moment. */
export const dueTimesMs = (perSecond: number, durationMs: number): number[] =>
  Array.from({ length: Math.floor((perSecond * durationMs) / 1000) }, (_, index) => (index * 1000) / perSecond);

/** Runs an open loop and waits for every answer. Rejects when a call does. */
export async function openLoop<T>(dueMs: readonly number[], call: (index: number) => Promise<T>): Promise<Sample<T>[]> {
  const startedMs = performance.now();
  const running: Promise<Sample<T>>[] = [];
  for (const [index, due] of dueMs.entries()) {
    const waitMs = startedMs + due - performance.now();
    if (waitMs > 1) await delay(waitMs);
    running.push(call(index).then((answer) => ({ ms: performance.now() - startedMs - due, answer })));
  }
  return Promise.all(running);
}

export interface Rate {
  perSecond: number;
  /** Each call's latency, in ms. */
  samples: number[];
}

/** Runs a closed loop of `callers` for the time given; calls under way at its end are finished and not counted. */
export async function closedLoop(
  callers: number,
  durationMs: number,
  call: (index: number) => Promise<unknown>,
): Promise<Rate> {
  const samples: number[] = [];
  const startedMs = performance.now();
  const endsMs = startedMs + durationMs;
  let index = 0;
  const caller = async (): Promise<void> => {
    for (let beganMs = performance.now(); beganMs < endsMs; beganMs = performance.now()) {
      index += 1;
      await call(index - 1);
      const nowMs = performance.now();
      if (nowMs <= endsMs) samples.push(nowMs - beganMs);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { perSecond: (samples.length * 1000) / durationMs, samples };
}
