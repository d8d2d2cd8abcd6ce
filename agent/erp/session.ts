import type { Result } from '#contracts/result';
import type { LoginRefusals } from './login-refusals.ts';

/**
 * The ERP session, shared by all calls.
 *   S1  however many calls need a session at once, there is one login
 *   S2  a session is dropped only by a call that used it: a late "expired" cannot drop its successor
 *   S3  after a refused login no other is tried for a while (login-refusals.ts)
 *   S4  a session older than the document says is not used any more
 */
export interface Session<T> {
  /** The session of now, logging in if there is none. */
  current(): Promise<Result<T>>;
  /** The ERP said that this one has expired. */
  drop(session: T): void;
}

export function openSession<T>(
  login: () => Promise<Result<T>>,
  nowMs: () => number,
  refusals: LoginRefusals,
  renewAfterMs = Number.POSITIVE_INFINITY,
): Session<T> {
  let kept: { session: T; sinceMs: number } | null = null;
  let underWay: Promise<Result<T>> | null = null;

  const logIn = async (): Promise<Result<T>> => {
    const sinceMs = nowMs();
    const result = await login();
    if (result.ok) {
      kept = { session: result.value, sinceMs };
      refusals.accepted();
    } else if (result.error.code === 'erp.credential-refused') refusals.refused(result.error);
    else refusals.unclear();
    return result;
  };

  return {
    async current() {
      if (kept !== null && nowMs() - kept.sinceMs >= renewAfterMs) kept = null;
      if (kept !== null) return { ok: true, value: kept.session };
      if (underWay !== null) return underWay;
      const error = refusals.admit();
      if (error !== null) return { ok: false, error };
      underWay = logIn().finally(() => {
        underWay = null;
      });
      return underWay;
    },
    drop(session) {
      if (kept?.session === session) kept = null;
    },
  };
}
