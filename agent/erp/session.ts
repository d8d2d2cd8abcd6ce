import type { Failure } from '#contracts/errors';
import type { Result } from '#contracts/result';

/**
 * The ERP session, shared by all calls.
 *   S1  however many calls need a session at once, there is one login
 *   S2  a session is dropped only by a call that used it: a late "expired" cannot drop its successor
 *   S3  after a refused login no other is tried for a while: many ERPs lock a user after a few
 */
export interface Session {
  /** The session of now, logging in if there is none. */
  current(): Promise<Result<string>>;
  /** The ERP said that this one has expired. */
  drop(session: string): void;
}

/** 30 s: short for a person who has just corrected the password, long for a lock after five failures. */
export const REFUSED_PAUSE_MS = 30_000;

export function openSession(login: () => Promise<Result<string>>, nowMs: () => number): Session {
  let kept: string | null = null;
  let underWay: Promise<Result<string>> | null = null;
  let refused: { error: Failure; untilMs: number } | null = null;

  const logIn = async (): Promise<Result<string>> => {
    const result = await login();
    if (result.ok) kept = result.value;
    else if (result.error.code === 'erp.credential-refused') {
      refused = { error: result.error, untilMs: nowMs() + REFUSED_PAUSE_MS };
    }
    return result;
  };

  return {
    async current() {
      if (kept !== null) return { ok: true, value: kept };
      if (refused !== null && nowMs() < refused.untilMs) return { ok: false, error: refused.error };
      refused = null;
      underWay ??= logIn().finally(() => {
        underWay = null;
      });
      return underWay;
    },
    drop(session) {
      if (kept === session) kept = null;
    },
  };
}
