export interface StatsSnapshot {
  /** Calls that reached an operation, by name; also the refused ones. */
  calls: Record<string, number>;
  inFlight: number;
  maxConcurrent: number;
  /** The most calls of one operation at a time. */
  maxConcurrentOf: Record<string, number>;
  /** Logins that were accepted. */
  logins: number;
}

/** What the system saw since the start or the last reset. */
export class Stats {
  #calls = new Map<string, number>();
  #maxConcurrentOf = new Map<string, number>();
  #inFlightOf = new Map<string, number>();
  #inFlight = 0;
  #maxConcurrent = 0;
  #logins = 0;

  /** Counts a call in. @returns counts it out; harmless when called again */
  begin(operation: string): () => void {
    this.#calls.set(operation, (this.#calls.get(operation) ?? 0) + 1);
    this.#inFlight += 1;
    this.#maxConcurrent = Math.max(this.#maxConcurrent, this.#inFlight);
    const together = (this.#inFlightOf.get(operation) ?? 0) + 1;
    this.#inFlightOf.set(operation, together);
    this.#maxConcurrentOf.set(operation, Math.max(this.#maxConcurrentOf.get(operation) ?? 0, together));
    let open = true;
    return () => {
      if (!open) return;
      open = false;
      this.#inFlight -= 1;
      this.#inFlightOf.set(operation, (this.#inFlightOf.get(operation) ?? 1) - 1);
    };
  }

  loggedIn(): void {
    this.#logins += 1;
  }

  /** Calls still in flight stay counted as such. */
  reset(): void {
    this.#calls = new Map();
    this.#maxConcurrentOf = new Map(this.#inFlightOf);
    this.#maxConcurrent = this.#inFlight;
    this.#logins = 0;
  }

  snapshot(): StatsSnapshot {
    return {
      calls: Object.fromEntries(this.#calls),
      inFlight: this.#inFlight,
      maxConcurrent: this.#maxConcurrent,
      maxConcurrentOf: Object.fromEntries(this.#maxConcurrentOf),
      logins: this.#logins,
    };
  }
}
