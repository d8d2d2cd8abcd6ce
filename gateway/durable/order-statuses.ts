import type { CrmRecordId, SalesOrderId } from '#contracts/ids';
import type { SalesOrderStatus } from '#contracts/sales-order';

/** Which frame said something: rounds count up on one connection, and connections by their epoch. */
export interface Said {
  epoch: number;
  round: number;
}

/** Nothing follows from the others any more. Word for word the condition of the index order_status_open. */
const NOT_ENDED = "(status IS NULL OR status NOT IN ('paid', 'cancelled'))";
/** Of which there is more to hear, if they have changed since the moment that is bound to it (`openSince`). */
export const OPEN = `${NOT_ENDED} AND changed_at > ?`;
/** Half a year: whoever has not paid by then is not waited for by a card. */
export const openSince = (now: number): number => now - 183 * 24 * 3_600_000;

/** How the orders that we made stand, as the ERP said last. */
export class OrderStatuses {
  readonly #sql: SqlStorage;
  readonly #onAdded: () => void;

  /** @param onAdded there is one more to watch */
  constructor(sql: SqlStorage, onAdded: () => void) {
    this.#sql = sql;
    this.#onAdded = onAdded;
  }

  /** An order was made: it is watched from now on. */
  add(orderId: SalesOrderId, dealId: CrmRecordId, now: number): void {
    this.#sql.exec(
      `INSERT OR IGNORE INTO order_status (order_id, deal_id, status, epoch, round, changed_at)
       VALUES (?, ?, NULL, 0, 0, ?)`,
      orderId,
      dealId,
      now,
    );
    this.#onAdded();
  }

  /** Null: nothing was reported yet, or it is none of ours. */
  read(orderId: string): SalesOrderStatus | null {
    const [row] = this.#sql
      .exec<{ status: SalesOrderStatus | null }>('SELECT status FROM order_status WHERE order_id = ?', orderId)
      .toArray();
    return row?.status ?? null;
  }

  /** Orders of which there is more to hear, those that changed last first; so many at most. */
  open(now: number, ordersMax: number): SalesOrderId[] {
    return this.#sql
      .exec<{ orderId: SalesOrderId }>(
        `SELECT order_id AS orderId FROM order_status WHERE ${OPEN} ORDER BY changed_at DESC LIMIT ?`,
        openSince(now),
        ordersMax,
      )
      .toArray()
      .map(({ orderId }) => orderId);
  }

  /** What a round said of an order. Gives its deal where that is news; a round that was heard, or an older one, is none. */
  apply(orderId: string, status: SalesOrderStatus, { epoch, round }: Said, now: number): CrmRecordId | null {
    const [before] = this.#sql
      .exec<{ dealId: CrmRecordId; status: SalesOrderStatus | null }>(
        `SELECT deal_id AS dealId, status FROM order_status
         WHERE order_id = ?1 AND (epoch < ?2 OR (epoch = ?2 AND round < ?3))`,
        orderId,
        epoch,
        round,
      )
      .toArray();
    if (before === undefined) return null;
    const isNews = before.status !== status;
    this.#sql.exec(
      `UPDATE order_status SET status = ?, epoch = ?, round = ?, changed_at = CASE WHEN ? THEN ? ELSE changed_at END
       WHERE order_id = ?`,
      status,
      epoch,
      round,
      isNews ? 1 : 0,
      now,
      orderId,
    );
    return isNews ? before.dealId : null;
  }
}
