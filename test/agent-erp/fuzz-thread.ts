import { parentPort, workerData } from 'node:worker_threads';
import { brokenAnswer, openBrokenErp } from './broken-answers.ts';
import type { Found, Span } from './fuzz-watch.ts';
import { inventedIn } from './named-orders.ts';

/** Tries the seeds of a span, one after another, and shows which one it is at. */
const { from, end, at } = workerData as Span;
const tell = (found: Found | 'done'): void => parentPort?.postMessage(found);

const erp = await openBrokenErp();
for (let seed = from; seed < end; seed += 1) {
  Atomics.store(at, 0, seed);
  const answer = brokenAnswer(seed);
  try {
    const detail = inventedIn(answer, await erp.give(answer));
    if (detail !== null) tell({ seed, kind: 'invented', detail });
  } catch (thrown) {
    tell({
      seed,
      kind: 'crashes',
      detail: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown),
    });
  }
}
await erp.close();
tell('done');
