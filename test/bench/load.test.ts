import { describe, expect, it } from 'vitest';
import { closedLoop, dueTimesMs, openLoop } from './load.ts';

describe('the open loop', () => {
  it('spreads its calls evenly over the time', () => {
    expect(dueTimesMs(50, 1_000)).toHaveLength(50);
    expect(dueTimesMs(4, 1_000)).toEqual([0, 250, 500, 750]);
  });

  it('starts every call although none has come back', async () => {
    const gate = Promise.withResolvers<void>();
    let started = 0;
    const running = openLoop([0, 1, 2, 3], async () => {
      started += 1;
      if (started === 4) gate.resolve();
      await gate.promise;
    });
    expect(await running).toHaveLength(4);
  });

  it('counts a stall for those who came during it: latency is taken from the due time', async () => {
    const samples = await openLoop([0, 10, 20], async (index) => {
      if (index > 0) return;
      const endsMs = performance.now() + 120;
      // A stall of the whole process, generator and all.
      while (performance.now() < endsMs);
    });
    expect(Math.min(...samples.map(({ ms }) => ms))).toBeGreaterThan(90);
  });
});

describe('the closed loop', () => {
  it('never has more calls under way than callers, and counts what came back', async () => {
    let underWay = 0;
    let most = 0;
    const { samples, perSecond } = await closedLoop(3, 60, async () => {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => setTimeout(resolve, 5));
      underWay -= 1;
    });
    expect(most).toBe(3);
    expect(samples.length).toBeGreaterThan(5);
    expect(perSecond).toBeCloseTo((samples.length * 1000) / 60);
  });
});
