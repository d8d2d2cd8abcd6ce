/**
 * The push machine: what becomes of a push when something happens. Pure; the tenant object stores the record
 * first and carries out the effects after.
 *
 *   accepted ── held ──► refused, or parked until the customer is settled
 *     │ prepared (look first: into doubt)
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
 *                                                               │ linked: confirmed, given-up: given-up,
 *                                                               └ send-again: in doubt, absent after the fence, ready
 *
 * M1  A resend happens only if no go was given, or an agent proved that no byte left, or a lookup that STARTED
 *     after the fence found nothing, or the ERP itself refuses a second one with the same reference.
 * M2  Proof that an order was made is believed from any attempt, at any time, in any state.
 * M3  Proof that nothing was made counts for the current attempt only.
 * M4  Two orders for one reference are never hidden: parked, even after done. Nor are those of two revisions of one
 *     record: see revision.ts.
 */

import { fullJitterMs } from '#contracts/backoff';
import { type ErrorCode, type Failure, failure } from '#contracts/errors';
import type { AttemptOutcome } from '#contracts/frames';
import type { PushState } from '#contracts/push';
import { giveUp, linked, sendAgain } from './push-decision.ts';
import { lookedUp, lookUpDue, PARKED_LOOK_UP_MS } from './push-lookup.ts';
import { held, parkedPrepared, prepareDue, prepared, setBack } from './push-preparation.ts';
import type { Push, PushEvent, Step } from './push-record.ts';
import {
  type Circumstances,
  doubt,
  FORGOTTEN_ATTEMPTS,
  made,
  park,
  RESEND,
  readyAt,
  refuse,
  startedAt,
  stay,
} from './push-step.ts';

/** 15 s from send to claim: an agent claims as soon as the ERP's write slot is free, and one push is sent at a time. */
export const CLAIM_WAIT_MS = 15_000;
/** 75 s from go to outcome: the longest write deadline of the command table and a margin for the way back. */
export const OUTCOME_WAIT_MS = 75_000;
/** The ERP says it has one, and no lookup finds it: after so many attempts a person decides. */
const EXISTS_ATTEMPTS_MAX = 5;

/**
 * What an agent says of an attempt that it finds merely claimed, or does not know at all. After the go that proves
 * nothing: a disk that lied or a machine that was put back may have forgotten the start.
 */
const FORGETFUL: ReadonlySet<ErrorCode> = new Set(['agent.offline', 'agent.lease-lost']);

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

