import type { Failure } from '#contracts/errors';

/**
 * The ERP is left alone after it refused the login, for longer after each time: many ERPs lock a user after three to
 * five. 30 s after the first, short for a person who has just corrected the password; five minutes after the second to
 * fourth, which calls that run side by side may be; a quarter of an hour after that.
 */
const PAUSES_MS = [30_000, 300_000, 300_000, 300_000, 900_000];
/** So long the one call that tries again is waited for, longer than any call lasts. */
const TRIAL_MS = 60_000;

export interface LoginRefusals {
  /** Why the ERP is not asked now; null: it may be. After a pause one call may, and the others once the ERP took its login. */
  admit(): Failure | null;
  refused(error: Failure): void;
  accepted(): void;
  /** The call that was let through says nothing of the login: the next one may. */
  unclear(): void;
}

export function countLoginRefusals(nowMs: () => number): LoginRefusals {
  let last: { error: Failure; untilMs: number } | null = null;
  let inARow = 0;
  let isOnTrial = false;
  return {
    admit() {
      if (last === null) return null;
      if (nowMs() < last.untilMs) return last.error;
      last = { ...last, untilMs: nowMs() + TRIAL_MS };
      isOnTrial = true;
      return null;
    },
    refused(error) {
      inARow += 1;
      isOnTrial = false;
      const pauseMs = PAUSES_MS[Math.min(inARow, PAUSES_MS.length) - 1] ?? 0;
      last = { error, untilMs: nowMs() + pauseMs };
    },
    accepted() {
      last = null;
      inARow = 0;
      isOnTrial = false;
    },
    unclear() {
      if (isOnTrial && last !== null) last = { ...last, untilMs: nowMs() };
      isOnTrial = false;
    },
  };
}
