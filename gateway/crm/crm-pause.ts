/** A CRM account that wants to be left alone for a while: what waits in the background waits that long, all of it. */
export class CrmPause {
  #until = 0;
  #failures = 0;

  /** Epoch ms; a moment that has passed: it may be asked. */
  get until(): number {
    return this.#until;
  }

  /** Failures in a row of the account itself, for a backoff. */
  get failures(): number {
    return this.#failures;
  }

  begin(until: number): void {
    this.#failures += 1;
    this.#until = Math.max(this.#until, until);
  }

  /** It answers again. A pause that it asked for still counts. */
  answered(): void {
    this.#failures = 0;
  }
}
