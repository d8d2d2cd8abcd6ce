/** Where the CRM itself asks for deals to be sent: kept for good before it is answered, and looked at afterwards. */

import type { CorrelationId, CrmRecordId } from '#contracts/ids';
import type { PolicyStore } from './policy-store.ts';
import type { SettingStore } from './setting-store.ts';
import type { WishStore } from './wish-store.ts';
import type { WorkflowCalls } from './workflow-calls.ts';

/** A call of a workflow's action. */
export interface WorkflowCall {
  /** HubSpot's key of this execution: the same call again has the same. */
  callbackId: string;
  dealId: CrmRecordId;
  correlationId: CorrelationId;
}

/** `taken`: it is kept. `full`: come again later. `unknown`: the account is not this tenant's. */
export type Intake = 'taken' | 'full' | 'unknown';

export interface WishIntakeParts {
  storage: Pick<DurableObjectStorage, 'transactionSync'>;
  settings: SettingStore;
  policy: PolicyStore;
  wishes: WishStore;
  calls: WorkflowCalls;
  now: () => number;
}

export class WishIntake {
  readonly #parts: WishIntakeParts;

  constructor(parts: WishIntakeParts) {
    this.#parts = parts;
  }

  /** A workflow wants its deal sent, and waits for the end. */
  workflow(portalId: string, { callbackId, dealId, correlationId }: WorkflowCall): Intake {
    const { storage, wishes, calls, now } = this.#parts;
    if (!this.#isOurs(portalId)) return 'unknown';
    if (wishes.isFull()) return 'full';
    storage.transactionSync(() => {
      calls.begin(callbackId, now());
      wishes.put({ from: { way: 'workflow', callbackId }, dealId, email: null, correlationId }, now());
    });
    return 'taken';
  }

  /** These deals may have been won: each is looked at, however often it is named. */
  dealsChanged(portalId: string, dealIds: readonly CrmRecordId[], correlationId: CorrelationId): Intake {
    const { storage, policy, wishes, now } = this.#parts;
    if (!this.#isOurs(portalId)) return 'unknown';
    if (policy.read().push.onWon === 'off') return 'taken';
    if (wishes.isFull()) return 'full';
    storage.transactionSync(() => {
      for (const dealId of dealIds) {
        wishes.put({ from: { way: 'won-stage' }, dealId, email: null, correlationId }, now());
      }
    });
    return 'taken';
  }

  #isOurs(portalId: string): boolean {
    return this.#parts.settings.read('portal-id') === portalId;
  }
}
