import type { Push } from '../core/push-record.ts';

/** What people who settle pushes ask the store; each question has an index of its own. */
export class DeadLetterStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /** Refused and parked pushes, the newest first, from before this place on; null: from the newest. */
  page(before: { acceptedAt: number; pushId: string } | null, pushesMax: number): Push[] {
    const { acceptedAt, pushId } = before ?? { acceptedAt: Number.MAX_SAFE_INTEGER, pushId: '' };
    return this.#all(
      `WHERE state IN ('parked', 'refused') AND (accepted_at, push_id) < (?, ?)
       ORDER BY accepted_at DESC, push_id DESC LIMIT ?`,
      acceptedAt,
      pushId,
      pushesMax,
    );
  }

  /** Pushes of orders that carry this number of the ERP. */
  ordersMadeAs(orderId: string): Push[] {
    const made = this.#all("WHERE json_extract(record, '$.erpId') = ?", orderId);
    return made.filter(({ write }) => write.command === 'order.create');
  }

  #all(rest: string, ...bindings: (string | number)[]): Push[] {
    return this.#sql
      .exec<{ record: string }>(`SELECT record FROM push ${rest}`, ...bindings)
      .toArray()
      .map(({ record }) => JSON.parse(record) as Push);
  }
}
