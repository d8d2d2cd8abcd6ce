/** What the deal card sees: the deal as it would be sent, and what became of its push. */

import type { DealView, PushAnswer, PushView } from '#contracts/card-api';
import { momentOf } from '#contracts/dates';
import { failure } from '#contracts/errors';
import { type CorrelationId, type CrmRecordId, type PushId, SalesOrderId, type TenantId } from '#contracts/ids';
import type { PushState, PushSummary } from '#contracts/push';
import { fail, ok, type Result } from '#contracts/result';
import { budgetMs } from '../core/answer-time.ts';
import { cardError } from '../core/card-error.ts';
import { dealChanges } from '../core/deal-changes.ts';
import { dealBlockers, referenceFor } from '../core/order-from-deal.ts';
import { choicesFor, isAllowed } from '../core/push-choices.ts';
import type { Push } from '../core/push-record.ts';
import type { Crm } from '../crm/port.ts';
import type { AuditStore } from './audit-store.ts';
import type { ViewRequest } from './card-views.ts';
import type { OrderStatuses } from './order-statuses.ts';
import type { PolicyStore } from './policy-store.ts';
import { endOf, orderPushIdOf } from './push-intake.ts';
import type { PushKey } from './push-key-store.ts';
import type { PushStore } from './push-store.ts';
import type { ViewFrame } from './view-frame.ts';
import { withinMs } from './within-ms.ts';

export interface DealViewsParts {
  pushes: PushStore;
  audit: AuditStore;
  orders: OrderStatuses;
  frame: ViewFrame;
  policy: PolicyStore;
  now: () => number;
  tenantId: () => TenantId | null;
  crm: () => Crm;
}

type PushInShort = Pick<Push, 'pushId' | 'recordId' | 'revision' | 'reference' | 'state' | 'erpId'>;

/** What of a push is shown. Without a write: it ended so long ago that its content is not kept. */
type ShownPush = PushInShort & Pick<Push, 'problem'> & { write: Push['write'] | null };

/** Who looks at a push. */
export interface Asker {
  correlationId: CorrelationId;
  /** As the CRM signed it, in lower case; null: it did not say. */
  email: string | null;
}

export class DealViews {
  readonly #parts: DealViewsParts;

  constructor(parts: DealViewsParts) {
    this.#parts = parts;
  }

  async deal(dealId: CrmRecordId, asker: Asker & Pick<ViewRequest, 'spentMs'>): Promise<DealView> {
    const { correlationId } = asker;
    const late = fail(failure('crm.unavailable', { detail: 'no answer within the budget' }));
    const deal = (await withinMs(this.#parts.crm().readDeal(dealId), budgetMs(asker))) ?? late;
    if (!deal.ok) return { ok: false, error: cardError(deal.error, correlationId) };
    const push = this.#parts.pushes.latestOf('order.create', dealId);
    const key = push === null ? this.#parts.pushes.keys.latestOf(dealId) : null;
    const shown = push ?? (key === null ? null : this.#remembered(dealId, key));
    return {
      ...this.#parts.frame.head(correlationId),
      deal: deal.value,
      erpTitle: this.#parts.frame.erpTitle(),
      link: this.#parts.frame.linkState(),
      push: shown === null ? null : this.#pushView(shown, push === null ? [] : this.#choices(push, asker), asker),
      changes: push === null ? [] : dealChanges(push, deal.value),
      blockers: dealBlockers(deal.value).map((blocker) => cardError(blocker, correlationId)),
    };
  }

  pushById(pushId: string, asker: Asker): PushAnswer {
    const push = this.#parts.pushes.read(pushId);
    return this.push(push === null ? fail(failure('push.not-found')) : ok(push), asker);
  }

  push(push: Result<Push>, asker: Asker): PushAnswer {
    const { correlationId } = asker;
    if (!push.ok) return { ok: false, error: cardError(push.error, correlationId) };
    const head = this.#parts.frame.head(correlationId);
    return {
      ...head,
      link: this.#parts.frame.linkState(),
      push: this.#pushView(push.value, this.#choices(push.value, asker), asker),
    };
  }

  /** What became of a deal's push, in short, also where only its key is left; null: nothing can be said of it any more. */
  sent(dealId: CrmRecordId, pushId: PushId): PushSummary | null {
    const { pushes } = this.#parts;
    const whole = pushes.read(pushId);
    if (whole !== null) return this.#summary(whole);
    for (const key of pushes.keys.allOf(dealId)) {
      const push = this.#remembered(dealId, key);
      if (push?.pushId === pushId) return this.#summary(push);
    }
    return null;
  }

  #summary({ pushId, recordId, revision, reference, state, erpId }: PushInShort): PushSummary {
    const orderId = erpId === null ? null : SalesOrderId.parse(erpId);
    return { pushId, dealId: recordId, revision, reference, state, orderId, steps: this.#steps(pushId) };
  }

  #pushView(push: ShownPush, mayResolve: PushView['mayResolve'], { correlationId }: Asker): PushView {
    const { state, erpId, problem } = push;
    return {
      ...this.#summary(push),
      sent: sentOf(push),
      writtenBack: state === 'done',
      problem: problem === null ? null : cardError(problem, correlationId),
      orderStatus: erpId === null ? null : this.#parts.orders.read(erpId),
      mayResolve,
    };
  }

  #choices(push: Push, { email }: Asker): PushView['mayResolve'] {
    return isAllowed(this.#parts.policy.read().push.resolve, email) ? choicesFor(push, this.#parts.now()) : [];
  }

  /** A push that ended so long ago that only its key is left. */
  #remembered(dealId: CrmRecordId, { revision, state, erpId }: PushKey): ShownPush | null {
    const reference = referenceFor(dealId, revision);
    if (!reference.ok) return null;
    const pushId = orderPushIdOf(this.#parts.tenantId() ?? '', dealId, revision);
    const known = { pushId, recordId: dealId, revision, reference: reference.value, state, erpId };
    return { ...known, problem: endOf(state), write: null };
  }

  /** The push's life as the audit tells it: every change of state, once. */
  #steps(pushId: string): PushView['steps'] {
    return this.#parts.audit.about(pushId).flatMap(({ at, body }) => {
      const { from, to } = JSON.parse(body) as { from?: PushState; to: PushState };
      return from === to ? [] : [{ state: to, at: momentOf(at) }];
    });
  }
}

function sentOf({ write }: ShownPush): PushView['sent'] {
  if (write?.command !== 'order.create') return null;
  const { customerId, customerReference, requestedOn, currency, lines } = write.input;
  return { customerId, customerReference, requestedOn, currency, lines };
}
