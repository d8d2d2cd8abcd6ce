import type { Failure } from '#contracts/errors';
import type { Result } from '#contracts/result';

/**
 * The ERP session, shared by all calls.
 *   S1  however many calls need a session at once, there is one login
 *   S2  a session is dropped only by a call that used it: a late "expired" cannot drop its successor
 *   S3  after a refused login no other is tried for a while: many ERPs lock a user after a few
 *   S4  a session older than the document says is not used any more
 */
export interface Session<T> {
  /** The session of now, logging in if there is none. */
  current(): Promise<Result<T>>;
  /** The ERP said that this one has expired. */
  drop(session: T): void;
}

/** 30 s: short for a person who has just corrected the password, long for a lock after five failures. */
export const REFUSED_PAUSE_MS = 30_000;

export function openSession<T>(
  login: () => Promise<Result<T>>,
  nowMs: () => number,
  renewAfterMs = Number.POSITIVE_INFINITY,
): Session<T> {
  let kept: { session: T; sinceMs: number } | null = null;
  let underWay: Promise<Result<T>> | null = null;
  let refused: { error: Failure; untilMs: number } | null = null;

  const logIn = async (): Promise<Result<T>> => {
    const sinceMs = nowMs();
    const result = await login();
    if (result.ok) kept = { session: result.value, sinceMs };
    else if (result.error.code === 'erp.credential-refused') {
      refused = { error: result.error, untilMs: nowMs() + REFUSED_PAUSE_MS };
    }
    return result;
  };

  return {
    async current() {
      if (kept !== null && nowMs() - kept.sinceMs >= renewAfterMs) kept = null;
      if (kept !== null) return { ok: true, value: kept.session };
      if (refused !== null && nowMs() < refused.untilMs) return { ok: false, error: refused.error };
      refused = null;
      underWay ??= logIn().finally(() => {
        underWay = null;
      });
      return underWay;
    },
    drop(session) {
      if (kept?.session === session) kept = null;
    },
  };
}
