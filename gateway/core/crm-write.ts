/** What the CRM is to be told: one kind for each thing that is said about a record, so that the newest can stand for all. */

import { type CrmRecordId, CustomerId, SalesOrderId } from '#contracts/ids';
import { type DealRecord, orderOf, type Revision, type Standing, standingOf } from './deal-standing.ts';
import { problemSentence } from './erp-words.ts';
import type { Push } from './push-record.ts';

/** How a send ended, for a workflow of the CRM to branch on. */
export interface WorkflowOutcome {
  status: 'ordered' | 'refused' | 'needs-person' | 'given-up' | 'not-sent';
  orderId: SalesOrderId | null;
  /** A sentence for a salesperson. */
  problem: string | null;
}

export type CrmWrite =
  /**
   * The deal became this order; `status` and `problem` are what stands beside it (absent in older entries: nothing is
   * wrong). `alsoTold`: other pushes of the deal, whose own telling this one takes the place of.
   */
  | {
      kind: 'order-number';
      recordId: CrmRecordId;
      pushId: string;
      orderId: SalesOrderId;
      status?: string;
      problem?: string | null;
      alsoTold?: string[];
    }
  /** The company is this customer: the one that the push made, or (`pushId` null) one that the ERP had. */
  | { kind: 'company-link'; recordId: CrmRecordId; pushId: string | null; customerId: CustomerId }
  /** How the order stands. Null: nothing is to be said any more. */
  | { kind: 'status'; recordId: CrmRecordId; status: string | null }
  /** What stands in the way, in words; null: nothing any more. No status: nothing is to be said at all. */
  | { kind: 'problem'; recordId: CrmRecordId; status: string | null; problem: string | null }
  /** The deal is won, and waits for a person; null: it does not any more. */
  | { kind: 'ask-note'; recordId: CrmRecordId; status: string | null }
  | { kind: 'workflow'; callbackId: string; outcome: WorkflowOutcome };

/** Which record a write is about. Writes of one subject are delivered in their order. */
export function subjectOf(write: CrmWrite): string {
  if (write.kind === 'workflow') return `callback/${write.callbackId}`;
  return `${write.kind === 'company-link' ? 'company' : 'deal'}/${write.recordId}`;
}

/** What the CRM has to hear after a push moved; of a deal, what stands on it as `deal-standing.ts` says. */
export function crmWritesOf(before: Push, after: Push, deal: DealRecord): CrmWrite[] {
  const { recordId, pushId, erpId } = after;
  const isMade = after.state === 'confirmed' && before.state !== 'confirmed' && erpId !== null;
  if (after.write.command === 'customer.create') {
    return isMade ? [{ kind: 'company-link', recordId, pushId, customerId: CustomerId.parse(erpId) }] : [];
  }
  const { statusOf } = deal;
  // What this one says is what it said: then so is what the deal says.
  if (isSame(standingOf([before], statusOf), standingOf([after], statusOf))) return [];
  const revisions = deal.revisions();
  const is = standingOf(revisions, statusOf);
  if (is === null) return [];
  if (isMade) return [orderNumber(after, orderOf(revisions) ?? after, is, revisions)];
  const was = standingOf(
    revisions.map((one) => (one.revision === after.revision ? before : one)),
    statusOf,
  );
  return isSame(was, is) ? [] : [words(recordId, is)];
}

/**
 * What the deal has to hear when a push of it is taken in: what stands there of the revision before is over.
 * @param isAsked its record says that it waits to be sent, or why it could not be
 */
export function writesWhenTaken({ recordId, revision }: Push, deal: DealRecord, isAsked: boolean): CrmWrite[] {
  const revisions = deal.revisions();
  const is = standingOf(revisions, deal.statusOf);
  const was = standingOf(
    revisions.filter((one) => one.revision !== revision),
    deal.statusOf,
  );
  if (is === null || (!isAsked && (was === null || isSame(was, is)))) return [];
  return [words(recordId, is)];
}

/** Once it is told, no other push of the deal waits for its own to be told. */
function orderNumber(
  { recordId, pushId }: Push,
  order: Revision,
  is: Standing,
  revisions: readonly Revision[],
): CrmWrite {
  const alsoTold = revisions.flatMap((one) =>
    one.state === 'confirmed' && one.pushId !== null && one.pushId !== pushId ? [one.pushId] : [],
  );
  const { status, problem } = is;
  const orderId = SalesOrderId.parse(order.erpId);
  return { kind: 'order-number', recordId, pushId, orderId, status, problem, alsoTold };
}

const words = (recordId: CrmRecordId, { status, problem }: Standing): CrmWrite => ({
  kind: 'problem',
  recordId,
  status,
  problem,
});

const isSame = (a: Standing | null, b: Standing | null): boolean => JSON.stringify(a) === JSON.stringify(b);

/** How a push ended for the workflow that started it; null: it has not ended, and the workflow goes on waiting. */
export function workflowOutcome({ state, erpId, problem }: Push): WorkflowOutcome | null {
  const orderId = erpId === null ? null : SalesOrderId.parse(erpId);
  const sentence = problem === null ? null : problemSentence(problem);
  switch (state) {
    case 'confirmed':
    case 'done':
      return { status: 'ordered', orderId, problem: null };
    case 'refused':
      return { status: 'refused', orderId: null, problem: sentence };
    case 'parked':
      return { status: 'needs-person', orderId, problem: sentence };
    case 'given-up':
      return { status: 'given-up', orderId: null, problem: sentence };
    default:
      return null;
  }
}
