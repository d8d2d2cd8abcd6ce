/**
 * What HubSpot signed is done once. A request that somebody recorded could be sent again for as long as its signature
 * is good; HubSpot itself sends one again whose answer it did not get. Both get the first answer, and nothing is done.
 *
 * One that was cut short before it had an answer is not remembered: its second coming is its first. Every write of a
 * card may be said twice for that (a push has its key, a link and a decision change nothing the second time).
 *
 * What was answered tells of customers, so it goes when one is erased; that it was answered stays. Its second coming is
 * not its first then: a link that was done before another one would undo that one, and a decision could meet a later
 * doubt. It is refused, and whoever looks again sees what became of it.
 */

import type { JsonText } from '../json-text.ts';

/** A request as it was signed. */
export interface SignedRequest {
  /** The signature's bytes, in one notation: base64 may write the same bytes in several. */
  id: string;
  /** Until when the signature is good, epoch ms. */
  until: number;
}

/** 66 a second for the five minutes that a signature is good. */
export const SIGNED_MAX = 20_000;

export class SignedWrites {
  readonly #sql: SqlStorage;
  readonly #now: () => number;
  /** Under way. */
  readonly #running = new Map<string, Promise<JsonText<unknown>>>();
  #erasures = 0;

  constructor(sql: SqlStorage, now: () => number) {
    this.#sql = sql;
    this.#now = now;
  }

  /** Serves a write, or gives what the same request was answered before. Refused: so many came that none more is taken, or that answer is kept no more. */
  async once<T>(
    { id, until }: SignedRequest,
    serve: () => Promise<JsonText<T>>,
    refuse: (code: 'agent.overloaded' | 'signature.stale') => JsonText<T>,
  ): Promise<JsonText<T>> {
    const [known] = this.#sql
      .exec<{ answer: string | null }>('SELECT answer FROM signed_request WHERE signature = ?', id)
      .toArray();
    if (known !== undefined) return known.answer === null ? refuse('signature.stale') : (known.answer as JsonText<T>);
    const running = this.#running.get(id);
    if (running !== undefined) return running as Promise<JsonText<T>>;
    if (!this.#hasRoom()) return refuse('agent.overloaded');
    const erasures = this.#erasures;
    const answer = serve()
      .then((text) => {
        this.#remember(id, until, this.#erasures === erasures ? text : null);
        return text;
      })
      .finally(() => this.#running.delete(id));
    this.#running.set(id, answer);
    return answer;
  }

  /** Whether this request came never before; from now on it did. */
  isFirst({ id, until }: SignedRequest): boolean {
    return this.#hasRoom() && this.#remember(id, until, null);
  }

  /** A customer is to be forgotten: every answer that may tell of it, those on their way included. */
  forgetAnswers(): void {
    this.#erasures += 1;
    this.#forgetExpired();
    this.#sql.exec('UPDATE signed_request SET answer = NULL WHERE answer IS NOT NULL');
  }

  /** @returns whether it was new */
  #remember(id: string, until: number, answer: string | null): boolean {
    return (
      this.#sql.exec(
        'INSERT OR IGNORE INTO signed_request (signature, until, answer) VALUES (?, ?, ?)',
        id,
        until,
        answer,
      ).rowsWritten > 0
    );
  }

  #hasRoom(): boolean {
    this.#forgetExpired();
    const { held } = this.#sql.exec<{ held: number }>('SELECT count(*) AS held FROM signed_request').one();
    return held + this.#running.size < SIGNED_MAX;
  }

  #forgetExpired(): void {
    this.#sql.exec('DELETE FROM signed_request WHERE until < ?', this.#now());
  }
}
