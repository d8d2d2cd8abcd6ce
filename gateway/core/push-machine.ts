/**
 * The push machine: what becomes of a push when something happens. Pure; the tenant object stores the record
 * first and carries out the effects after.
 *
 *   accepted
 *     │ prepared
 *     ▼        dispatched          claimed: go
 *   ready ───────────────► sending ───────────► sending (granted)
 *     ▲ ▲                     │                   │        │
 *     │ └── no go was given ──┘      made         │        │ unknown, link lost, no word
 *     │     (link lost, no claim) ┌───────────────┤        ▼
 *     │                           ▼       refused │    in-doubt ◄─┐ absent, inside the fence
 *     │            done ◄── confirmed ◄───────────┼───────┤  └────┘ (looked up again)
 *     │           (CRM told)      ▲ found once    ▼       │
 *     │                           └───────────────────────┤
 *     └── absent after the fence ─────────────────────────┤
 *                                              refused    └──► parked (no bound, other content, two orders)
 *
 * M1  A resend happens only if no go was given, or an agent proved that no byte left, or a lookup that STARTED
 *     after the fence found nothing.
 * M2  Proof that an order was made is believed from any attempt, at any time, in any state.
 * M3  Proof that nothing was made counts for the current attempt only.
 * M4  Two orders for one reference are never hidden: parked, even after done.
 */

import { type Backoff, fullJitterMs } from '#contracts/backoff';
import { type Failure, failure } from '#contracts/errors';
import { GO_WITHIN_MS } from '#contracts/frames';
import type { SalesOrderId } from '#contracts/ids';
import type { PushState } from '#contracts/push';
import type { Found, Push, PushEffect, PushEvent, Step } from './push-record.ts';

export interface Circumstances {
  now: number;
  /** In [0, 1); for the backoff's jitter. */
  random: number;
}

/** 15 s from send to claim: an agent claims as soon as the ERP's write slot is free, and one push is sent at a time. */
export const CLAIM_WAIT_MS = 15_000;
/** 75 s from go to outcome: the longest write deadline of the command table and a margin for the way back. */
export const OUTCOME_WAIT_MS = 75_000;
/** 30 s from asking to giving a lookup up: beyond the deadline of a read. */
export const LOOK_UP_WAIT_MS = 30_000;
/** Nothing left the agent: try again soon, and ever more slowly while the ERP is away. */
const RESEND: Backoff = { baseMs: 2_000, capMs: 60_000 };
const LOOK_UP: Backoff = { baseMs: 2_000, capMs: 30_000 };
/** Only in case the word that an agent is back got lost. */
const OFFLINE_LOOK_UP_MS = 15 * 60_000;
/** A parked push goes on being looked up, since a late commit may still show itself. */
const PARKED_LOOK_UP_MS = 15 * 60_000;

const stay = (push: Push, ...effects: PushEffect[]): Step => ({ push, effects });

const confirm = (push: Push, orderId: SalesOrderId): Step => ({
  push: { ...push, state: 'confirmed', orderId, problem: null, dueAt: null, failures: 0 },
  effects: [{ type: 'write-back' }],
});

const park = (push: Push, problem: Failure, dueAt: number | null): Step =>
  stay({ ...push, state: 'parked', problem, dueAt, failures: 0 });

const readyAt = (push: Push, dueAt: number, problem: Failure | null, failures: number): Step =>
  stay({ ...push, state: 'ready', epoch: null, grantedAt: null, dueAt, problem, failures });

/** Into doubt: looked up from now on, or handed to a person at once where nothing can be looked up. */
const doubt = (push: Push, problem: Failure, at: Circumstances): Step =>
  push.bounds?.canLookUp === false
    ? park(push, failure('push.bound-unknown', { detail: 'this connector has no lookup by reference' }), null)
    : stay({ ...push, state: 'in-doubt', problem, dueAt: at.now, failures: 0 });

