import { createHash } from 'node:crypto';
import { CHAIN_START, type ChainedEntry, chainText } from '../core/audit-chain.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** So many rows of one subject are read at once. */
const ROWS_MAX = 200;

/** What happened, each row chained to the one before by its hash (P8). Rows are only added. */
export class AuditStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  append(at: number, kind: string, subject: string, correlationId: string, body: object): void {
    const [last] = this.#sql
      .exec<{ seq: number; hash: string }>('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1')
      .toArray();
    const entry = { seq: (last?.seq ?? 0) + 1, at, kind, subject, correlationId, body: JSON.stringify(body) };
    this.#sql.exec(
      'INSERT INTO audit (seq, at, kind, subject, correlation_id, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
      entry.seq,
      at,
      kind,
      subject,
      correlationId,
      entry.body,
      sha256(chainText(last?.hash ?? CHAIN_START, entry)),
    );
  }

  /** About one subject, oldest first: of more than fit, the first row and the newest. */
  about(subject: string): ChainedEntry[] {
    const newest = this.#rows('WHERE subject = ? ORDER BY seq DESC LIMIT ?', subject, ROWS_MAX).reverse();
    if (newest.length < ROWS_MAX) return newest;
    const first = this.#rows('WHERE subject = ? ORDER BY seq LIMIT 1', subject);
    return [...first, ...newest.slice(1)];
  }

  /** The newest row about a subject that holds this field; null: there is none. */
  lastWith(subject: string, field: 'decided'): ChainedEntry | null {
    const holds = "CASE WHEN json_valid(body) THEN json_type(body, '$.' || ?) END IS NOT NULL";
    return this.#rows(`WHERE subject = ? AND ${holds} ORDER BY seq DESC LIMIT 1`, subject, field)[0] ?? null;
  }

  all(): ChainedEntry[] {
    return this.#rows('ORDER BY seq');
  }

  #rows(rest: string, ...bindings: (string | number)[]): ChainedEntry[] {
    return this.#sql
      .exec<Record<string, SqlStorageValue> & ChainedEntry>(
        `SELECT seq, at, kind, subject, correlation_id AS correlationId, body, hash FROM audit ${rest}`,
        ...bindings,
      )
      .toArray();
  }
}
