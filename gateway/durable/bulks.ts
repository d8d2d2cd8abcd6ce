/** Many deals sent at once: kept, worked off one by one (wish-desk.ts), and shown as they go. */

import { createHash } from 'node:crypto';
import type { BulkAnswer, BulkEntry, WaitingBulkAnswer } from '#contracts/card-api';
import { failure } from '#contracts/errors';
import { BulkId, type CorrelationId, type CrmRecordId } from '#contracts/ids';
import { cardError } from '../core/card-error.ts';
import type { BulkDeal, BulkStore } from './bulk-store.ts';
import type { DealViews } from './deal-views.ts';
import type { ViewFrame } from './view-frame.ts';
import type { WishStore } from './wish-store.ts';

/** More of them at once, and none would come to an end. */
const RUNNING_MAX = 20;
/** A minute: HubSpot repeats a request within 15 s, and a person who corrected a deal wants a new one. */
const SAME_MS = 60_000;
/** Its record cannot be read: whoever waits for it would wait for ever. */
const FORGOTTEN = {
  message: 'This deal was sent, but what became of it cannot be told here any more.',
  advice: 'Look at the deal.',
};

export interface BulksParts {
  storage: Pick<DurableObjectStorage, 'transactionSync'>;
  bulks: BulkStore;
  wishes: WishStore;
  deals: DealViews;
  frame: ViewFrame;
  tenantId: () => string | null;
  now: () => number;
}

interface Asked {
  email: string | null;
  correlationId: CorrelationId;
}

export class Bulks {
  readonly #parts: BulksParts;

  constructor(parts: BulksParts) {
    this.#parts = parts;
  }

  /**
   * Keeps a bulk for good, then answers it. The same deals are the same bulk, in whatever order: while it runs, for a
   * minute after, and for ever where every deal was sent; after that, those that were not are tried anew.
   */
  start(dealIds: readonly CrmRecordId[], { email, correlationId }: Asked): BulkAnswer {
    const { storage, bulks, wishes, now } = this.#parts;
    const deals = [...new Set(dealIds)];
    const list = sha256([...deals].sort().join(' '));
    const at = now();
    const known = bulks.latestOf(list);
    if (known !== null && this.#isSame(known, at)) return this.view(known.bulkId, correlationId);
    if (bulks.running() >= RUNNING_MAX || wishes.isFull()) {
      const message = 'Many deals are being sent already.';
      return { ok: false, error: cardError(failure('agent.overloaded', { message }), correlationId) };
    }
    const bulkId = `b_${sha256(`${this.#parts.tenantId()}/${list}/${at}`).slice(0, 16)}`;
    storage.transactionSync(() => {
      bulks.start(bulkId, list, deals, at);
      for (const dealId of deals) wishes.put({ from: { way: 'bulk', bulkId }, dealId, email, correlationId }, at);
    });
    return this.view(bulkId, correlationId);
  }

  view(bulkId: string, correlationId: CorrelationId): BulkAnswer {
    const { bulks, frame } = this.#parts;
    if (bulks.read(bulkId) === null) {
      const error = failure('push.not-found', { message: 'There is no such list of deals.' });
      return { ok: false, error: cardError(error, correlationId) };
    }
    const entries = bulks.deals(bulkId).map((deal) => this.#entry(deal, correlationId));
    const counted = (state: BulkEntry['state']) => entries.filter((entry) => entry.state === state).length;
    return {
      ...frame.head(correlationId),
      bulkId: BulkId.parse(bulkId),
      waiting: counted('waiting'),
      sent: counted('sent'),
      notSent: counted('not-sent'),
      entries,
    };
  }

  /** For somebody who looks at deals and not at a bulk: whether one of them is waiting for its turn in one. */
  waitingWith(dealIds: readonly CrmRecordId[], correlationId: CorrelationId): WaitingBulkAnswer {
    const { bulks, frame } = this.#parts;
    return {
      ...frame.head(correlationId),
      bulkId: BulkId.nullable().parse(bulks.waitingWith(dealIds)?.bulkId ?? null),
    };
  }

  #isSame({ bulkId, endedAt }: { bulkId: string; endedAt: number | null }, at: number): boolean {
    if (endedAt === null || at - endedAt < SAME_MS) return true;
    return this.#parts.bulks.deals(bulkId).every(({ pushId }) => pushId !== null);
  }

  #entry({ dealId, pushId, error }: BulkDeal, correlationId: CorrelationId): BulkEntry {
    if (error !== null) return { state: 'not-sent', dealId, error: cardError(error, correlationId) };
    if (pushId === null) return { state: 'waiting', dealId };
    const push = this.#parts.deals.sent(dealId, pushId);
    return push === null
      ? {
          state: 'not-sent',
          dealId,
          error: cardError(failure('push.not-found', FORGOTTEN), correlationId),
        }
      : { state: 'sent', dealId, push };
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
