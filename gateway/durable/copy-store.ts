export interface Copy {
  answer: unknown;
  answeredAt: number;
}

/** 20,000 copies of a few kB each are far below the 10 GB of an object, and more than a sales floor opens in a month. */
const COPIES_MAX = 20_000;
/** Counting all copies at every write would cost more than the write. */
const EVICT_EVERY = 500;
/** 1 MiB: below the 2 MB that a row may have (Durable Objects limits). A larger answer is shown but not kept. */
const COPY_CHARS_MAX = 1024 * 1024;

/** The last known answer to each question that was asked of the ERP. An error never gets in here. */
export class CopyStore {
  readonly #sql: SqlStorage;
  #writes = 0;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  read(question: string): Copy | null {
    const [row] = this.#sql
      .exec<{ answer: string; answeredAt: number }>(
        'SELECT answer, answered_at AS answeredAt FROM copy WHERE question = ?',
        question,
      )
      .toArray();
    return row === undefined ? null : { answer: JSON.parse(row.answer), answeredAt: row.answeredAt };
  }

  write(question: string, answer: unknown, answeredAt: number): void {
    const text = JSON.stringify(answer);
    if (text.length > COPY_CHARS_MAX) return;
    this.#sql.exec(
      `INSERT INTO copy (question, answer, answered_at) VALUES (?, ?, ?)
       ON CONFLICT (question) DO UPDATE SET answer = excluded.answer, answered_at = excluded.answered_at`,
      question,
      text,
      answeredAt,
    );
    this.#writes += 1;
    if (this.#writes % EVICT_EVERY === 0) this.#evict();
  }

  #evict(): void {
    this.#sql.exec(
      'DELETE FROM copy WHERE question IN (SELECT question FROM copy ORDER BY answered_at DESC LIMIT -1 OFFSET ?)',
      COPIES_MAX,
    );
  }
}
