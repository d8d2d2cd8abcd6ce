/**
 * Carries pushes out: reads the record, lets the push machine decide, writes record and audit row in one
 * transaction, then acts. Nothing here waits for an agent; what is due is in the store, for the alarm.
 */

import { failure } from '#contracts/errors';
import type { AgentFrame, WriteBounds } from '#contracts/frames';
import { isQuiet } from '#contracts/quiet-hours';
import { advance } from '../core/push-machine.ts';
import { preparation } from '../core/push-preparation.ts';
import type { Found, Push, PushEffect, PushEvent } from '../core/push-record.ts';
import type { Crm } from '../crm/port.ts';
import type { AgentLink } from './agent-link.ts';
import type { AuditStore } from './audit-store.ts';
import { deliver } from './crm-outbox.ts';
import type { PolicyStore } from './policy-store.ts';
import { erpIdOf, sendFrame } from './push-frames.ts';
import { lookUp } from './push-lookup.ts';
import type { PushStore } from './push-store.ts';
import type { SettingStore } from './setting-store.ts';

export interface PushRunnerParts {
  storage: DurableObjectStorage;
  pushes: PushStore;
  audit: AuditStore;
  link: AgentLink;
  crm: () => Crm;
  now: () => number;
  random: () => number;
  policy: PolicyStore;
  settings: SettingStore;
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
   * One event for one push. An event for a push that is not known here changes nothing.
   * @param said more for the audit: who decided, and why
   */
  apply(pushId: string, event: PushEvent, said: object = {}): void {
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
          erpId: push.erpId,
          problem: push.problem?.code ?? null,
          ...said,
        });
      }
      if (effects.some(({ type }) => type === 'write-back')) pushes.addToOutbox(pushId, at);
      return { push, effects };
    });
    for (const effect of effects?.effects ?? []) if (effects !== null) this.#carryOut(effects.push, effect);
    if (effects?.push.write.command === 'customer.create') this.#customerMoved(effects.push.pushId);
  }

  /** A push that was just taken in goes on its way; one that is on its way already is left alone. */
  taken({ pushId, state }: Push): void {
    if (state === 'accepted') this.apply(pushId, { type: 'woken' });
    this.dispatch();
  }

  /** Sends the longest waiting push, if an agent may write and none is under way: ERPs want writes one by one. */
  dispatch(): void {
    const { pushes, link, now } = this.#parts;
    const writer = link.writer();
    if (writer === null || this.#isQuiet() || pushes.inState('sending').length > 0) return;
    const next = pushes.firstReady(Object.keys(writer.connector.writeBounds));
    const bounds = next === null ? undefined : writer.connector.writeBounds[next.write.command];
    if (next === null || bounds === undefined || (next.dueAt ?? 0) > now()) return;
    this.apply(next.pushId, { type: 'dispatched', epoch: writer.epoch, bounds });
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
    const command = this.#parts.pushes.read(pushId)?.write.command ?? 'order.create';
    this.apply(pushId, { type: 'reported', attempt, outcome: frame.outcome, erpId: erpIdOf(command, frame.outcome) });
    this.#parts.link.send(epoch, { type: 'kept', pushId, attempt });
    this.dispatch();
  }

  /** The store was set back: whatever is not final may have gone on since, and is looked up before anything is sent. */
  wasSetBack(bounds: Partial<Record<string, WriteBounds>>): void {
    for (const state of ['ready', 'sending', 'in-doubt'] as const) {
      for (const { pushId, write } of this.#parts.pushes.inState(state)) {
        const promised = bounds[write.command] ?? null;
        this.apply(pushId, { type: 'prepared', customerId: null, lookFirst: true, bounds: promised });
      }
    }
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
    for (const { pushId } of pushes.inState('accepted')) this.apply(pushId, { type: 'woken' });
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
    const writer = link.writer();
    const isFree = writer !== null && pushes.inState('sending').length === 0;
    const ready = isFree ? pushes.firstReady(Object.keys(writer.connector.writeBounds)) : null;
    const readyAt = this.#isQuiet() ? this.#parts.now() + QUIET_LOOK_MS : ready?.dueAt;
    const times = [...pushes.dueTimes(), ...(ready === null || readyAt == null ? [] : [readyAt])];
    return times.length === 0 ? null : Math.min(...times);
  }

  #isQuiet(): boolean {
    return isQuiet(this.#parts.policy.read().quietHours, this.#parts.now());
  }

  #carryOut(push: Push, effect: PushEffect): void {
    const { link } = this.#parts;
    const { pushId, attempt, epoch } = push;
    switch (effect.type) {
      case 'send':
        if (epoch !== null && !link.send(epoch, sendFrame(push, epoch)))
          this.apply(pushId, { type: 'link-lost', epoch });
        return;
      case 'go':
        if (epoch !== null && !link.send(epoch, { type: 'go', pushId, attempt }))
          this.apply(pushId, { type: 'link-lost', epoch });
        return;
      case 'stop':
        link.send(effect.epoch, { type: 'stop', pushId, attempt: effect.attempt });
        return;
      case 'prepare':
        this.#prepare(push);
        return;
      case 'look-up':
        void this.#lookUp(push);
        return;
      case 'write-back':
        return;
    }
  }

  /** Says whether the write can go out: an order may wait for its customer. */
  #prepare({ pushId, waitsFor }: Push): void {
    const { pushes, link, settings } = this.#parts;
    const push = pushes.read(pushId);
    if (push === null) return;
    const customer = waitsFor === null ? null : pushes.read(waitsFor);
    const event = preparation(waitsFor, customer, {
      lookFirst: settings.read('set-back-at') !== null,
      bounds: link.writer()?.connector.writeBounds[push.write.command] ?? null,
    });
    if (event !== null) this.apply(pushId, event);
  }

  /** Orders that wait for this customer hear at once how it stands. */
  #customerMoved(customerPushId: string): void {
    for (const push of this.#parts.pushes.waitingFor(customerPushId)) this.#prepare(push);
  }

  async #lookUp(push: Push): Promise<void> {
    const askedAt = this.#parts.now();
    const quiet: Found = { kind: 'failed', error: failure('gateway.quiet-hours') };
    const found = this.#isQuiet() ? quiet : await lookUp(this.#parts.link, push);
    this.apply(push.pushId, { type: 'looked-up', askedAt, found });
    this.dispatch();
    await this.#parts.arm();
  }
}
