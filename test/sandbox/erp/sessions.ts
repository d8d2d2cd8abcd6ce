/** Ten minutes after the login a session ends, used or not. */
export const SESSION_MS = 600_000;
/** The licence allows no more; the oldest gives way. */
const SESSIONS_MAX = 500;

/** Sessions live in memory only: a restart of the system ends them all. */
export class Sessions {
  readonly #expiresAtMs = new Map<string, number>();

  open(sessionId: string, nowMs: number): void {
    for (const [oldest, expiresAtMs] of this.#expiresAtMs) {
      if (expiresAtMs > nowMs && this.#expiresAtMs.size < SESSIONS_MAX) break;
      this.#expiresAtMs.delete(oldest);
    }
    this.#expiresAtMs.set(sessionId, nowMs + SESSION_MS);
  }

  isOpen(sessionId: string, nowMs: number): boolean {
    return (this.#expiresAtMs.get(sessionId) ?? Number.NEGATIVE_INFINITY) > nowMs;
  }

  end(sessionId: string): void {
    this.#expiresAtMs.delete(sessionId);
  }

  endAll(): void {
    this.#expiresAtMs.clear();
  }
}
