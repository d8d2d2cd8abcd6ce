import type { Push } from '../core/push-record.ts';
import { readPush } from './push-row.ts';
import { OPEN } from './push-store.ts';

/** Word for word the expression of the index push_by_erp_id. */
const ERP_ID = "CASE WHEN json_valid(record) THEN json_extract(record, '$.erpId') END";

/**
 * A refused push that was mended and sent anew, whatever came of that: the later revision is what counts now. Of that
 * one the key alone may be left. Only deals have keys: a company's subject, cut like a deal's, fits none.
 */
const SENT_ANEW = `state = 'refused' AND (
  EXISTS (SELECT 1 FROM push later WHERE later.subject = push.subject AND later.revision > push.revision)
  OR EXISTS (SELECT 1 FROM push_key later WHERE later.deal_id = substr(push.subject, 6) AND later.revision > push.revision))`;

/** Trying again does not mend it. */
const CANNOT_GO = `CASE WHEN json_valid(record) THEN json_extract(record, '$.problem.category') END IN ('fatal', 'defect')`;

/** What people who settle pushes ask the store; each question has an index of its own. */
export class DeadLetterStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /**
   * Parked pushes, refused ones that were not sent anew, and those that cannot go out before somebody mends something:
   * the newest first, from before this place on; null: from the newest.
   */
  page(before: { acceptedAt: number; pushId: string } | null, pushesMax: number): Push[] {
    const { acceptedAt, pushId } = before ?? { acceptedAt: Number.MAX_SAFE_INTEGER, pushId: '' };
    const older = '(accepted_at, push_id) < (?, ?)';
    const ended = `WHERE state IN ('parked', 'refused') AND ${older} AND NOT (${SENT_ANEW})
       ORDER BY accepted_at DESC, push_id DESC`;
    const waiting = `WHERE ${OPEN} AND state = 'ready' AND ${older} AND ${CANNOT_GO}`;
    const all = Number.POSITIVE_INFINITY;
    return [
      ...this.#readable(pushesMax, ended, acceptedAt, pushId),
      ...this.#readable(all, waiting, acceptedAt, pushId),
    ]
      .sort((a, b) => b.acceptedAt - a.acceptedAt || (a.pushId < b.pushId ? 1 : -1))
      .slice(0, pushesMax);
  }

  /** Pushes of orders that carry this number of the ERP. */
  ordersMadeAs(orderId: string): Push[] {
    const made = this.#readable(Number.POSITIVE_INFINITY, `WHERE ${ERP_ID} = ?`, orderId);
    return made.filter(({ write }) => write.command === 'order.create');
  }

  /** What cannot be read takes no place: a short page would look like the last one. */
  #readable(pushesMax: number, rest: string, ...bindings: (string | number)[]): Push[] {
    const rows = this.#sql.exec<{ pushId: string; record: string }>(
      `SELECT push_id AS pushId, record FROM push ${rest}`,
      ...bindings,
    );
    const found: Push[] = [];
    for (const { pushId, record } of rows) {
      const push = readPush(pushId, record);
      if (push !== null) found.push(push);
      if (found.length === pushesMax) break;
    }
    return found;
  }
}
