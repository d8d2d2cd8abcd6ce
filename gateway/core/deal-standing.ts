/**
 * What stands on a deal's record of its order, where the deal was sent more than once: the word of one revision.
 *
 *   needs a person   parked: nobody knows whether there is an order, or there are two; never hidden (M4)
 *   an order         made, or named by a person
 *   under way        one may come of it
 *   over             refused, or given up
 *
 * What stands higher tells more. Of two that tell as much the newer revision is heard; of two orders the one that a
 * person named last.
 */

import type { PushState } from '#contracts/push';
import type { SalesOrderStatus } from '#contracts/sales-order';
import { ORDER_WORDS, problemSentence, SENDING_WORDS } from './erp-words.ts';
import type { Push } from './push-record.ts';

/** A revision of a deal, as far as it is remembered. */
export type Revision = Pick<Push, 'revision' | 'state' | 'erpId' | 'problem'> & {
  /** Null: only its key is left. */
  pushId: string | null;
  /** Epoch ms at which a person said which order it is. Null or absent: nobody did, or there is no other order. */
  linkedAt?: number | null;
};

/** What the deal's record follows from. */
export interface DealRecord {
  /** Every revision of the deal, as it is kept now. */
  revisions: () => readonly Revision[];
  /** How an order stands, as the ERP said last; null: it has said nothing yet. */
  statusOf: (orderId: string) => SalesOrderStatus | null;
}

export interface Standing {
  status: string;
  /** What is wrong and what to do; null: nothing. */
  problem: string | null;
  /** The order that it is the status of; null: it is none's. */
  orderId: string | null;
}

const TELLS: Record<PushState, number> = {
  parked: 3,
  confirmed: 2,
  done: 2,
  accepted: 1,
  ready: 1,
  sending: 1,
  'in-doubt': 1,
  refused: 0,
  'given-up': 0,
};

const byTelling = (a: Revision, b: Revision): number =>
  TELLS[b.state] - TELLS[a.state] || (b.linkedAt ?? 0) - (a.linkedAt ?? 0) || b.revision - a.revision;

/** The revision that tells most; null: the deal was never sent. */
export const tellingOf = (revisions: readonly Revision[]): Revision | null => [...revisions].sort(byTelling)[0] ?? null;

const isOrder = ({ state }: Revision): boolean => state === 'confirmed' || state === 'done';

/** The revision whose order is the deal's; null: it has none. */
export const orderOf = (revisions: readonly Revision[]): Revision | null => tellingOf(revisions.filter(isOrder));

/** What stands on the deal; null: it was never sent. */
export function standingOf(revisions: readonly Revision[], statusOf: DealRecord['statusOf']): Standing | null {
  const telling = tellingOf(revisions);
  if (telling === null) return null;
  const { state, erpId, problem } = telling;
  const stopped = (status: string): Standing => ({
    status,
    problem: problem === null ? null : problemSentence(problem),
    orderId: null,
  });
  switch (state) {
    case 'parked':
      return stopped(SENDING_WORDS.parked);
    case 'refused':
      return stopped(SENDING_WORDS.refused);
    case 'given-up':
      return stopped(SENDING_WORDS.givenUp);
    case 'confirmed':
    case 'done': {
      const status = erpId === null ? null : statusOf(erpId);
      return { status: status === null ? SENDING_WORDS.ordered : ORDER_WORDS[status], problem: null, orderId: erpId };
    }
    default:
      return { status: SENDING_WORDS.underWay, problem: null, orderId: null };
  }
}
