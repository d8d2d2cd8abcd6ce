import type { Failure } from '#contracts/errors';
import type { CrmRecordId, PushId } from '#contracts/ids';

export interface Bulk {
  bulkId: string;
  startedAt: number;
  endedAt: number | null;
}

/** One deal of a bulk; both null: not looked at yet. */
export interface BulkDeal {
  dealId: CrmRecordId;
  pushId: PushId | null;
  error: Failure | null;
}

/** Bulks that are kept; the oldest go first. */
const BULKS_MAX = 200;

type Found = Record<string, SqlStorageValue> & Bulk;

/** Deals that a person sent together, and where each stands. */
export class BulkStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** @param list what tells this list of deals from every other */
  start(bulkId: string, list: string, dealIds: readonly CrmRecordId[], now: number): void {
    this.#sql.exec('INSERT INTO bulk (bulk_id, list, started_at) VALUES (?, ?, ?)', bulkId, list, now);
    for (const [position, dealId] of dealIds.entries()) {
      this.#sql.exec('INSERT INTO bulk_deal (bulk_id, deal_id, position) VALUES (?, ?, ?)', bulkId, dealId, position);
    }
    const kept = 'SELECT bulk_id FROM bulk ORDER BY ended_at IS NULL DESC, started_at DESC LIMIT ?';
    this.#sql.exec(`DELETE FROM bulk WHERE bulk_id NOT IN (${kept})`, BULKS_MAX);
    this.#sql.exec('DELETE FROM bulk_deal WHERE bulk_id NOT IN (SELECT bulk_id FROM bulk)');
  }

  read(bulkId: string): Bulk | null {
    return this.#first('WHERE bulk_id = ?', bulkId);
  }

  latestOf(list: string): Bulk | null {
    return this.#first('WHERE list = ? ORDER BY started_at DESC LIMIT 1', list);
  }

  /** Bulks with deals that were not looked at yet. */
  running(): number {
    return this.#sql.exec<{ bulks: number }>('SELECT count(*) AS bulks FROM bulk WHERE ended_at IS NULL').one().bulks;
  }

  /** The newest bulk in which one of these deals was not looked at yet; null: there is none. */
  waitingWith(dealIds: readonly CrmRecordId[]): Bulk | null {
    const waits = `SELECT 1 FROM json_each(?) asked JOIN bulk_deal
       ON bulk_deal.bulk_id = bulk.bulk_id AND bulk_deal.deal_id = asked.value
       WHERE push_id IS NULL AND error IS NULL`;
    return this.#first(
      `WHERE ended_at IS NULL AND EXISTS (${waits}) ORDER BY started_at DESC LIMIT 1`,
      JSON.stringify(dealIds),
    );
  }

  /** In the order in which they were asked for. */
  deals(bulkId: string): BulkDeal[] {
    return this.#sql
      .exec<{ dealId: CrmRecordId; pushId: PushId | null; error: string | null }>(
        'SELECT deal_id AS dealId, push_id AS pushId, error FROM bulk_deal WHERE bulk_id = ? ORDER BY position',
        bulkId,
      )
      .toArray()
      .map((row) => ({ ...row, error: row.error === null ? null : (JSON.parse(row.error) as Failure) }));
  }

  sent(bulkId: string, dealId: string, pushId: string, now: number): void {
    this.#settle(bulkId, dealId, { pushId, error: null }, now);
  }

  notSent(bulkId: string, dealId: string, error: Failure, now: number): void {
    this.#settle(bulkId, dealId, { pushId: null, error: JSON.stringify(error) }, now);
  }

  #settle(bulkId: string, dealId: string, end: { pushId: string | null; error: string | null }, now: number): void {
    this.#sql.exec(
      'UPDATE bulk_deal SET push_id = ?, error = ? WHERE bulk_id = ? AND deal_id = ?',
      end.pushId,
      end.error,
      bulkId,
      dealId,
    );
    this.#sql.exec(
      `UPDATE bulk SET ended_at = ?2 WHERE bulk_id = ?1 AND ended_at IS NULL AND NOT EXISTS
       (SELECT 1 FROM bulk_deal WHERE bulk_id = ?1 AND push_id IS NULL AND error IS NULL)`,
      bulkId,
      now,
    );
  }

  #first(rest: string, binding: string): Bulk | null {
    const columns = 'bulk_id AS bulkId, started_at AS startedAt, ended_at AS endedAt';
    return this.#sql.exec<Found>(`SELECT ${columns} FROM bulk ${rest}`, binding).toArray()[0] ?? null;
  }
}
