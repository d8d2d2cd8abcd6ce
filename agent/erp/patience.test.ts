import { expect, it } from 'vitest';
import { inSlices } from './patience.ts';
import type { Steps } from './steps.ts';

/** Longer than a slice, so that every step ends one. */
const STEP_MS = 9;

function* work(steps: number, onStep: () => void): Steps<string> {
  for (let step = 0; step < steps; step += 1) {
    onStep();
    const untilMs = performance.now() + STEP_MS;
    while (performance.now() < untilMs);
    yield;
  }
  return 'done';
}

it('[Y1][Y2] the loop turns between the slices, and takes one slice of all works per turn', async () => {
  let turn = 0;
  const counting = { on: true };
  const count = (): void => {
    turn += 1;
    if (counting.on) setImmediate(count);
  };
  setImmediate(count);
  const turns: number[] = [];
  const both = await Promise.all([1, 2].map(() => inSlices(work(4, () => turns.push(turn)))));
  counting.on = false;
  expect(both).toEqual([{ done: 'done' }, { done: 'done' }]);
  // The first slice of each is done where it is asked for.
  const later = turns.slice(2);
  expect(later).toHaveLength(6);
  expect(new Set(later).size).toBe(later.length);
});

it('[Y3] small work is done without waiting for a turn', async () => {
  let turned = false;
  setImmediate(() => {
    turned = true;
  });
  function* small(): Steps<number> {
    yield;
    return 7;
  }
  expect(await inSlices(small())).toEqual({ done: 7 });
  expect(turned).toBe(false);
});

it('work that nobody waits for any more is left alone', async () => {
  const leaving = new AbortController();
  let steps = 0;
  const done = await inSlices(
    work(100, () => {
      steps += 1;
      if (steps === 2) leaving.abort();
    }),
    leaving.signal,
  );
  expect(done).toBeNull();
  expect(steps).toBe(2);
});
