import { createHash } from 'node:crypto';
import type { PushState } from '#contracts/push';
import type { Write } from '../core/push-record.ts';
import { readPush } from './push-row.ts';

/** What stays of a push that ended long ago: enough to know it again, and to know whether it is asked as it was. */
export interface PushKey {
  revision: number;
  state: PushState;
  erpId: string | null;
  /** Epoch ms at which the push was accepted. */
  acceptedAt: number;
  content: Uint8Array;
}

/** A page of keys is written in one transaction: small enough that a card does not wait for it. */
const COMPACTED_AT_ONCE = 500;
/** Nothing more can move them, but a person: and a person's word about a push so old starts anew. */
const ENDED = "('done', 'refused', 'given-up')";

type Row = Record<string, SqlStorageValue> & Omit<PushKey, 'content'> & { content: ArrayBuffer };

/** Keys of orders for ever, in under 200 bytes each. Whatever else was known of the push is in the audit. */
export class PushKeyStore {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  of(dealId: string, revision: number): PushKey | null {
    return this.#all('AND revision = ?', dealId, revision)[0] ?? null;
  }

  latestOf(dealId: string): PushKey | null {
    return this.#all('ORDER BY revision DESC LIMIT 1', dealId)[0] ?? null;
  }

  /** Every revision of a deal that ended long ago, the newest first. */
  allOf(dealId: string): PushKey[] {
    return this.#all('ORDER BY revision DESC', dealId);
  }

  /** When the oldest order that has ended was accepted; null: there is none. */
  oldestEndedAt(): number | null {
    const [row] = this.#sql
      .exec<{ acceptedAt: number }>(
        `SELECT accepted_at AS acceptedAt FROM push WHERE ${COMPACTABLE} ORDER BY accepted_at LIMIT 1`,
      )
      .toArray();
    return row?.acceptedAt ?? null;
  }

  /** Makes keys of the oldest pushes that were accepted before and have ended; so many at most. In a transaction. */
  compact(acceptedBefore: number): void {
    const rows = this.#sql
      .exec<{ pushId: string; record: string }>(
        `SELECT push_id AS pushId, record FROM push WHERE ${COMPACTABLE} AND accepted_at < ? ORDER BY accepted_at LIMIT ?`,
        acceptedBefore,
        COMPACTED_AT_ONCE,
      )
      .toArray();
    for (const { pushId, record } of rows) {
      const push = readPush(pushId, record);
      if (push === null) {
        // Out of the way, for a person: else it would be the oldest for ever.
        this.#sql.exec("UPDATE push SET state = 'parked', due_at = NULL WHERE push_id = ?", pushId);
        continue;
      }
      this.#sql.exec(
        'INSERT INTO push_key (deal_id, revision, state, erp_id, accepted_at, content) VALUES (?, ?, ?, ?, ?, ?)',
        push.recordId,
        push.revision,
        push.state,
        push.erpId,
        push.acceptedAt,
        contentOf(push.write),
      );
      this.#sql.exec('DELETE FROM push WHERE push_id = ?', push.pushId);
    }
  }

  #all(rest: string, ...bindings: (string | number)[]): PushKey[] {
    return this.#sql
      .exec<Row>(
        `SELECT revision, state, erp_id AS erpId, accepted_at AS acceptedAt, content FROM push_key WHERE deal_id = ? ${rest}`,
        ...bindings,
      )
      .toArray()
      .map((row) => ({ ...row, content: new Uint8Array(row.content) }));
  }
}

/**
 * Orders only: an order that waits for its customer needs that customer's push whole. Word for word the condition of
 * the index push_by_end, without which each request would look through what stays.
 */
const COMPACTABLE = `state IN ${ENDED} AND substr(subject, 1, 5) = 'deal/'`;

const half = (text: string): Buffer => createHash('sha256').update(text).digest().subarray(0, 8);
const withoutCustomer = (write: Write): string => JSON.stringify({ ...write.input, customerId: null });

/** 16 bytes: eight for what is ordered, eight for whom. */
export const contentOf = (write: Write): Uint8Array<ArrayBuffer> => {
  const customerId = write.command === 'order.create' ? (write.input.customerId ?? '') : '';
  return new Uint8Array([...half(withoutCustomer(write)), ...half(customerId)]);
};

/** The same content; that the customer is not known to whoever asks is no difference. */
export function isContent({ content }: PushKey, asked: Write): boolean {
  const wanted = contentOf(asked);
  const isOpen = asked.command === 'order.create' && asked.input.customerId === null;
  return content.every((byte, at) => (isOpen && at >= 8) || byte === wanted[at]);
}
