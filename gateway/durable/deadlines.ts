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
  /** What the clock said last. */
  #readAt = Number.NEGATIVE_INFINITY;

  constructor(onLate: (id: number) => void, now: () => number) {
    this.#onLate = onLate;
    this.#now = now;
  }

  begin(id: number, ms: number): void {
    const at = this.#read() + ms;
    this.#ends.set(id, at);
    if (this.#timer === null || at < this.#timer.at) this.#wakeAt(at);
  }

  end(id: number): void {
    this.#ends.delete(id);
    if (this.#ends.size === 0) this.#sleep();
  }

  /** The clock. Where it went back since it was read last, what is left to each has not grown by that. */
  #read(): number {
    const now = this.#now();
    const backMs = this.#readAt - now;
    if (backMs > 0) {
      for (const [id, at] of this.#ends) this.#ends.set(id, at - backMs);
      if (this.#timer !== null) this.#timer.at -= backMs;
    }
    this.#readAt = now;
    return now;
  }

  #wakeAt(at: number): void {
    this.#sleep();
    this.#timer = { id: setTimeout(() => this.#look(), Math.max(0, at - this.#read())), at };
  }

  #sleep(): void {
    if (this.#timer !== null) clearTimeout(this.#timer.id);
    this.#timer = null;
  }

  #look(): void {
    // That the timer rang is proof that it is so late, whatever the clock says.
    this.#readAt = Math.max(this.#readAt, this.#timer?.at ?? 0);
    this.#timer = null;
    const now = this.#read();
    for (const [id, at] of this.#ends) {
      if (at > now) continue;
      this.#ends.delete(id);
      this.#onLate(id);
    }
    if (this.#ends.size > 0) this.#wakeAt(Math.min(...this.#ends.values()));
  }
}
