/**
 * Work that is done a few at a time, each key once: asked for again while it waits or runs, it is not added.
 * What waits here is in memory only; whoever asked asks again.
 */
export class BoundedDesk {
  readonly #atOnce: number;
  readonly #keys = new Set<string>();
  readonly #waiting: { key: string; work: () => Promise<void> }[] = [];
  #running = 0;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  add(key: string, work: () => Promise<void>): void {
    if (this.#keys.has(key)) return;
    this.#keys.add(key);
    this.#waiting.push({ key, work });
    this.#start();
  }

  #start(): void {
    while (this.#running < this.#atOnce) {
      const next = this.#waiting.shift();
      if (next === undefined) return;
      this.#running += 1;
      void this.#carryOut(next.key, next.work);
    }
  }

  async #carryOut(key: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } finally {
      this.#keys.delete(key);
      this.#running -= 1;
      this.#start();
    }
  }
}
