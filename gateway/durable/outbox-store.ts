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
 *   a delivery whose end was not heard of may still be carried out, after a newer one: so the newest is said again
 */
export class OutboxStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  put(write: CrmWrite, now: number): void {
    const subject = subjectOf(write);
    // What was said and waits to be said again holds nothing up, and stays before what is new.
    this.#sql.exec('UPDATE crm_outbox SET due_at = min(due_at, ?) WHERE subject = ? AND said = 1', now, subject);
    this.#sql.exec(
      `INSERT INTO crm_outbox (subject, kind, seq, content, due_at, failures, begun_at)
       VALUES (?1, ?2, (SELECT ifnull(max(seq), 0) + 1 FROM crm_outbox), ?3,
         (SELECT max(?4, ifnull(max(due_at), 0)) FROM crm_outbox WHERE subject = ?1), 0,
         (SELECT max(begun_at) FROM crm_outbox WHERE subject = ?1))
       ON CONFLICT (subject, kind) DO UPDATE
       SET seq = excluded.seq, content = excluded.content, due_at = excluded.due_at, failures = 0,
         problem = NULL, said = 0`,
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

  /** A delivery goes out. Gives when the one before was begun whose end was not heard of, epoch ms; null: there is none. */
  begin({ subject }: OutboxEntry, now: number): number | null {
    const { begunAt } = this.#sql
      .exec<{ begunAt: number | null }>('SELECT max(begun_at) AS begunAt FROM crm_outbox WHERE subject = ?', subject)
      .one();
    this.#noteBegun(subject, now);
    return begunAt;
  }

  /** The end of a delivery was heard of; what `begin` gave for it is still open. */
  ended({ subject }: OutboxEntry, begunAt: number | null): void {
    this.#noteBegun(subject, begunAt);
  }

  /**
   * Delivered, and to be said once more then, if nothing is said of the subject after it. False: something is.
   * @param dueAt what was begun before is carried out by then, or never
   */
  sayAgain({ subject, kind, seq }: OutboxEntry, dueAt: number): boolean {
    const said = this.#sql.exec(
      `UPDATE crm_outbox SET due_at = max(due_at, ?1), failures = 0, problem = NULL, said = 1
       WHERE subject = ?2 AND kind = ?3 AND seq = ?4 AND seq = (SELECT max(seq) FROM crm_outbox WHERE subject = ?2)`,
      dueAt,
      subject,
      kind,
      seq,
    );
    return said.rowsWritten > 0;
  }

  #noteBegun(subject: string, begunAt: number | null): void {
    this.#sql.exec('UPDATE crm_outbox SET begun_at = ? WHERE subject = ?', begunAt, subject);
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
