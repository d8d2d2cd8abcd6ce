import type { Chore } from './chores.ts';
import type { PushStore } from './push-store.ts';

/** 400 days: beyond a year's end and its inventory, when people still look at what they sent. */
export const WHOLE_FOR_MS = 400 * 86_400_000;

export interface PushCompactionParts {
  storage: Pick<DurableObjectStorage, 'transactionSync'>;
  pushes: PushStore;
  now: () => number;
}

/** Orders that ended long ago shrink to their keys, so many at a wake. */
export class PushCompaction implements Chore {
  readonly #parts: PushCompactionParts;

  constructor(parts: PushCompactionParts) {
    this.#parts = parts;
  }

  dueAt(): number | null {
    const oldest = this.#parts.pushes.keys.oldestEndedAt();
    return oldest === null ? null : oldest + WHOLE_FOR_MS + 1;
  }

  async run(): Promise<void> {
    const { storage, pushes, now } = this.#parts;
    storage.transactionSync(() => pushes.keys.compact(now() - WHOLE_FOR_MS));
  }
}
