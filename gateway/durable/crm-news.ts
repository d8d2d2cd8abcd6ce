import { crmWritesOf, workflowOutcome } from '../core/crm-write.ts';
import { SENDING_WORDS } from '../core/erp-words.ts';
import type { Push } from '../core/push-record.ts';
import type { AskedDeals } from './asked-deals.ts';
import type { OrderStatuses } from './order-statuses.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { PushWitness } from './push-runner.ts';
import type { WorkflowCalls } from './workflow-calls.ts';

export interface CrmNewsParts {
  entries: OutboxStore;
  calls: WorkflowCalls;
  asked: AskedDeals;
  orders: OrderStatuses;
}

/** Notes what follows from a push that moved, in the transaction in which it moved: what the CRM hears, what is watched. */
export class CrmNews implements PushWitness {
  readonly #parts: CrmNewsParts;

  constructor(parts: CrmNewsParts) {
    this.#parts = parts;
  }

  moved(before: Push, after: Push, now: number): void {
    const { entries, asked, orders } = this.#parts;
    const writes = crmWritesOf(before, after);
    for (const write of writes) {
      entries.put(write, now);
      if (write.kind === 'order-number') orders.add(write.orderId, write.recordId, now);
    }
    if (before.state === 'accepted' && after.state !== 'accepted' && asked.remove(after.recordId)) {
      entries.put({ kind: 'ask-note', recordId: after.recordId, status: SENDING_WORDS.underWay }, now);
    }
    this.endWorkflows(after, now);
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
}
