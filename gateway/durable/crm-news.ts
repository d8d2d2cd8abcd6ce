import type { Failure } from '#contracts/errors';
import { type CrmRecordId, SalesOrderId } from '#contracts/ids';
import type { SalesOrderStatus } from '#contracts/sales-order';
import { crmWritesOf, workflowOutcome, writesWhenTaken } from '../core/crm-write.ts';
import { type DealRecord, standingOf } from '../core/deal-standing.ts';
import { ORDER_WORDS, problemSentence, SENDING_WORDS } from '../core/erp-words.ts';
import type { Push } from '../core/push-record.ts';
import type { AskedDeals } from './asked-deals.ts';
import type { DealRevisions } from './deal-revisions.ts';
import type { OrderStatuses } from './order-statuses.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { PushWitness } from './push-witness.ts';
import type { WorkflowCalls } from './workflow-calls.ts';

export interface CrmNewsParts {
  entries: OutboxStore;
  calls: WorkflowCalls;
  asked: AskedDeals;
  orders: OrderStatuses;
  deals: DealRevisions;
}

/**
 * Notes what the CRM is to hear, in the transaction in which it happens. Whatever is said on a deal goes through here:
 * it is the word of the revision that tells most (`deal-standing.ts`), whichever one moved.
 */
export class CrmNews implements PushWitness {
  readonly #parts: CrmNewsParts;

  constructor(parts: CrmNewsParts) {
    this.#parts = parts;
  }

  taken(push: Push, now: number): void {
    if (push.write.command !== 'order.create') return;
    const { entries, asked } = this.#parts;
    for (const write of writesWhenTaken(push, this.#recordOf(push.recordId), asked.remove(push.recordId))) {
      entries.put(write, now);
    }
  }

  moved(before: Push, after: Push, now: number): void {
    const { entries, orders } = this.#parts;
    for (const write of crmWritesOf(before, after, this.#recordOf(after.recordId))) {
      entries.put(write, now);
      if (write.kind === 'order-number') orders.add(SalesOrderId.parse(after.erpId), write.recordId, now);
    }
    this.endWorkflows(after, now);
  }

  /** An order of ours stands otherwise than before, as the ERP says. */
  orderChanged(dealId: CrmRecordId, orderId: SalesOrderId, status: SalesOrderStatus, now: number): void {
    const { revisions, statusOf } = this.#recordOf(dealId);
    const standing = standingOf(revisions(), statusOf);
    // Another revision's, or one of two: the deal speaks of something else.
    if (standing !== null && standing.orderId !== orderId) return;
    this.#parts.entries.put({ kind: 'status', recordId: dealId, status: ORDER_WORDS[status] }, now);
  }

  /** The deal is won, and a person has to send it. Said once. */
  waits(dealId: CrmRecordId, now: number): void {
    const { entries, asked } = this.#parts;
    if (this.#wasSent(dealId) || !asked.add(dealId, now)) return;
    entries.put({ kind: 'ask-note', recordId: dealId, status: SENDING_WORDS.waits }, now);
  }

  /** The deal is none to be sent any more. */
  waitsNoMore(dealId: CrmRecordId, now: number): void {
    const { entries, asked } = this.#parts;
    if (!asked.remove(dealId) || this.#wasSent(dealId)) return;
    entries.put({ kind: 'problem', recordId: dealId, status: null, problem: null }, now);
  }

  /** The deal could not be sent by itself; until a person sends it, it says why. */
  notSent(dealId: CrmRecordId, problem: Failure, now: number): void {
    const { entries, asked } = this.#parts;
    if (this.#wasSent(dealId)) return;
    asked.add(dealId, now);
    const said = { status: SENDING_WORDS.notSent, problem: problemSentence(problem) };
    entries.put({ kind: 'problem', recordId: dealId, ...said }, now);
  }

  /** Tells the workflows that wait for this push how it ended, if it has. */
  endWorkflows(push: Push, now: number): void {
    const { entries, calls } = this.#parts;
    const outcome = workflowOutcome(push);
    if (outcome === null) return;
    for (const callbackId of calls.waitingFor(push.pushId)) {
      entries.put({ kind: 'workflow', callbackId, outcome }, now);
      calls.end(callbackId, now);
    }
  }

  #recordOf(dealId: CrmRecordId): DealRecord {
    const { deals, orders } = this.#parts;
    return { revisions: () => deals.of(dealId), statusOf: (orderId) => orders.read(orderId) };
  }

  /** Somebody was quicker: from then on the deal says what became of that. */
  #wasSent(dealId: CrmRecordId): boolean {
    return this.#parts.deals.of(dealId).length > 0;
  }
}
