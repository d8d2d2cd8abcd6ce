/** What the CRM is to be told: one kind for each thing that is said about a record, so that the newest can stand for all. */

import type { Failure } from '#contracts/errors';
import { type CrmRecordId, CustomerId, SalesOrderId } from '#contracts/ids';
import { SENDING_WORDS } from './erp-words.ts';
import type { Push } from './push-record.ts';

/** How a send ended, for a workflow of the CRM to branch on. */
export interface WorkflowOutcome {
  status: 'ordered' | 'refused' | 'needs-person' | 'given-up' | 'not-sent';
  orderId: SalesOrderId | null;
  /** A sentence for a salesperson. */
  problem: string | null;
}

export type CrmWrite =
  /** The deal became this order; whatever was wrong before is over. */
  | { kind: 'order-number'; recordId: CrmRecordId; pushId: string; orderId: SalesOrderId }
  /** The company is this customer: the one that the push made, or (`pushId` null) one that the ERP had. */
  | { kind: 'company-link'; recordId: CrmRecordId; pushId: string | null; customerId: CustomerId }
  /** How the order stands. Null: nothing is to be said any more. */
  | { kind: 'status'; recordId: CrmRecordId; status: string | null }
  /** What stands in the way, in words; null: nothing any more. */
  | { kind: 'problem'; recordId: CrmRecordId; status: string; problem: string | null }
  /** The deal is won, and waits for a person; null: it does not any more. */
  | { kind: 'ask-note'; recordId: CrmRecordId; status: string | null }
  | { kind: 'workflow'; callbackId: string; outcome: WorkflowOutcome };

/** Which record a write is about. Writes of one subject are delivered in their order. */
export function subjectOf(write: CrmWrite): string {
  if (write.kind === 'workflow') return `callback/${write.callbackId}`;
  return `${write.kind === 'company-link' ? 'company' : 'deal'}/${write.recordId}`;
}

/** What happened, and what the reader can do. */
export const problemSentence = ({ message, advice }: Failure): string => `${message} ${advice}`;

const STOPPED = { refused: SENDING_WORDS.refused, parked: SENDING_WORDS.parked, 'given-up': SENDING_WORDS.givenUp };
const isStopped = (state: Push['state']): state is keyof typeof STOPPED => state in STOPPED;

/** What the CRM has to hear after a push moved. */
export function crmWritesOf(before: Push, after: Push): CrmWrite[] {
  const { recordId, pushId, state, erpId, problem } = after;
  const isMade = state === 'confirmed' && before.state !== 'confirmed' && erpId !== null;
  if (after.write.command === 'customer.create') {
    return isMade ? [{ kind: 'company-link', recordId, pushId, customerId: CustomerId.parse(erpId) }] : [];
  }
  if (isMade) return [{ kind: 'order-number', recordId, pushId, orderId: SalesOrderId.parse(erpId) }];
  if (isStopped(state) && (state !== before.state || problem?.code !== before.problem?.code)) {
    return [
      {
        kind: 'problem',
        recordId,
        status: STOPPED[state],
        problem: problem === null ? null : problemSentence(problem),
      },
    ];
  }
  // A person has decided, or a customer was settled: it is on its way again.
  if (isStopped(before.state) && !isStopped(state)) {
    return [{ kind: 'problem', recordId, status: SENDING_WORDS.underWay, problem: null }];
  }
  return [];
}

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
