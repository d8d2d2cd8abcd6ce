import { WRITES } from './operations/table.ts';

/** One call as the system saw it: from its arrival to the moment its answer or its caller goes. */
export interface TimedCall {
  operation: string;
  /** Customer key of the request; null where it has none. */
  customer: string | null;
  ms: number;
}

/** Calls remembered; the oldest go first. */
const TIMED_MAX = 20_000;

export interface StatsSnapshot {
  /** Calls that reached an operation, by name; also the refused ones. */
  calls: Record<string, number>;
  inFlight: number;
  maxConcurrent: number;
  /** The most calls at a time that do not write. */
  maxConcurrentReads: number;
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
  #readsInFlight = 0;
  #maxConcurrentReads = 0;
  #logins = 0;
  #timed: TimedCall[] = [];

  /** Counts a call in. @returns counts it out; harmless when called again */
  begin(operation: string, customer: string | null = null): () => void {
    const startedMs = performance.now();
    const isRead = !(operation in WRITES);
    if (isRead) this.#readsInFlight += 1;
    this.#maxConcurrentReads = Math.max(this.#maxConcurrentReads, this.#readsInFlight);
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
      if (isRead) this.#readsInFlight -= 1;
      this.#timed.push({ operation, customer, ms: performance.now() - startedMs });
      if (this.#timed.length > TIMED_MAX) this.#timed = this.#timed.slice(TIMED_MAX / 2);
      this.#inFlightOf.set(operation, (this.#inFlightOf.get(operation) ?? 1) - 1);
    };
  }

  loggedIn(): void {
    this.#logins += 1;
  }

  /** The last calls that ended, oldest first. */
  timed(): readonly TimedCall[] {
    return this.#timed;
  }

  /** Calls still in flight stay counted as such. */
  reset(): void {
    this.#calls = new Map();
    this.#maxConcurrentOf = new Map(this.#inFlightOf);
    this.#maxConcurrent = this.#inFlight;
    this.#maxConcurrentReads = this.#readsInFlight;
    this.#logins = 0;
    this.#timed = [];
  }

  snapshot(): StatsSnapshot {
    return {
      calls: Object.fromEntries(this.#calls),
      inFlight: this.#inFlight,
      maxConcurrent: this.#maxConcurrent,
      maxConcurrentReads: this.#maxConcurrentReads,
      maxConcurrentOf: Object.fromEntries(this.#maxConcurrentOf),
      logins: this.#logins,
    };
  }
}
