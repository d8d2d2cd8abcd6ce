/**
 * Tells of what has not ended in time, with one timer for all of it: a timer for each call is set and cleared for
 * nothing nearly always. None is left when nothing is under way, so that the object can hibernate.
 */
export class Deadlines {
  readonly #onLate: (id: number) => void;
  readonly #now: () => number;
  /** When each is late, epoch ms. */
  readonly #ends = new Map<number, number>();
  #timer: { id: ReturnType<typeof setTimeout>; at: number } | null = null;

  constructor(onLate: (id: number) => void, now: () => number) {
    this.#onLate = onLate;
    this.#now = now;
  }

  begin(id: number, ms: number): void {
    const at = this.#now() + ms;
    this.#ends.set(id, at);
    if (this.#timer === null || at < this.#timer.at) this.#wakeAt(at);
  }

  end(id: number): void {
    this.#ends.delete(id);
    if (this.#ends.size === 0) this.#sleep();
  }

  #wakeAt(at: number): void {
    this.#sleep();
    this.#timer = { id: setTimeout(() => this.#look(at), Math.max(0, at - this.#now())), at };
  }

  #sleep(): void {
    if (this.#timer !== null) clearTimeout(this.#timer.id);
    this.#timer = null;
  }

  /** @param dueAt what the timer was set for: that it rang is proof enough, whatever the clock says */
  #look(dueAt: number): void {
    this.#timer = null;
    const now = this.#now();
    const until = Math.max(dueAt, now);
    for (const [id, at] of this.#ends) {
      if (at > until) {
        // The clock went back: what is left to each has not grown by that.
        if (now < dueAt) this.#ends.set(id, at - (dueAt - now));
        continue;
      }
      this.#ends.delete(id);
      this.#onLate(id);
    }
    if (this.#ends.size > 0) this.#wakeAt(Math.min(...this.#ends.values()));
  }
}
