import { isAbandoned, nextTurn, type WaitingRead } from '../core/read-turn.ts';

/** Questions that wait for a turn. More than this many would wait longer than anybody does. */
const WAITING_MAX = 2_000;

interface Waiting extends WaitingRead {
  start: () => void;
  giveUp: () => void;
}

/** Who asks: read when the turn comes, since a question may have become more urgent while it waited. */
export interface Asker {
  readonly rank: number;
  /** When somebody last asked for this, epoch ms. */
  readonly wantedAt: number;
}

/** What became of a turn: run, or not, because too many wait or nobody does any more. */
export type Turn<T> = { ran: true; value: T } | { ran: false; why: 'full' | 'abandoned' };

/** Lets so many reads run at once; the others wait, what matters most goes first, and those without readers are dropped. */
export class ReadLane {
  readonly #max: () => number;
  readonly #now: () => number;
  #waiting: Waiting[] = [];
  #running = 0;

  constructor(max: () => number, now: () => number) {
    this.#max = max;
    this.#now = now;
  }

  run<T>(asker: Asker, task: () => Promise<T>): Promise<Turn<T>> {
    if (this.#running < this.#max()) return this.#start(task);
    if (this.#waiting.length >= WAITING_MAX) return Promise.resolve({ ran: false, why: 'full' });
    return new Promise((resolve) => {
      this.#waiting.push({
        since: this.#now(),
        get rank() {
          return asker.rank;
        },
        get wantedAt() {
          return asker.wantedAt;
        },
        start: () => resolve(this.#start(task)),
        giveUp: () => resolve({ ran: false, why: 'abandoned' }),
      });
    });
  }

  async #start<T>(task: () => Promise<T>): Promise<Turn<T>> {
    this.#running += 1;
    try {
      return { ran: true, value: await task() };
    } finally {
      this.#running -= 1;
      this.#next();
    }
  }

  #next(): void {
    if (this.#waiting.length === 0) return;
    const now = this.#now();
    for (const one of this.#waiting) if (isAbandoned(one, now)) one.giveUp();
    this.#waiting = this.#waiting.filter((one) => !isAbandoned(one, now));
    while (this.#running < this.#max()) {
      const [next] = this.#waiting.splice(nextTurn(this.#waiting, now), 1);
      if (next === undefined) return;
      next.start();
    }
  }
}
