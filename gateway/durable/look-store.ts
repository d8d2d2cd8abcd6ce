import type { CrmRecordId, CustomerId } from '#contracts/ids';
import type { Look } from '../core/preview-look.ts';
import { spellingsIn } from './customer-spellings.ts';

/** A week: whoever sends what they saw longer ago is asked to look again, without being told what changed. */
const KEPT_MS = 7 * 86_400_000;
/** Of one deal: several people may look, and prices move. */
const LOOKS_MAX = 5;
/** A look that was kept so recently need not be written again. */
const RENEW_MS = 3_600_000;
/** 512 KiB: 500 lines with two findings each are half of it. */
const LOOK_CHARS_MAX = 512 * 1024;

/** What people saw of a deal before they sent it. */
export class LookStore {
  /** So often something was erased: a look that began before is not kept after it. */
  erasures = 0;
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  read(dealId: CrmRecordId, hash: string): Look | null {
    const [row] = this.#sql
      .exec<{ look: string }>('SELECT look FROM preview_look WHERE deal_id = ? AND hash = ?', dealId, hash)
      .toArray();
    // What was kept before looks had a date and an order number of the customer's says nothing of them.
    return row === undefined ? null : ({ requestedOn: null, customerReference: null, ...JSON.parse(row.look) } as Look);
  }

  /** @param customerId whom it is about; null: nobody certain */
  keep(dealId: CrmRecordId, hash: string, customerId: CustomerId | null, look: Look, now: number): void {
    const text = JSON.stringify(look);
    if (text.length > LOOK_CHARS_MAX) return;
    const [known] = this.#sql
      .exec<{ look: string; lookedAt: number }>(
        'SELECT look, looked_at AS lookedAt FROM preview_look WHERE deal_id = ? AND hash = ?',
        dealId,
        hash,
      )
      .toArray();
    if (known?.look === text && now - known.lookedAt < RENEW_MS) return;
    this.#sql.exec(
      `INSERT INTO preview_look (deal_id, hash, looked_at, customer_id, look) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (deal_id, hash) DO UPDATE
       SET looked_at = excluded.looked_at, customer_id = excluded.customer_id, look = excluded.look`,
      dealId,
      hash,
      now,
      customerId,
      text,
    );
    this.#sql.exec(
      `DELETE FROM preview_look WHERE deal_id = ?1 AND hash NOT IN
         (SELECT hash FROM preview_look WHERE deal_id = ?1 ORDER BY looked_at DESC LIMIT ?2)`,
      dealId,
      LOOKS_MAX,
    );
    this.#sql.exec('DELETE FROM preview_look WHERE looked_at <= ?', now - KEPT_MS);
  }

  /** Forgets what was seen of one customer, and every look that may name it among others. */
  erase(customerId: CustomerId): void {
    this.erasures += 1;
    for (const known of spellingsIn(this.#sql, 'preview_look', customerId))
      this.#sql.exec('DELETE FROM preview_look WHERE customer_id = ?', known);
    this.#sql.exec('DELETE FROM preview_look WHERE customer_id IS NULL');
  }
}
