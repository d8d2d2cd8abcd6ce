import { registerHooks } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import { MUTANTS, mutated } from './mutants.ts';
import { noSeeds, sumOf, type Tally, tallyOf } from './tally.ts';

/** A thread that plays the seeds it is given, perhaps with one protection of the product taken out. */

/** A round of work: these seeds, in order. */
export interface Round {
  from: number;
  count: number;
  /** Ends with the first seed that shows something. */
  stopsAtFirst: boolean;
}
export interface RoundPlayed {
  tally: Tally;
  /** One line for each finding, the seed first. */
  lines: string[];
}

const { mutant } = workerData as { mutant: string | null };
const chosen = MUTANTS.find(({ name }) => name === mutant);
if (chosen !== undefined) {
  registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context);
      if (!url.endsWith(chosen.file)) return loaded;
      return { ...loaded, source: mutated(chosen, String(loaded.source)) };
    },
  });
}
// Only now: what it loads is changed on the way.
const { play } = await import('./play.ts');
const { ignoreEvictions } = await import('./object-store.ts');
ignoreEvictions();

parentPort?.on('message', async ({ from, count, stopsAtFirst }: Round) => {
  let tally = noSeeds();
  const lines: string[] = [];
  for (let seed = from; seed < from + count; seed += 1) {
    const played = await play(seed);
    // A promise that was broken off unheard counts for this seed: Node looks at those only where the loop turns.
    await new Promise(setImmediate);
    tally = sumOf(tally, tallyOf(played));
    for (const { verdict, rule, detail } of played.violations)
      lines.push(`seed ${seed}: ${verdict}, ${rule}: ${detail}`);
    if (stopsAtFirst && tally.firstBadSeed !== null) break;
  }
  parentPort?.postMessage({ tally, lines } satisfies RoundPlayed);
});
