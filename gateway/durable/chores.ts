/** Something that is done in the background, in its own time. */
export interface Chore {
  /** When there is something to do; null: nothing. Epoch ms. */
  dueAt(): number | null;
  /** Does what is due. What it did not get to, it says by `dueAt`. */
  run(): Promise<void>;
}

/** Beyond what a run takes: an object that was evicted in the middle of one is woken for the rest. */
const RUN_MAX_MS = 60_000;

/**
 * Starts chores when the alarm comes, and waits for none: pushes share that alarm, and a CRM that takes its time must
 * not hold them back (P9). Of each chore one run is under way at a time.
 */
export class Chores {
  readonly #chores: readonly Chore[];
  readonly #now: () => number;
  readonly #onDone: () => Promise<void>;
  readonly #running = new Set<Chore>();
  /** Chores that broke, and until when they are left alone. */
  readonly #broken = new Map<Chore, number>();

  /** @param onDone after a run: it may have left something to do */
  constructor(chores: readonly Chore[], now: () => number, onDone: () => Promise<void>) {
    this.#chores = chores;
    this.#now = now;
    this.#onDone = onDone;
  }

  /** Starts what is due. */
  start(): void {
    for (const chore of this.#chores) {
      const wakeAt = this.#wakeAt(chore);
      if (this.#running.has(chore) || wakeAt === null || wakeAt > this.#now()) continue;
      this.#running.add(chore);
      this.#broken.delete(chore);
      void this.#run(chore);
    }
  }

  nextWake(): number | null {
    const times = this.#chores.map((chore) => this.#wakeAt(chore)).filter((wakeAt) => wakeAt !== null);
    return times.length === 0 ? null : Math.min(...times);
  }

  #wakeAt(chore: Chore): number | null {
    const dueAt = chore.dueAt();
    if (dueAt === null) return null;
    return Math.max(dueAt, this.#running.has(chore) ? this.#now() + RUN_MAX_MS : (this.#broken.get(chore) ?? 0));
  }

  async #run(chore: Chore): Promise<void> {
    try {
      await chore.run();
    } catch (error) {
      // Our own mistake in one must neither stop the others nor be made again at once.
      this.#broken.set(chore, this.#now() + RUN_MAX_MS);
      const detail = error instanceof Error ? `${error.name}: ${error.message}` : 'thrown';
      console.error(JSON.stringify({ code: 'defect.impossible-state', detail }));
    } finally {
      this.#running.delete(chore);
    }
    // Fails only where the object is gone already; the alarm that was set before the run wakes it for the rest.
    await this.#onDone().catch(() => {});
  }
}
