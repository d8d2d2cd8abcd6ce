/**
 * What a person decides about a parked push, and whether they may. Said twice it changes nothing; said after another
 * decision it is refused. Who decided what and why is one row of the audit.
 */

import type { PushAnswer, Resolution } from '#contracts/card-api';
import { type Failure, failure } from '#contracts/errors';
import { type CorrelationId, type CustomerId, isSameKey, type SalesOrderId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import { choicesFor, isAllowed } from '../core/push-choices.ts';
import type { Push, PushEvent } from '../core/push-record.ts';
import type { AuditStore } from './audit-store.ts';
import type { DeadLetterStore } from './dead-letter-store.ts';
import type { Asker, DealViews } from './deal-views.ts';
import type { PolicyStore } from './policy-store.ts';
import type { PushLink } from './push-link.ts';
import type { PushRunner } from './push-runner.ts';
import type { PushStore } from './push-store.ts';

/** Below HubSpot's own limit for a card's request. */
const READ_ORDER_MS = 10_000;

/** Who decides. */
export interface Decider extends Asker {
  way: 'card' | 'operator';
}

export interface PushResolutionParts {
  pushes: PushStore;
  letters: DeadLetterStore;
  audit: AuditStore;
  runner: PushRunner;
  policy: PolicyStore;
  link: PushLink;
  deals: DealViews;
  now: () => number;
}

export class PushResolution {
  readonly #parts: PushResolutionParts;

  constructor(parts: PushResolutionParts) {
    this.#parts = parts;
  }

  async answer(pushId: string, asked: Resolution, asker: Asker): Promise<PushAnswer> {
    return this.#parts.deals.push(await this.resolve(pushId, asked, { ...asker, way: 'card' }), asker);
  }

  /** The push as it is after the decision. Errors: push.not-found, push.not-allowed, push.not-parked, push.order-unfit, those of reading the order. */
  async resolve(pushId: string, asked: Resolution, decider: Decider): Promise<Result<Push>> {
    const { pushes, policy } = this.#parts;
    const push = pushes.read(pushId);
    if (push === null) return fail(failure('push.not-found'));
    if (decider.way === 'card' && !isAllowed(policy.read().push.resolve, decider.email)) {
      return fail(failure('push.not-allowed'));
    }
    if (push.state !== 'parked') return this.#again(push, asked);
    if (asked.decision === 'link') {
      const problem = await this.#unfit(push, asked.orderId, decider.correlationId);
      if (!problem.ok) return problem;
    }
    return this.#decide(pushId, asked, decider);
  }

  /** While the order was read, the push or the order may have found another end. */
  #decide(pushId: string, asked: Resolution, { way, email, correlationId }: Decider): Result<Push> {
    const { pushes, runner, now } = this.#parts;
    const push = pushes.read(pushId);
    if (push === null) return fail(failure('push.not-found'));
    if (push.state !== 'parked') return this.#again(push, asked);
    if (!choicesFor(push, now()).includes(asked.decision)) {
      return fail(push.problem ?? failure('push.not-parked'));
    }
    if (asked.decision === 'link' && this.#isTaken(push, asked.orderId)) return fail(ofAnotherDeal(asked.orderId));
    runner.apply(pushId, eventOf(asked), { decided: asked, way, by: email, correlationId });
    runner.dispatch();
    return ok(pushes.read(pushId) ?? push);
  }

  /** The same decision again is no other. */
  #again(push: Push, asked: Resolution): Result<Push> {
    const last = this.#lastDecision(push.pushId);
    const isSame = last !== null && sameDecision(last, asked);
    const isSo = asked.decision === 'link' && isMade(push) && push.erpId === asked.orderId;
    return isSame || isSo ? ok(push) : fail(failure('push.not-parked'));
  }

  #lastDecision(pushId: string): Resolution | null {
    const row = this.#parts.audit.lastWith(pushId, 'decided');
    return row === null ? null : ((JSON.parse(row.body) as { decided?: Resolution }).decided ?? null);
  }

  async #unfit(push: Push, orderId: SalesOrderId, correlationId: CorrelationId): Promise<Result<null>> {
    const read = await this.#parts.link.call('order.read', { orderId }, READ_ORDER_MS, correlationId);
    if (!read.ok) return read.error.code === 'erp.not-found' ? fail(failure('push.order-unfit')) : read;
    const { customerId, reference } = read.value;
    const theirs = customerOf(push);
    const isTheirs = theirs !== null && isSameKey(customerId, theirs);
    // An order that carries another of our references is another push's, however long ago that was.
    const isOurs = reference !== null && reference !== push.reference && /^DB-/.test(reference);
    if (isTheirs && isOurs) return fail(ofAnotherDeal(orderId));
    return isTheirs ? ok(null) : fail(failure('push.order-unfit', { detail: `order ${orderId}` }));
  }

  #isTaken({ pushId }: Push, orderId: string): boolean {
    return this.#parts.letters.ordersMadeAs(orderId).some((other) => other.pushId !== pushId);
  }
}

const ofAnotherDeal = (orderId: string): Failure =>
  failure('push.order-unfit', { message: `Order ${orderId} belongs to another deal.` });

const isMade = ({ state }: Push): boolean => state === 'confirmed' || state === 'done';

const customerOf = ({ write }: Push): CustomerId | null =>
  write.command === 'order.create' ? write.input.customerId : null;

const sameDecision = (a: Resolution, b: Resolution): boolean =>
  a.decision === b.decision && (a.decision !== 'link' || b.decision !== 'link' || a.orderId === b.orderId);

function eventOf(asked: Resolution): Extract<PushEvent, { type: 'linked' | 'send-again' | 'given-up' }> {
  switch (asked.decision) {
    case 'link':
      return { type: 'linked', erpId: asked.orderId };
    case 'send-again':
      return { type: 'send-again' };
    case 'give-up':
      return { type: 'given-up' };
  }
}
