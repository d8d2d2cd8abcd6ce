import { type Failure, failure } from '#contracts/errors';

/**
 * What kind of value keeps a request from being made.
 *   absent      the ERP has no room for it, so it can have nothing by it (absent-value.ts)
 *   unquotable  it cannot be made harmless for the language of a filter (quotes.ts)
 *   other       anything else, also what no value is to blame for
 */
export type Why = 'absent' | 'unquotable' | 'other';

/** Thrown while a request is made: it cannot be. */
export class Refused extends Error {
  /** Said to whoever entered the value; null: nobody did. */
  readonly unfit: Failure | null;
  readonly why: Why;

  constructor(problem: string, unfit: Failure | null = null, why: Why = 'other') {
    super(problem);
    this.unfit = unfit;
    this.why = why;
  }
}

/** What was made of a mapping, or why nothing could be. The error is that of a write: a read may say it otherwise. */
export type Planned<T> = { ok: true; value: T } | { ok: false; error: Failure; why: Why };

/** Turns what is refused while it plans into the outcome. */
export function refusable<T>(plan: () => T): Planned<T> {
  try {
    return { ok: true, value: plan() };
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown;
    const { unfit, why, message } = thrown;
    return { ok: false, error: unfit ?? failure('request.invalid', { detail: message }), why };
  }
}