function dispatched(push: Push, event: Extract<PushEvent, { type: 'dispatched' }>, at: Circumstances): Step {
  return {
    push: {
      ...push,
      state: 'sending',
      attempt: push.attempt + 1,
      epoch: event.epoch,
      grantedAt: null,
      bounds: event.bounds,
      dueAt: at.now + CLAIM_WAIT_MS,
    },
    effects: [{ type: 'send' }],
  };
}

function claimed(push: Push, event: Extract<PushEvent, { type: 'claimed' }>, at: Circumstances): Step {
  const current = push.state === 'sending' && event.attempt === push.attempt && event.epoch === push.epoch;
  if (!current || push.bounds === null) return stay(push, { type: 'stop', attempt: event.attempt, epoch: event.epoch });
  // A second go would let the same attempt start twice.
  if (push.grantedAt !== null) return stay(push);
  return stay({ ...startedAt(push, at.now), dueAt: at.now + OUTCOME_WAIT_MS }, { type: 'go' });
}

/** The attempt may start from now on: until the fence, that it is not found proves nothing. */
function startedAt(push: Push, now: number): Push {
  const { maxExecutionMs = null, indexLagMs = 0 } = push.bounds ?? {};
  const fenceAt = maxExecutionMs === null ? null : now + GO_WITHIN_MS + maxExecutionMs + indexLagMs;
  return { ...push, grantedAt: now, fenceAt };
}

function reported(push: Push, event: Extract<PushEvent, { type: 'reported' }>, at: Circumstances): Step {
  const { outcome } = event;
  if (outcome.result === 'made' && event.orderId !== null) return made(push, event.orderId);
  if (!isOpen(push) || event.attempt !== push.attempt) return stay(push);
  switch (outcome.result) {
    case 'refused':
      return stay({ ...push, state: 'refused', problem: outcome.error, dueAt: null, failures: 0 });
    case 'not-sent': {
      const failures = push.failures + 1;
      return readyAt(push, at.now + fullJitterMs(RESEND, failures, at.random), outcome.error, failures);
    }
    default:
      if (push.state !== 'sending') return stay(push);
      return doubt(
        // An agent that does not know, though it had no go, may have started all the same.
        push.grantedAt === null ? startedAt(push, at.now) : push,
        failure('erp.outcome-unknown', {
          detail: 'error' in outcome ? (outcome.error.detail ?? outcome.error.code) : 'the answer named no order',
        }),
        at,
      );
  }
}

/** Whether proof that nothing was made still decides: also for one that was parked only because nobody could know. */
const isOpen = ({ state, problem }: Push): boolean =>
  state === 'sending' || state === 'in-doubt' || (state === 'parked' && problem?.code === 'push.bound-unknown');

function made(push: Push, orderId: SalesOrderId): Step {
  // That there are two stays said, also when one of them is named again (M4).
  if (push.problem?.code === 'push.order-twice' || push.orderId === orderId) return stay(push);
  if (push.orderId === null) return confirm(push, orderId);
  return parkTwice(push, [push.orderId, orderId]);
}

const parkTwice = (push: Push, orderIds: SalesOrderId[]): Step =>
  park(push, failure('push.order-twice', { detail: `orders ${orderIds.join(' and ')}` }), null);

const linkLost = (push: Push, event: Extract<PushEvent, { type: 'link-lost' }>, at: Circumstances): Step => {
  if (event.epoch !== push.epoch) return stay(push);
  if (push.grantedAt === null) return readyAt(push, at.now, failure('agent.offline'), push.failures);
  return doubt(push, failure('erp.outcome-unknown', { detail: 'the link was lost after the go' }), at);
};

const sendingWoken = (push: Push, at: Circumstances): Step =>
  push.grantedAt === null
    ? readyAt(
        push,
        at.now + fullJitterMs(RESEND, push.failures + 1, at.random),
        failure('agent.overloaded', { detail: 'no claim came' }),
        push.failures + 1,
      )
    : doubt(push, failure('erp.outcome-unknown', { detail: 'no outcome came' }), at);

