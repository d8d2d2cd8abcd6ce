/** 10 ms: looking takes half as long as reading an answer, so under load it would be a third of the work. */
export const LOOK_EVERY_MS = 10;
/** So many answers of an operation are all looked at: a habit is known from far fewer. */
export const LOOKED_AT_FIRST = 200;

/**
 * Which answers are looked at. Where few come, or where a write depends on them, all of them are; of an operation
 * that is only read, and read hundreds of times in a second, one in 10 ms: a change of an ERP is in all its answers.
 */
export class LookPace {
  readonly #seen = new Map<string, { count: number; lastMs: number }>();

  /** @param key of the operation  @param isWritesOwn whether a write, or its lookup, reads it */
  isDue(key: string, isWritesOwn: boolean, nowMs: number): boolean {
    const seen = this.#seen.get(key);
    if (seen === undefined) {
      this.#seen.set(key, { count: 1, lastMs: nowMs });
      return true;
    }
    if (!isWritesOwn && seen.count >= LOOKED_AT_FIRST && nowMs - seen.lastMs < LOOK_EVERY_MS) return false;
    seen.count += 1;
    seen.lastMs = nowMs;
    return true;
  }
}
