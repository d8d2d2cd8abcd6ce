/**
 * The way out:  told to stop ─► nothing new is begun ─► writes under way have ended, or DRAIN_MS are over ─► over
 *
 *   D1  once told, no write begins. What was claimed and has not begun is reported as not sent by the next start
 *   D2  a write under way is waited for, journalled and reported; the link stays up so long
 *   D3  it ends within DRAIN_MS all the same. What is still under way then is in doubt, as after a crash
 */

/** 25 s: under the 30 s after which most service managers kill, and longer than an ERP's call as a rule. */
export const DRAIN_MS = 25_000;

export class Drain {
  readonly #told: AbortSignal;
  readonly #underWay = new Set<Promise<void>>();
  readonly #over = new AbortController();

  /** `waited` resolves when the time for a drain is over; it is asked once, when the drain begins. */
  constructor(told: AbortSignal, waited: () => Promise<void>) {
    this.#told = told;
    const begin = (): void => {
      void Promise.race([this.#ended(), waited()]).then(() => this.#over.abort());
    };
    if (told.aborted) begin();
    else told.addEventListener('abort', begin, { once: true });
  }

  /** Told to stop: nothing new may begin. */
  get isDraining(): boolean {
    return this.#told.aborted;
  }

  /** Writes that have begun and not ended. */
  get underWay(): number {
    return this.#underWay.size;
  }

  /** Aborted once all may end. */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  /** Carries a write out to its report; false, and nothing is begun, once told to stop. */
  write(work: () => Promise<void>): boolean {
    if (this.isDraining) return false;
    const written = work().finally(() => this.#underWay.delete(written));
    this.#underWay.add(written);
    return true;
  }

  async #ended(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }
}
