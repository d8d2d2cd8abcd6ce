/**
 * Won deals whose record says that they wait for a person, or why they could not be sent: taken back when it is not so
 * any more.
 */
export class AskedDeals {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** False: it says so already. */
  add(dealId: string, now: number): boolean {
    return (
      this.#sql.exec('INSERT OR IGNORE INTO asked_deal (deal_id, asked_at) VALUES (?, ?)', dealId, now).rowsWritten > 0
    );
  }

  /** False: it did not say so. */
  remove(dealId: string): boolean {
    return this.#sql.exec('DELETE FROM asked_deal WHERE deal_id = ?', dealId).rowsWritten > 0;
  }
}
