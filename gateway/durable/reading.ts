import { answerAt } from '../core/answer-time.ts';
import type { Section } from '../core/live-read.ts';
import { withinMs } from './within-ms.ts';

/** A section that is being read; it can be looked at at any moment. */
export interface Reading<T> {
  /** Resolves when there is no more to wait for, never rejects; null: that is so already. */
  readonly settled: Promise<unknown> | null;
  /** Whether there is something to show meanwhile. */
  readonly isKnown: boolean;
  /** As it stands now. */
  section(): Section<T>;
}

interface Part {
  reading: Reading<unknown>;
  isImportant: boolean;
}

/** Waits until a view of these parts is to be answered (core/answer-time.ts). */
export async function untilAnswerable(
  parts: readonly Part[],
  { askedAt, budgetEndsAt }: { askedAt: number; budgetEndsAt: number },
  now: () => number,
): Promise<void> {
  const unsettled = new Set(parts.filter(({ reading }) => reading.settled !== null));
  if (unsettled.size === 0) return;
  let lastCameAt: number | null = parts.some(({ reading }) => reading.settled === null || reading.isKnown)
    ? askedAt
    : null;
  for (const part of unsettled) {
    void part.reading.settled?.then(() => {
      unsettled.delete(part);
      lastCameAt = now();
    });
  }
  // What needs no asking, such as that no agent is there, is known in this very turn.
  await withinMs(Promise.all([...unsettled].map(({ reading }) => reading.settled)), 0);
  for (;;) {
    const missing = [...unsettled].filter(({ reading }) => !reading.isKnown);
    const importantMissing = missing.filter(({ isImportant }) => isImportant).length;
    const waitMs = answerAt({ askedAt, budgetEndsAt, lastCameAt, missing: missing.length, importantMissing }) - now();
    if (waitMs <= 0) return;
    const oneCame = Promise.race(missing.map(({ reading }) => reading.settled)).then(() => true);
    if ((await withinMs(oneCame, waitMs)) === null) return;
  }
}