const lookUpDue = (push: Push, at: Circumstances): Step =>
  stay({ ...push, dueAt: at.now + LOOK_UP_WAIT_MS }, { type: 'look-up' });

/** What a lookup found is believed whenever it comes in; that it found nothing counts only while in doubt. */
function lookedUp(push: Push, found: Found, askedAt: number, at: Circumstances): Step {
  switch (found.kind) {
    case 'one':
      if (found.sameContent || push.orderId !== null) return made(push, found.orderId);
      // The order's number is kept, so that a second one beside it shows itself (M4).
      return park(
        { ...push, orderId: found.orderId },
        failure('push.content-differs', { detail: `order ${found.orderId}` }),
        null,
      );
    case 'several':
      return parkTwice(push, found.orderIds);
    case 'failed':
    case 'none':
      if (push.state === 'in-doubt') return absent(push, found, askedAt, at);
      return push.state === 'parked' && push.dueAt !== null
        ? stay({ ...push, dueAt: at.now + PARKED_LOOK_UP_MS })
        : stay(push);
  }
}

function absent(push: Push, found: Found, askedAt: number, at: Circumstances): Step {
  const failures = push.failures + 1;
  const backoff = at.now + fullJitterMs(LOOK_UP, failures, at.random);
  if (found.kind === 'failed') {
    // An agent that comes back wakes the push, and quiet hours are long; until then an idle tenant sleeps.
    const isLong = found.error.code === 'agent.offline' || found.error.code === 'gateway.quiet-hours';
    const wakeAt = isLong ? at.now + OFFLINE_LOOK_UP_MS : backoff;
    return stay({ ...push, failures, dueAt: wakeAt });
  }
  if (push.fenceAt === null) {
    return park(
      push,
      failure('push.bound-unknown', { detail: 'the connector names no maxExecutionMs' }),
      at.now + PARKED_LOOK_UP_MS,
    );
  }
  if (askedAt >= push.fenceAt) return readyAt(push, at.now, null, 0);
  return stay({ ...push, failures, dueAt: at.now < push.fenceAt ? Math.min(backoff, push.fenceAt) : at.now });
}

type Transition<T extends PushEvent['type']> = (
  push: Push,
  event: Extract<PushEvent, { type: T }>,
  at: Circumstances,
) => Step;
type Table = { [S in PushState]: { [T in PushEvent['type']]: Transition<T> } };

const ignore = (push: Push): Step => stay(push);
const makeReady = (push: Push, _event: PushEvent, at: Circumstances): Step => readyAt(push, at.now, null, 0);
const onLookedUp: Transition<'looked-up'> = (push, event, at) => lookedUp(push, event.found, event.askedAt, at);

const settled = {
  prepared: ignore,
  dispatched: ignore,
  claimed,
  reported,
  'link-lost': ignore,
  'looked-up': onLookedUp,
  woken: ignore,
  'written-back': ignore,
};

/** Every state and event is named: the compiler refuses a gap. */
const TABLE: Table = {
  accepted: { ...settled, prepared: makeReady, woken: makeReady },
  ready: { ...settled, dispatched },
  sending: { ...settled, 'link-lost': linkLost, woken: (push, _event, at) => sendingWoken(push, at) },
  'in-doubt': { ...settled, woken: (push, _event, at) => lookUpDue(push, at) },
  parked: { ...settled, woken: (push, _event, at) => lookUpDue(push, at) },
  confirmed: { ...settled, 'written-back': (push) => stay({ ...push, state: 'done' }) },
  done: { ...settled },
  refused: { ...settled },
};

/** The next record and what to do about it. */
export function advance<T extends PushEvent['type']>(
  push: Push,
  event: Extract<PushEvent, { type: T }>,
  at: Circumstances,
): Step {
  return TABLE[push.state][event.type as T](push, event, at);
}
