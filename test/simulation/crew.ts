import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Round, RoundPlayed } from './player.ts';
import { noSeeds, sumOf, type Tally } from './tally.ts';

const ROUND = 50;

/** One thread and the round that it plays. */
class Player {
  readonly #worker: Worker;

  constructor(mutant: string | null) {
    this.#worker = new Worker(join(import.meta.dirname, 'player.ts'), { workerData: { mutant } });
  }

  play(round: Round): Promise<RoundPlayed> {
    return new Promise((resolve, reject) => {
      this.#worker.removeAllListeners();
      this.#worker.once('message', resolve);
      this.#worker.once('error', reject);
      this.#worker.postMessage(round);
    });
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** Plays seeds on several threads. `onRound` hears the sum so far and what was found. */
export async function playSeeds(
  { from, seeds, threads }: { from: number; seeds: number; threads: number },
  onRound: (sum: Tally, lines: readonly string[]) => void,
): Promise<Tally> {
  let next = from;
  let sum = noSeeds();
  const one = async (): Promise<void> => {
    const player = new Player(null);
    try {
      while (next < from + seeds) {
        const round = { from: next, count: Math.min(ROUND, from + seeds - next), stopsAtFirst: false };
        next += round.count;
        const { tally, lines } = await player.play(round);
        sum = sumOf(sum, tally);
        onRound(sum, lines);
      }
    } finally {
      await player.end();
    }
  };
  await Promise.all(Array.from({ length: threads }, one));
  return sum;
}

/** Plays seeds from 1 with a protection taken out, until something is found. */
export async function huntMutant(name: string, seedsMax: number): Promise<RoundPlayed> {
  const player = new Player(name);
  try {
    return await player.play({ from: 1, count: seedsMax, stopsAtFirst: true });
  } finally {
    await player.end();
  }
}
