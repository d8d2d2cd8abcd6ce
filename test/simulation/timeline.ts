/** A moment that something waits for. */
export interface Ticket {
  isOff: boolean;
}

interface Entry extends Ticket {
  at: number;
  seq: number;
  act: () => void;
}

/** A hundred times what a seed needs: something asks again and again without time passing. */
const ACTS_MAX = 300_000;

const before = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.seq < b.seq);

/** Time that passes only by what is to happen next: a binary heap of moments, ties in the order of asking. */
export class Timeline {
  now: number;
  readonly #heap: Entry[] = [];
  #seq = 0;
  #acts = 0;

  constructor(now: number) {
    this.now = now;
  }

  at(moment: number, act: () => void): Ticket {
    this.#seq += 1;
    const entry: Entry = { at: Math.max(moment, this.now), seq: this.#seq, act, isOff: false };
    const heap = this.#heap;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || before(above, entry)) break;
      heap[index] = above;
      heap[parent] = entry;
      index = parent;
    }
    return entry;
  }

  after(ms: number, act: () => void): Ticket {
    return this.at(this.now + ms, act);
  }

  /** Lets everything happen up to this moment. Between two events, every promise that can go on goes on. */
  async runUntil(moment: number): Promise<void> {
    for (let next = this.#heap[0]; next !== undefined && next.at <= moment; next = this.#heap[0]) {
      this.#dropFirst();
      if (next.isOff) continue;
      this.now = next.at;
      this.#acts += 1;
      if (this.#acts > ACTS_MAX) throw new Error('it never comes to rest');
      next.act();
      await new Promise<void>(process.nextTick);
    }
    this.now = moment;
  }

  #dropFirst(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const right = left + 1;
      const [a, b] = [heap[left], heap[right]];
      const least = b !== undefined && a !== undefined && before(b, a) ? right : left;
      const below = heap[least];
      if (below === undefined || before(last, below)) break;
      heap[index] = below;
      index = least;
    }
    heap[index] = last;
  }
}
