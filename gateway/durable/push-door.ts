/** Where every way to send a deal comes together. One key for each deal and revision, whichever way it came. */

import { failure } from '#contracts/errors';
import type { CorrelationId, CrmRecordId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import { orderFromDeal, referenceFor } from '../core/order-from-deal.ts';
import type { Push } from '../core/push-record.ts';
import type { Crm } from '../crm/port.ts';
import { type PushIntakeParts, takeIn } from './push-intake.ts';
import type { PushRunner } from './push-runner.ts';

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
  correlationId: CorrelationId;
}

export interface PushDoorParts extends PushIntakeParts {
  runner: PushRunner;
  crm: () => Crm;
}

export class PushDoor {
  readonly #parts: PushDoorParts;

  constructor(parts: PushDoorParts) {
    this.#parts = parts;
  }

  /** Takes a deal in as the CRM has it now. A push that is kept already is the answer, also while the CRM is away. */
  async send({ dealId, correlationId, ...wish }: SendWish): Promise<Result<Push>> {
    const { pushes, runner, crm } = this.#parts;
    const revision = wish.revision ?? pushes.latestOf('order.create', dealId)?.revision ?? 1;
    const reference = referenceFor(dealId, revision);
    if (!reference.ok) return reference;
    const deal = await crm().readDeal(dealId);
    const known = pushes.of('order.create', dealId, revision);
    if (!deal.ok) return known !== null ? ok(known) : deal;
    const order = orderFromDeal(deal.value, reference.value);
    if (!order.ok) return known !== null ? fail(failure('push.key-reused')) : order;
    const taken = takeIn(this.#parts, {
      recordId: dealId,
      revision,
      write: { command: 'order.create', input: order.value },
      waitsFor: null,
      correlationId,
      by: { way: wish.way, email: wish.email },
    });
    if (!taken.ok) return taken;
    runner.taken(taken.value);
    return ok(pushes.read(taken.value.pushId) ?? taken.value);
  }
}