function reported(push: Push, event: Extract<PushEvent, { type: 'reported' }>, at: Circumstances): Step {
  const { outcome } = event;
  if (outcome.result === 'made' && event.erpId !== null) return made(push, event.erpId);
  if (!isOpen(push) || event.attempt !== push.attempt) return stay(push);
  switch (outcome.result) {
    case 'refused':
      return refusedByErp(push, outcome.error, at);
    case 'not-sent': {
      if (isRefusal(outcome)) return refusedByErp(push, outcome.error, at);
      if (push.grantedAt !== null && FORGETFUL.has(outcome.error.code)) {
        const problem = failure('erp.outcome-unknown', { detail: 'the agent stopped after the go' });
        return push.state === 'sending' ? doubt(push, problem, at) : stay(push);
      }
      // Lookups that failed meanwhile say nothing about how the ERP takes writes.
      const failures = (push.state === 'sending' ? push.failures : 0) + 1;
      return readyAt(push, at.now + fullJitterMs(RESEND, failures, at.random), outcome.error, failures);
    }
    default:
      if (push.state !== 'sending') return stay(push);
      if (
        outcome.result === 'exists' &&
        (push.bounds?.canLookUp === false || push.attempt % FORGOTTEN_ATTEMPTS >= EXISTS_ATTEMPTS_MAX)
      ) {
        const detail = 'the ERP says that it has one with this reference, and no lookup finds it';
        return park(push, failure('push.bound-unknown', { detail }), at.now + PARKED_LOOK_UP_MS);
      }
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

/** Whether it ends a push, where the attempt is the current one. What cannot be put into a request cannot be sent later either. */
export const isRefusal = (outcome: AttemptOutcome): boolean =>
  outcome.result === 'refused' || (outcome.result === 'not-sent' && outcome.error.category === 'invalid');

/**
 * Where the ERP itself stops a second one, an attempt goes out while the one before may still be under way there: what
 * it refuses to the second it may yet grant to the first. Then only a lookup after the fence of those before says that
 * there is none.
 */
function refusedByErp(push: Push, problem: Failure, at: Circumstances): Step {
  const mayBeMade = push.bounds?.uniqueReference === true && push.attempt > 1;
  if (!mayBeMade) return refuse(push, problem);
  const fenceAt = (push.grantedAt === null ? null : push.earlierFenceAt) ?? push.fenceAt;
  if (push.bounds?.canLookUp === true) return doubt({ ...push, fenceAt }, problem, at);
  const detail = 'refused while an earlier attempt may still be made, and no lookup can tell';
  return park(push, failure('push.bound-unknown', { detail }), null);
}

/** Whether proof that nothing was made still decides: also for one that was parked only because nobody could know. */
const isOpen = ({ state, problem }: Push): boolean =>
  state === 'sending' || state === 'in-doubt' || (state === 'parked' && problem?.code === 'push.bound-unknown');

const linkLost = (push: Push, event: Extract<PushEvent, { type: 'link-lost' }>, at: Circumstances): Step => {
  if (event.epoch !== push.epoch) return stay(push);
  if (push.grantedAt === null && event.mayHaveGone !== true) {
    return readyAt(push, at.now, failure('agent.offline'), push.failures);
  }
  return doubt(
    push.grantedAt === null ? startedAt(push, at.now) : push,
    failure('erp.outcome-unknown', { detail: 'the link was lost after the go' }),
    at,
  );
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

type Transition<T extends PushEvent['type']> = (
  push: Push,
  event: Extract<PushEvent, { type: T }>,
  at: Circumstances,
) => Step;
type Table = { [S in PushState]: { [T in PushEvent['type']]: Transition<T> } };

const ignore = (push: Push): Step => stay(push);
const onLookedUp: Transition<'looked-up'> = (push, event, at) => lookedUp(push, event.found, event.askedAt, at);

const settled = {
  prepared: ignore,
  held: ignore,
  dispatched: ignore,
  claimed,
  reported,
  'link-lost': ignore,
  'looked-up': onLookedUp,
  woken: ignore,
  'written-back': ignore,
  linked: ignore,
  'send-again': ignore,
  'given-up': ignore,
};

/** Every state and event is named: the compiler refuses a gap. */
const TABLE: Table = {
  accepted: { ...settled, prepared, held, woken: prepareDue },
  ready: { ...settled, prepared: setBack, dispatched },
  sending: {
    ...settled,
    prepared: setBack,
    'link-lost': linkLost,
    woken: (push, _event, at) => sendingWoken(push, at),
  },
  'in-doubt': { ...settled, prepared: setBack, woken: (push, _event, at) => lookUpDue(push, at) },
  parked: {
    ...settled,
    prepared: parkedPrepared,
    woken: (push, _event, at) => lookUpDue(push, at),
    linked,
    'send-again': sendAgain,
    'given-up': giveUp,
  },
  confirmed: { ...settled, 'written-back': (push) => stay({ ...push, state: 'done' }) },
  done: { ...settled },
  refused: { ...settled, linked },
  'given-up': { ...settled, linked, woken: (push, _event, at) => lookUpDue(push, at) },
};

/** The next record and what to do about it. */
export function advance<T extends PushEvent['type']>(
  push: Push,
  event: Extract<PushEvent, { type: T }>,
  at: Circumstances,
): Step {
  return TABLE[push.state][event.type as T](push, event, at);
}
