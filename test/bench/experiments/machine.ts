import { setTimeout as delay } from 'node:timers/promises';
import type { Experiment } from '../bench.ts';
import { percentile } from '../percentile.ts';

/** As far apart as the calls of `overhead`: each part of the way works, and then waits for the next. */
const PAUSE_MS = 100;
const ROWS = JSON.stringify(Array.from({ length: 200 }, (_, row) => ({ row, text: `row ${row}`, pair: [row, row] })));

/**
 * What every latency here stands on, with none of our code in it: a fixed piece of computing, done over and over, and
 * done after a pause. A machine whose second figure is far above its first makes whatever comes seldom slow, such as one
 * card that is opened, and not what comes in crowds.
 */
export const machine: Experiment = {
  name: 'machine',
  keys: ['machine_work_ms', 'machine_work_after_pause_ms'],
  async run(bench) {
    const work = (): number => {
      const startedMs = performance.now();
      for (let count = 0; count < 20; count += 1) JSON.parse(ROWS);
      return performance.now() - startedMs;
    };
    const series = async (count: number, pauseMs: number): Promise<number> => {
      const samples: number[] = [];
      for (let index = 0; index < count; index += 1) {
        if (pauseMs > 0) await delay(pauseMs);
        samples.push(work());
      }
      return percentile(samples, 0.5);
    };
    await series(300, 0);
    return {
      machine_work_ms: await series(300, 0),
      machine_work_after_pause_ms: await series(bench.quick ? 10 : 50, PAUSE_MS),
    };
  },
};
