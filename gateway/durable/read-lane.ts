/** Questions that wait for a turn. More than this many would wait longer than anybody does. */
const WAITING_MAX = 2_000;
/** Cards ask again every few seconds while something is loading: a question nobody has asked for so long has no reader left. */
const ABANDONED_MS = 30_000;

interface Waiting {
  start: () => void;
  giveUp: () => void;
  wantedAt: () => number;
}

/** What became of a turn: run, or not, because too many wait or nobody does any more. */
export type Turn<T> = { ran: true; value: T } | { ran: false; why: 'full' | 'abandoned' };

/** Lets so many reads run at once; the others wait, first come first served, and are dropped when their readers have gone. */
export class ReadLane {
  readonly #max: () => number;
  readonly #now: () => number;
  readonly #waiting: Waiting[] = [];
  #running = 0;

  constructor(max: () => number, now: () => number) {
    this.#max = max;
    this.#now = now;
  }

  /** @param wantedAt when somebody last asked for this */
  run<T>(wantedAt: () => number, task: () => Promise<T>): Promise<Turn<T>> {
    if (this.#running < this.#max()) return this.#start(task);
    if (this.#waiting.length >= WAITING_MAX) return Promise.resolve({ ran: false, why: 'full' });
    return new Promise((resolve) => {
      this.#waiting.push({
        wantedAt,
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
    while (this.#running < this.#max()) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      if (this.#now() - next.wantedAt() <= ABANDONED_MS) next.start();
      else next.giveUp();
    }
  }
}
