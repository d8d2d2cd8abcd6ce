import { type CrmWrite, subjectOf } from '../core/crm-write.ts';

/** A write to the CRM that waits to be delivered. */
export interface OutboxEntry {
  subject: string;
  kind: CrmWrite['kind'];
  /** Which content this is: a newer one of the same kind has a higher number. */
  seq: number;
  write: CrmWrite;
  failures: number;
}

type Row = Record<string, SqlStorageValue> & Omit<OutboxEntry, 'write'> & { content: string };

/**
 * What waits to be told to the CRM.
 *   one for each subject and kind; newer content takes the place of older, also while that is on its way
 *   what is said of one subject is said in the order it happened: none is due before the one before it
 */
export class OutboxStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  put(write: CrmWrite, now: number): void {
    const subject = subjectOf(write);
    this.#sql.exec(
      `INSERT INTO crm_outbox (subject, kind, seq, content, due_at, failures)
       VALUES (?1, ?2, (SELECT ifnull(max(seq), 0) + 1 FROM crm_outbox), ?3,
         (SELECT max(?4, ifnull(max(due_at), 0)) FROM crm_outbox WHERE subject = ?1), 0)
       ON CONFLICT (subject, kind) DO UPDATE
       SET seq = excluded.seq, content = excluded.content, due_at = excluded.due_at, failures = 0, problem = NULL`,
      subject,
      write.kind,
      JSON.stringify(write),
      now,
    );
  }

  /** What may be delivered now, the longest waiting first. */
  next(now: number): OutboxEntry | null {
    const [row] = this.#sql
      .exec<Row>(
        'SELECT subject, kind, seq, content, failures FROM crm_outbox WHERE due_at <= ? ORDER BY due_at, seq LIMIT 1',
        now,
      )
      .toArray();
    return row === undefined ? null : { ...row, write: JSON.parse(row.content) as CrmWrite };
  }

  /** When something may be delivered; null: nothing waits. */
  dueAt(): number | null {
    return this.#sql.exec<{ dueAt: number | null }>('SELECT min(due_at) AS dueAt FROM crm_outbox').one().dueAt;
  }

  /** Delivered or given up. Newer content that came meanwhile stays. */
  remove({ subject, kind, seq }: OutboxEntry): void {
    this.#sql.exec('DELETE FROM crm_outbox WHERE subject = ? AND kind = ? AND seq = ?', subject, kind, seq);
  }

  /** Tried again later, and all that is to be said of the subject after it. */
  postpone({ subject, kind, seq, failures }: OutboxEntry, dueAt: number, problem: string): void {
    this.#sql.exec('UPDATE crm_outbox SET due_at = max(due_at, ?) WHERE subject = ?', dueAt, subject);
    this.#sql.exec(
      'UPDATE crm_outbox SET failures = ?, problem = ? WHERE subject = ? AND kind = ? AND seq = ?',
      failures,
      problem,
      subject,
      kind,
      seq,
    );
  }
}
