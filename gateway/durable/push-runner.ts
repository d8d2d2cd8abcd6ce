/**
 * Carries pushes out: reads the record, lets the push machine decide, writes record and audit row in one
 * transaction, then acts. Nothing here waits for an agent; what is due is in the store, for the alarm.
 */

import { failure } from '#contracts/errors';
import type { AgentFrame, WriteBounds } from '#contracts/frames';
import { isQuiet, nextMinute } from '#contracts/quiet-hours';
import { evidenceOf } from '../core/push-evidence.ts';
import { advance, isRefusal } from '../core/push-machine.ts';
import { preparation } from '../core/push-preparation.ts';
import type { Found, Push, PushEffect, PushEvent } from '../core/push-record.ts';
import { besideOthers } from '../core/revision.ts';
import type { AuditStore } from './audit-store.ts';
import { BoundedDesk } from './bounded-desk.ts';
import type { PolicyStore } from './policy-store.ts';
import { erpIdOf, sendFrame } from './push-frames.ts';
import type { PushLink } from './push-link.ts';
import { lookUp } from './push-lookup.ts';
import type { PushStore } from './push-store.ts';
import type { PushWitness } from './push-witness.ts';
import { PushWriters } from './push-writers.ts';
import type { SettingStore } from './setting-store.ts';

export interface PushRunnerParts {
  storage: Pick<DurableObjectStorage, 'transactionSync'>;
  pushes: PushStore;
  audit: AuditStore;
  link: PushLink;
  witness: Pick<PushWitness, 'moved'>;
  now: () => number;
  random: () => number;
  policy: PolicyStore;
  settings: SettingStore;
  /** Sets the alarm anew, after something moved outside a request, a frame or an alarm. */
  arm: () => Promise<void>;
}

/** Fewer than the calls that an ERP allows at once, so that cards are not held up by a crowd in doubt. */
const LOOK_UPS_AT_ONCE = 2;

export class PushRunner {
  readonly #lookUps = new BoundedDesk(LOOK_UPS_AT_ONCE);
  readonly #parts: PushRunnerParts;
  readonly writers: PushWriters;

  constructor(parts: PushRunnerParts) {
    this.#parts = parts;
    this.writers = new PushWriters(parts.settings, parts.link, parts.now());
  }

