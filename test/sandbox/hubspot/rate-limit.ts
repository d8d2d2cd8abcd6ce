/** An OAuth app may ask this often in ten seconds in one account ("API usage guidelines"). */
export const REQUESTS_PER_WINDOW = 110;
const WINDOW_MS = 10_000;

/** A rolling window of request times. */
export class RateLimit {
  readonly #max: number;
  #times: number[] = [];

  constructor(max = REQUESTS_PER_WINDOW) {
    this.#max = max;
  }

  /** Counts a request; false when it is one too many (and then it does not count). */
  admit(now: number): boolean {
    this.#times = this.#times.filter((at) => now - at < WINDOW_MS);
    if (this.#times.length >= this.#max) return false;
    this.#times.push(now);
    return true;
  }

  /** The headers that HubSpot sends with each answer to an OAuth app. */
  headers(): Record<string, string> {
    return {
      'x-hubspot-ratelimit-max': String(this.#max),
      'x-hubspot-ratelimit-remaining': String(this.#max - this.#times.length),
      'x-hubspot-ratelimit-interval-milliseconds': String(WINDOW_MS),
    };
  }
}
