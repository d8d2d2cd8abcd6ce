/**
 * Carries pushes out: reads the record, lets the push machine decide, writes record and audit row in one
 * transaction, then acts. Nothing here waits for an agent; what is due is in the store, for the alarm.
 */

import { COMMANDS } from '#contracts/commands';
import { failure } from '#contracts/errors';
import type { AgentFrame } from '#contracts/frames';
import type { CorrelationId, CrmRecordId, PushId, SalesOrderId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import type { NewSalesOrder } from '#contracts/sales-order';
import { advance } from '../core/push-machine.ts';
import type { Found, Push, PushEffect, PushEvent } from '../core/push-record.ts';
import { isQuiet } from '../core/quiet-hours.ts';
import { revisionProblem } from '../core/revision.ts';
import type { Crm } from '../crm/port.ts';
import type { AgentLink } from './agent-link.ts';
import type { AuditStore } from './audit-store.ts';
import { deliver } from './crm-outbox.ts';
import { lookUpOrder } from './order-lookup.ts';
import type { PolicyStore } from './policy-store.ts';
import type { PushStore } from './push-store.ts';

export interface PushRunnerParts {
  storage: DurableObjectStorage;
  pushes: PushStore;
  audit: AuditStore;
  link: AgentLink;
  crm: () => Crm;
  now: () => number;
  random: () => number;
  policy: PolicyStore;
  /** Sets the alarm anew, after something moved outside a request, a frame or an alarm. */
  arm: () => Promise<void>;
}

/** How often a waiting push looks whether the quiet hours are over. */
const QUIET_LOOK_MS = 60_000;

export class PushRunner {
  readonly #parts: PushRunnerParts;

  constructor(parts: PushRunnerParts) {
    this.#parts = parts;
  }

  /**
   * Keeps a push for good, or gives the one that is kept already. Returned only after it is durable (P1).
   * The same deal and revision with another content is refused (P5).
   */
  accept(
    pushId: PushId,
    dealId: CrmRecordId,
    revision: number,
    order: NewSalesOrder,
    correlationId: CorrelationId,
  ): Result<Push> {
    const { pushes, audit, storage, now } = this.#parts;
    const known = pushes.ofDeal(dealId, revision);
    if (known !== null) {
      return JSON.stringify(known.order) === JSON.stringify(order) ? ok(known) : fail(failure('push.key-reused'));
    }
    const problem = revisionProblem(pushes.latestOfDeal(dealId), revision);
    if (problem !== null) return fail(problem);
    const at = now();
    const push: Push = {
      pushId,
      dealId,
      revision,
      reference: order.reference,
      correlationId,
      order,
      acceptedAt: at,
      state: 'accepted',
      attempt: 0,
      epoch: null,
      grantedAt: null,
      bounds: null,
      fenceAt: null,
      dueAt: at,
      failures: 0,
      orderId: null,
      problem: null,
    };
    storage.transactionSync(() => {
      pushes.insert(push);
      audit.append(at, 'push', pushId, correlationId, {
        event: 'accepted',
        to: 'accepted',
        reference: order.reference,
      });
    });
    this.apply(pushId, { type: 'prepared' });
    this.dispatch();
    return ok(pushes.read(pushId) ?? push);
  }

  /** One event for one push. An event for a push that is not known here changes nothing. */
  apply(pushId: string, event: PushEvent): void {
    const { pushes, audit, storage, now, random } = this.#parts;
    const effects = storage.transactionSync((): { push: Push; effects: PushEffect[] } | null => {
      const before = pushes.read(pushId);
      if (before === null) return null;
      const at = now();
      const { push, effects } = advance(before, event, { now: at, random: random() });
      if (push !== before) {
        pushes.update(push);
        audit.append(at, 'push', pushId, push.correlationId, {
          event: event.type,
          from: before.state,
          to: push.state,
          attempt: push.attempt,
          orderId: push.orderId,
          problem: push.problem?.code ?? null,
        });
      }
      if (effects.some(({ type }) => type === 'write-back')) pushes.addToOutbox(pushId, at);
      return { push, effects };
    });
    for (const effect of effects?.effects ?? []) if (effects !== null) this.#carryOut(effects.push, effect);
  }

  /** Sends the longest waiting push, if an agent may write and none is under way: ERPs want writes one by one. */
  dispatch(): void {
    const { pushes, link, now } = this.#parts;
    const writer = link.writer();
    if (writer === null || this.#isQuiet() || pushes.inState('sending').length > 0) return;
    const next = pushes.firstReady();
    if (next === null || (next.dueAt ?? 0) > now()) return;
    this.apply(next.pushId, { type: 'dispatched', epoch: writer.epoch, bounds: writer.connector.writeBounds });
  }

  /** A frame about a push. Every outcome is answered with `kept` once it is durable, also one that changed nothing. */
  framed(epoch: number, frame: Extract<AgentFrame, { type: 'claim' | 'outcome' }>): void {
    const { pushId, attempt } = frame;
    if (frame.type === 'claim') {
      if (this.#parts.pushes.read(pushId) === null) this.#parts.link.send(epoch, { type: 'stop', pushId, attempt });
      // The epoch of the connection it came over, not the one it names: only that one is proven.
      this.apply(pushId, { type: 'claimed', attempt, epoch });
      return;
    }
    this.apply(pushId, { type: 'reported', attempt, outcome: frame.outcome, orderId: orderIdOf(frame.outcome) });
    this.#parts.link.send(epoch, { type: 'kept', pushId, attempt });
    this.dispatch();
  }

  /** Connections that are gone take their attempts with them. */
  linkLost(epoch: number): void {
    for (const push of this.#parts.pushes.inState('sending')) this.apply(push.pushId, { type: 'link-lost', epoch });
    this.dispatch();
  }

  /** An agent is there: what waited for one goes on, and what is in doubt is looked up at once. */
  linkUp(): void {
    const { pushes, link } = this.#parts;
    const alive = new Set(link.connections().map(({ epoch }) => epoch));
    for (const { pushId, epoch } of pushes.inState('sending')) {
      // An eviction can swallow the close of a socket.
      if (epoch !== null && !alive.has(epoch)) this.apply(pushId, { type: 'link-lost', epoch });
    }
    for (const { pushId } of pushes.inState('in-doubt')) this.apply(pushId, { type: 'woken' });
    this.dispatch();
  }

  /** Everything whose time has come. */
  async wake(): Promise<void> {
    const { pushes, now } = this.#parts;
    for (const { pushId, state } of pushes.due(now())) if (state !== 'ready') this.apply(pushId, { type: 'woken' });
    this.dispatch();
    for (const entry of pushes.outboxDue(now())) {
      if (await deliver(this.#parts, entry)) this.apply(entry.pushId, { type: 'written-back' });
    }
  }

  /** When to wake up next; null: only a frame or a request can move anything. */
  nextWake(): number | null {
    const { pushes, link } = this.#parts;
    const ready = link.writer() !== null && pushes.inState('sending').length === 0 ? pushes.firstReady() : null;
    const readyAt = this.#isQuiet() ? this.#parts.now() + QUIET_LOOK_MS : ready?.dueAt;
    const times = [...pushes.dueTimes(), ...(ready === null || readyAt == null ? [] : [readyAt])];
    return times.length === 0 ? null : Math.min(...times);
  }

  #isQuiet(): boolean {
    return isQuiet(this.#parts.policy.read().quietHours, this.#parts.now());
  }

  #carryOut(push: Push, effect: PushEffect): void {
    const { link } = this.#parts;
    const { pushId, attempt, epoch, correlationId, reference, order } = push;
    switch (effect.type) {
      case 'send':
        if (epoch === null) return;
        if (
          !link.send(epoch, {
            type: 'send',
            pushId,
            attempt,
            epoch,
            command: 'order.create',
            input: order,
            reference,
            correlationId,
          })
        ) {
          this.apply(pushId, { type: 'link-lost', epoch });
        }
        return;
      case 'go':
        if (epoch !== null && !link.send(epoch, { type: 'go', pushId, attempt }))
          this.apply(pushId, { type: 'link-lost', epoch });
        return;
      case 'stop':
        link.send(effect.epoch, { type: 'stop', pushId, attempt: effect.attempt });
        return;
      case 'look-up':
        void this.#lookUp(push);
        return;
      case 'write-back':
        return;
    }
  }

  async #lookUp(push: Push): Promise<void> {
    const askedAt = this.#parts.now();
    const quiet: Found = { kind: 'failed', error: failure('gateway.quiet-hours') };
    const found = this.#isQuiet() ? quiet : await lookUpOrder(this.#parts.link, push);
    this.apply(push.pushId, { type: 'looked-up', askedAt, found });
    this.dispatch();
    await this.#parts.arm();
  }
}

const orderIdOf = (outcome: Extract<AgentFrame, { type: 'outcome' }>['outcome']): SalesOrderId | null => {
  if (outcome.result !== 'made') return null;
  const output = COMMANDS['order.create'].output.safeParse(outcome.output);
  return output.success ? output.data.orderId : null;
};
