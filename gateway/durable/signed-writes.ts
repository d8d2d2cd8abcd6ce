/**
 * What HubSpot signed is done once. A request that somebody recorded could be sent again for as long as its signature
 * is good; HubSpot itself sends one again whose answer it did not get. Both get the first answer, and nothing is done.
 *
 * One that was cut short before it had an answer is not remembered: its second coming is its first. Every write of a
 * card may be said twice for that (a push has its key, a link and a decision change nothing the second time).
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

  constructor(sql: SqlStorage, now: () => number) {
    this.#sql = sql;
    this.#now = now;
  }

  /** Serves a write, or gives what the same request was answered before. Null: so many came that none more is taken. */
  async once<T>({ id, until }: SignedRequest, serve: () => Promise<JsonText<T>>): Promise<JsonText<T> | null> {
    const [known] = this.#sql
      .exec<{ answer: string | null }>('SELECT answer FROM signed_request WHERE signature = ?', id)
      .toArray();
    if (known?.answer != null) return known.answer as JsonText<T>;
    const running = this.#running.get(id);
    if (running !== undefined) return running as Promise<JsonText<T>>;
    if (!this.#hasRoom()) return null;
    const answer = serve()
      .then((text) => {
        this.#remember(id, until, text);
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
    this.#sql.exec('DELETE FROM signed_request WHERE until < ?', this.#now());
    const { held } = this.#sql.exec<{ held: number }>('SELECT count(*) AS held FROM signed_request').one();
    return held + this.#running.size < SIGNED_MAX;
  }
}
