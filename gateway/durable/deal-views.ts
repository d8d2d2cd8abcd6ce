/** What the deal card sees: the deal as it would be sent, and what became of its push. */

import type { DealView, PushAnswer, PushView } from '#contracts/card-api';
import { momentOf } from '#contracts/dates';
import { failure } from '#contracts/errors';
import { type CorrelationId, type CrmRecordId, SalesOrderId } from '#contracts/ids';
import type { PushState } from '#contracts/push';
import { fail, type Result } from '#contracts/result';
import { cardError } from '../core/card-error.ts';
import { dealBlockers } from '../core/order-from-deal.ts';
import type { Push } from '../core/push-record.ts';
import type { Crm } from '../crm/port.ts';
import type { AuditStore } from './audit-store.ts';
import { BUDGET_MS } from './card-views.ts';
import type { PushStore } from './push-store.ts';
import type { ViewFrame } from './view-frame.ts';
import { withinMs } from './within-ms.ts';

export class DealViews {
  readonly #pushes: PushStore;
  readonly #audit: AuditStore;
  readonly #frame: ViewFrame;
  readonly #crm: () => Crm;

  constructor(pushes: PushStore, audit: AuditStore, frame: ViewFrame, crm: () => Crm) {
    this.#pushes = pushes;
    this.#audit = audit;
    this.#frame = frame;
    this.#crm = crm;
  }

  async deal(dealId: CrmRecordId, correlationId: CorrelationId): Promise<DealView> {
    const late = fail(failure('crm.unavailable', { detail: 'no answer within the budget' }));
    const deal = (await withinMs(this.#crm().readDeal(dealId), BUDGET_MS)) ?? late;
    if (!deal.ok) return { ok: false, error: cardError(deal.error, correlationId) };
    const push = this.#pushes.latestOf('order.create', dealId);
    return {
      ...this.#frame.head(correlationId),
      deal: deal.value,
      erpTitle: this.#frame.erpTitle(),
      link: this.#frame.linkState(),
      push: push === null ? null : this.#pushView(push, correlationId),
      blockers: dealBlockers(deal.value).map((blocker) => cardError(blocker, correlationId)),
    };
  }

  push(push: Result<Push>, correlationId: CorrelationId): PushAnswer {
    if (!push.ok) return { ok: false, error: cardError(push.error, correlationId) };
    const head = this.#frame.head(correlationId);
    return { ...head, link: this.#frame.linkState(), push: this.#pushView(push.value, correlationId) };
  }

  #pushView(push: Push, correlationId: CorrelationId): PushView {
    const { pushId, recordId, revision, reference, state, erpId, problem } = push;
    return {
      pushId,
      dealId: recordId,
      revision,
      reference,
      state,
      orderId: erpId === null ? null : SalesOrderId.parse(erpId),
      steps: this.#steps(pushId),
      writtenBack: state === 'done',
      problem: problem === null ? null : cardError(problem, correlationId),
      orderStatus: null,
      mayResolve: [],
    };
  }

  /** The push's life as the audit tells it: every change of state, once. */
  #steps(pushId: string): PushView['steps'] {
    return this.#audit.about(pushId).flatMap(({ at, body }) => {
      const { from, to } = JSON.parse(body) as { from?: PushState; to: PushState };
      return from === to ? [] : [{ state: to, at: momentOf(at) }];
    });
  }
}