  /**
   * One event for one push. An event for a push that is not known here changes nothing.
   * @param said more for the audit: who decided, and why
   */
  apply(pushId: string, event: PushEvent, said: object = {}): void {
    const { pushes, audit, storage, witness, now, random } = this.#parts;
    const effects = storage.transactionSync((): { push: Push; effects: PushEffect[] } | null => {
      const before = pushes.read(pushId);
      if (before === null) return null;
      const at = now();
      const step = advance(before, event, { now: at, random: random() });
      const revisions = () => pushes.allOf(before.write.command, before.recordId);
      const { push, effects } = besideOthers(before, event, step, revisions);
      if (push !== before) {
        pushes.update(push);
        const row = { ...shownOf(push), ...said };
        // That it is looked up again says nothing new, and a long doubt would bury what does.
        if (JSON.stringify(row) !== JSON.stringify(shownOf(before))) {
          const moved = { event: event.type, from: before.state, ...row, ...evidenceOf(event) };
          audit.append(at, 'push', pushId, push.correlationId, moved);
        }
        witness.moved(before, push, at);
      }
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
    const { pushes, now } = this.#parts;
    const writers = this.writers.byCommand();
    if (writers.size === 0 || this.#isQuiet() || pushes.inState('sending').length > 0) return;
    if (this.writers.awaitedUntil() > now()) return;
    const next = pushes.firstReady([...writers.keys()]);
    const writer = next === null ? undefined : writers.get(next.write.command);
    if (next === null || writer === undefined || (next.dueAt ?? 0) > now()) return;
    this.apply(next.pushId, { type: 'dispatched', ...writer });
  }

  /** A frame about a push. Every outcome is answered with `kept` once it is durable, also one that changed nothing. */
  framed(epoch: number, frame: Extract<AgentFrame, { type: 'claim' | 'outcome' }>): void {
    const { pushId, attempt } = frame;
    if (frame.type === 'claim') {
      const push = this.#parts.pushes.read(pushId);
      const serves = this.#parts.link.serving().some((connection) => connection.epoch === epoch);
      // Sent just before the quiet hours, or before another ERP took the place: what has not started yet does not start.
      if (push === null || !serves || this.#isQuiet()) {
        this.#parts.link.send(epoch, { type: 'stop', pushId, attempt });
        if (!serves && push?.grantedAt === null) this.#lostLink(pushId, epoch);
        if (!serves) this.dispatch();
        return;
      }
      // The epoch of the connection it came over, not the one it names: only that one is proven.
      this.apply(pushId, { type: 'claimed', attempt, epoch });
      return;
    }
    // Not kept, so said again: until all are back, a store that was set back may have forgotten a later attempt.
    if (isRefusal(frame.outcome) && this.writers.awaitedUntil() > this.#parts.now()) return;
    const command = this.#parts.pushes.read(pushId)?.write.command ?? 'order.create';
    this.apply(pushId, { type: 'reported', attempt, outcome: frame.outcome, erpId: erpIdOf(command, frame.outcome) });
    this.#parts.link.send(epoch, { type: 'kept', pushId, attempt });
    this.dispatch();
  }

  /** The store was set back: whatever is not final may have gone on since, and is looked up before anything is sent. */
  wasSetBack(bounds: Partial<Record<string, WriteBounds>>): void {
    for (const state of ['ready', 'sending', 'in-doubt', 'parked'] as const) {
      for (const { pushId, write } of this.#parts.pushes.inState(state)) {
        const known = { leftBy: this.#parts.now(), bounds: bounds[write.command] ?? null };
        this.apply(pushId, { type: 'prepared', customerId: null, ...known });
      }
    }
  }

  /** Connections that are gone take their attempts with them. */
  linkLost(epoch: number): void {
    for (const push of this.#parts.pushes.inState('sending')) this.#lostLink(push.pushId, epoch);
    this.dispatch();
  }

  /** An agent is there: what waited for one goes on, and what is in doubt is looked up at once. */
  linkUp(): void {
    const { pushes } = this.#parts;
    this.#loseDeadLinks();
    for (const { pushId } of pushes.inState('in-doubt')) this.apply(pushId, { type: 'woken' });
    for (const { pushId } of pushes.inState('accepted')) this.apply(pushId, { type: 'woken' });
    this.dispatch();
  }

  /** Everything whose time has come. */
  wake(): void {
    const { pushes, now } = this.#parts;
    this.#loseDeadLinks();
    for (const { pushId } of pushes.due(now())) this.apply(pushId, { type: 'woken' });
    this.dispatch();
  }

  /** When to wake up next; null: only a frame or a request can move anything. */
  nextWake(): number | null {
    const { pushes } = this.#parts;
    const commands = pushes.inState('sending').length === 0 ? [...this.writers.byCommand().keys()] : [];
    const ready = pushes.firstReady(commands);
    const quietUntil = this.#isQuiet() ? nextMinute(this.#parts.now()) : 0;
    const readyAt = Math.max(quietUntil, this.writers.awaitedUntil(), ready?.dueAt ?? 0);
    const dueAt = Math.min(pushes.dueAt() ?? Infinity, ready === null ? Infinity : readyAt);
    return dueAt === Infinity ? null : dueAt;
  }

  /** An eviction can swallow the close of a socket, and a store that is set back knows of sockets that are long gone. */
  #loseDeadLinks(): void {
    const alive = new Set(this.#parts.link.connections().map(({ epoch }) => epoch));
    for (const { pushId, epoch } of this.#parts.pushes.inState('sending')) {
      if (epoch !== null && !alive.has(epoch)) this.#lostLink(pushId, epoch);
    }
  }

  #lostLink(pushId: string, epoch: number): void {
    this.apply(pushId, { type: 'link-lost', epoch, mayHaveGone: this.writers.isOfEarlierLife(epoch) });
  }

  #isQuiet(): boolean {
    return isQuiet(this.#parts.policy.read().quietHours, this.#parts.now());
  }

  #carryOut(push: Push, effect: PushEffect): void {
    const { link } = this.#parts;
    const { pushId, attempt, epoch } = push;
    switch (effect.type) {
      case 'send':
        if (epoch !== null && !link.send(epoch, sendFrame(push, this.writers.nextEpoch(epoch))))
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
        this.#lookUps.add(push.pushId, () => this.#lookUp(push));
        return;
      case 'write-back':
        return;
    }
  }

  /** Says whether the write can go out: an order may wait for its customer. */
  #prepare({ pushId, waitsFor }: Push): void {
    const { pushes, settings } = this.#parts;
    const push = pushes.read(pushId);
    if (push === null) return;
    const customer = waitsFor === null ? null : pushes.read(waitsFor);
    const setBackAt = settings.read('set-back-at');
    const event = preparation(waitsFor, customer, {
      leftBy: setBackAt === null ? null : Number(setBackAt),
      bounds: this.writers.byCommand().get(push.write.command)?.bounds ?? null,
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
    const { link } = this.#parts;
    const answer = this.#isQuiet() ? quiet : await lookUp(link, push);
    // The one that was asked is gone; another is there, and no word will come that one is back.
    const isThere = answer.kind === 'failed' && answer.error.code === 'agent.offline' && link.serving().length > 0;
    const found: Found = isThere ? { kind: 'failed', error: failure('agent.overloaded') } : answer;
    this.apply(push.pushId, { type: 'looked-up', askedAt, found });
    this.dispatch();
    await this.#parts.arm();
  }
}

/** What the audit says of a push; that its go was given is a transition, though its state stays. */
const shownOf = ({ state, attempt, grantedAt, erpId, problem }: Push) => ({
  to: state,
  attempt,
  granted: grantedAt !== null,
  erpId,
  problem: problem?.code ?? null,
});
