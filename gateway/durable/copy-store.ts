import type { KnownAnswer } from '../core/live-read.ts';
import { nameOf } from '../crm/hubspot-token.ts';
import { spellingsIn } from './customer-spellings.ts';

/** An answer, and whose data it is; null: nobody's (stock). */
export interface Copy extends KnownAnswer {
  customerId: string | null;
}

/** A million copies of some kB each stay below the 10 GB of an object (Durable Objects limits). */
const COPIES_MAX = 1_000_000;
/** 30 days: an older number helps nobody, and a customer's data is not kept for ever. */
export const COPY_AGE_MAX_MS = 30 * 24 * 3_600_000;
/** Counting all copies at every write would cost more than the write. The first of each life counts: a small tenant sleeps every night, and never gets to the next. */
const EVICT_EVERY = 5_000;
/** 1 MiB: below the 2 MB that a row may have, where the text is mostly Latin. What is larger is shown but not kept. */
const COPY_CHARS_MAX = 1024 * 1024;

/** So many copies are kept read and parsed: the records a sales floor has open. */
const AT_HAND_MAX = 500;
/** Larger ones are read each time, so that all at hand stay below 32 MB of the object's 128. */
const AT_HAND_CHARS_MAX = 64 * 1024;

/** Copies that came within so long a time are written together: each write alone would hold back the answer until the disk has it. */
const GATHER_MS = 25;
const GATHERED_MAX = 200;

interface Gathered {
  copy: Copy;
  text: string;
}

/**
 * The last known answer to each question that was asked of the ERP. An error never gets in here. A copy is no
 * promise: one that was gathered and not yet written may be lost with the object, and is asked for again.
 */
export class CopyStore {
  readonly #sql: SqlStorage;
  readonly #gathered = new Map<string, Gathered>();
  #writing: ReturnType<typeof setTimeout> | null = null;
  /** Newest use last. Only this object writes copies, so what is at hand is what is stored. */
  readonly #atHand = new Map<string, Copy>();
  #writes = 0;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  read(question: string, now: number): Copy | null {
    const atHand = this.#atHand.get(question);
    const copy = atHand ?? this.#gathered.get(question)?.copy ?? this.#stored(question);
    if (copy === null || copy.answeredAt <= now - COPY_AGE_MAX_MS) return null;
    // Used again: last in the line of those that go.
    if (atHand !== undefined) this.#keepAtHand(question, atHand, 0);
    return copy;
  }

  write(question: string, copy: Copy): void {
    const text = JSON.stringify(copy.answer);
    if (text.length > COPY_CHARS_MAX) return;
    this.#gathered.set(question, { copy, text });
    this.#keepAtHand(question, copy, text.length);
    if (this.#gathered.size >= GATHERED_MAX) this.#writeGathered();
    else this.#writing ??= setTimeout(() => this.#writeGathered(), GATHER_MS);
    if (this.#writes % EVICT_EVERY === 0) this.evict(copy.answeredAt, COPIES_MAX);
    this.#writes += 1;
  }

  /** Forgets the answer to one question. */
  forget(question: string): void {
    this.#gathered.delete(question);
    this.#atHand.delete(question);
    this.#sql.exec('DELETE FROM copy WHERE question = ?', question);
  }

  /** Forgets what is too old, and the oldest beyond `copiesMax`. */
  evict(now: number, copiesMax: number): void {
    this.#writeGathered();
    this.#atHand.clear();
    this.#sql.exec('DELETE FROM copy WHERE answered_at <= ?', now - COPY_AGE_MAX_MS);
    const { copies } = this.#sql.exec<{ copies: number }>('SELECT count(*) AS copies FROM copy').one();
    if (copies <= copiesMax) return;
    this.#sql.exec(
      'DELETE FROM copy WHERE question IN (SELECT question FROM copy ORDER BY answered_at LIMIT ?)',
      copies - copiesMax,
    );
  }

  /** Forgets everything of one customer; says how many copies that were. What searches found goes with it: anybody may be in there. */
  erase(customerId: string): number {
    this.#writeGathered();
    this.#atHand.clear();
    this.#sql.exec("DELETE FROM copy WHERE question >= 'customer.search ' AND question < 'customer.search!'");
    let erased = 0;
    for (const known of spellingsIn(this.#sql, 'copy', customerId))
      erased += this.#sql.exec('DELETE FROM copy WHERE customer_id = ?', known).rowsWritten;
    return erased;
  }

  /** Forgets everything: what was known is another ERP's. */
  clear(): void {
    this.#gathered.clear();
    this.#atHand.clear();
    this.#sql.exec('DELETE FROM copy');
  }

  #writeGathered(): void {
    if (this.#writing !== null) clearTimeout(this.#writing);
    this.#writing = null;
    const gathered = [...this.#gathered];
    // First: one that cannot be written must not be tried again at every write after it.
    this.#gathered.clear();
    for (const [question, { copy, text }] of gathered) {
      try {
        this.#insert(question, copy, text);
      } catch (error) {
        this.#atHand.delete(question);
        const detail = `copy not written: ${sqliteCodeOf(error)}`;
        console.error(JSON.stringify({ code: 'defect.impossible-state', detail }));
      }
    }
  }

  #insert(question: string, copy: Copy, text: string): void {
    this.#sql.exec(
      `INSERT OR REPLACE INTO copy (question, customer_id, answer, asked_at, answered_at, noted_before)
       VALUES (?, ?, ?, ?, ?, ?)`,
      question,
      copy.customerId,
      text,
      copy.askedAt,
      copy.answeredAt,
      copy.notedBefore,
    );
  }

  #stored(question: string): Copy | null {
    const [row] = this.#sql
      .exec<Omit<Copy, 'answer'> & { answer: string }>(
        `SELECT customer_id AS customerId, answer, coalesce(asked_at, answered_at) AS askedAt,
           answered_at AS answeredAt, noted_before AS notedBefore
         FROM copy WHERE question = ?`,
        question,
      )
      .toArray();
    if (row === undefined) return null;
    const copy = { ...row, answer: JSON.parse(row.answer) };
    this.#keepAtHand(question, copy, row.answer.length);
    return copy;
  }

  #keepAtHand(question: string, copy: Copy, chars: number): void {
    this.#atHand.delete(question);
    if (chars > AT_HAND_CHARS_MAX) return;
    this.#atHand.set(question, copy);
    const [oldest] = this.#atHand.keys();
    if (this.#atHand.size > AT_HAND_MAX && oldest !== undefined) this.#atHand.delete(oldest);
  }
}

/** What SQLite calls it, without a word of what was to be written. */
const sqliteCodeOf = (error: unknown): string =>
  /SQLITE_[A-Z_]+/.exec(error instanceof Error ? error.message : '')?.[0] ?? nameOf(error);
