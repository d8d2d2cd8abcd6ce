/**
 * Where every way to send a deal comes together. One key for each deal and revision, whichever way it came.
 *
 *   kept already      the push as it stands, without a look at the ERP; other content is refused
 *   not kept yet      the deal as the CRM has it now, the preview once more, consent, and then all writes at once
 */

import type { ReaderLocale } from '#contracts/card-api';
import type { DealSummary } from '#contracts/deal';
import { failure } from '#contracts/errors';
import type { CorrelationId, CrmRecordId, Reference } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import { otherContent } from '../core/key-reused.ts';
import { orderFromDeal, referenceFor } from '../core/order-from-deal.ts';
import type { OrderDraft, Push } from '../core/push-record.ts';
import { revisionProblem } from '../core/revision.ts';
import type { Crm } from '../crm/port.ts';
import type { Previews } from './preview-view.ts';
import { latestOf, takeIn } from './push-intake.ts';
import type { PushKey } from './push-key-store.ts';
import type { PushRunner } from './push-runner.ts';
import { type PushWritesParts, takeInSend } from './push-writes.ts';

/** How a deal came to be sent. */
export type PushWay = 'card' | 'workflow' | 'won-stage' | 'bulk';

/** One wish to send a deal. */
export interface SendWish {
  dealId: CrmRecordId;
  /** Null: the push that the deal has, whatever became of it, or else its first. */
  revision: number | null;
  way: PushWay;
  /** What the person saw; null: nobody looked, and what the preview says now decides. */
  previewHash: string | null;
  /** In spite of warnings. */
  override: boolean;
  /** Who asks, as the CRM signed it; null: nobody but the CRM itself. */
  email: string | null;
  /** How that person writes numbers and days; absent: nobody in particular reads what is answered. */
  locale?: ReaderLocale | undefined;
  correlationId: CorrelationId;
}

export interface PushDoorParts extends PushWritesParts {
  runner: PushRunner;
  previews: Previews;
  crm: () => Crm;
}

export class PushDoor {
  readonly #parts: PushDoorParts;

  constructor(parts: PushDoorParts) {
    this.#parts = parts;
  }

  /** Takes a deal in as the CRM has it now. A push that is kept already is the answer, also while the CRM is away. */
  async send(wish: SendWish): Promise<Result<Push>> {
    const { pushes, runner, crm } = this.#parts;
    const { dealId } = wish;
    const revision = wish.revision ?? latestOf(pushes, 'order.create', dealId)?.revision ?? 1;
    const reference = referenceFor(dealId, revision);
    if (!reference.ok) return reference;
    const deal = await crm().readDeal(dealId);
    const known = pushes.of('order.create', dealId, revision);
    if (!deal.ok) return known !== null ? ok(known) : deal;
    const key = known === null ? pushes.keys.of(dealId, revision) : null;
    if (key !== null) return this.#takeRemembered(wish, key, reference.value, deal.value);
    const taken =
      known === null
        ? await this.#takeNew(wish, revision, reference.value, deal.value)
        : this.#takeAgain(wish, known, deal.value);
    if (!taken.ok) return taken;
    for (const push of taken.value) runner.taken(push);
    const order = taken.value.at(-1);
    return order === undefined ? fail(failure('push.not-found')) : ok(pushes.read(order.pushId) ?? order);
  }

  /** It is kept: the same content gives it again, whatever a preview would say now. */
  #takeAgain({ correlationId, way, email }: SendWish, known: Push, deal: DealSummary): Result<Push[]> {
    const order = orderFromDeal(deal, known.reference, customerToCompare(known, deal));
    // Sent when it could be an order, changed since into what can be none.
    if (!order.ok) return fail(otherContent(known));
    const { recordId, revision, waitsFor } = known;
    const by = { way, email };
    const taken = takeIn(this.#parts, { recordId, revision, write: writeOf(order.value), waitsFor, correlationId, by });
    return taken.ok ? ok([taken.value]) : taken;
  }

  /** It ended so long ago that only its key is left. */
  #takeRemembered(wish: SendWish, key: PushKey, reference: Reference, deal: DealSummary): Result<Push> {
    const { dealId: recordId, correlationId, way, email } = wish;
    const order = orderFromDeal(deal, reference, deal.company?.customerId ?? null);
    if (!order.ok) return fail(otherContent(key));
    const asked = {
      recordId,
      revision: key.revision,
      write: writeOf(order.value),
      waitsFor: null,
      correlationId,
      by: { way, email },
    };
    return takeIn(this.#parts, asked);
  }

  async #takeNew(wish: SendWish, revision: number, reference: Reference, deal: DealSummary): Promise<Result<Push[]>> {
    const { pushes, previews } = this.#parts;
    const { dealId, correlationId, way, email } = wish;
    const problem = revisionProblem(latestOf(pushes, 'order.create', dealId), revision, this.#parts.now());
    if (problem !== null) return fail(problem);
    const order = orderFromDeal(deal, reference, null);
    if (!order.ok) return order;
    const allowed = await previews.allow(deal, wish);
    if (!allowed.ok) return allowed;
    const { overridden, facts } = allowed.value;
    // Somebody else was quicker while the preview was made.
    const known = pushes.of('order.create', dealId, revision);
    if (known !== null) return this.#takeAgain(wish, known, deal);
    if (deal.company === null) return fail(failure('deal.no-company'));
    const { companyId } = deal.company;
    const by = { way, email, ...(overridden.length > 0 ? { overridden } : {}) };
    const { plan } = facts;
    return takeInSend(this.#parts, { dealId, companyId, revision, order: order.value, plan, correlationId, by });
  }
}

const writeOf = (input: OrderDraft) => ({ command: 'order.create' as const, input });

/**
 * The customer that the deal's company is now, where that can be a difference: one that was not linked, or not made,
 * when the push was taken in, is none.
 */
function customerToCompare({ write, waitsFor }: Push, { company }: DealSummary) {
  const was = write.command === 'order.create' ? write.input.customerId : null;
  return was === null || waitsFor !== null ? null : (company?.customerId ?? null);
}
