/** What a lookup by reference means for a push. */

import { type Backoff, fullJitterMs } from '#contracts/backoff';
import { type ErrorCode, type Failure, failure } from '#contracts/errors';
import type { Found, Push, Step } from './push-record.ts';
import { type Circumstances, made, park, parkTwice, readyAt, refuse, stay } from './push-step.ts';

/** 30 s from asking to giving a lookup up: beyond the deadline of a read. */
export const LOOK_UP_WAIT_MS = 30_000;
const LOOK_UP: Backoff = { baseMs: 2_000, capMs: 30_000 };
/** So often in a row: about twenty minutes, at half of LOOK_UP's cap on average. An older agent, or a connector that is being mended, is no reason to wake a person. */
const HOPELESS_FAILURES = 80;
/** Nothing can be asked for a while: an idle tenant sleeps. */
const LONG_MS: Partial<Record<ErrorCode, number>> = {
  // Only in case the word that an agent is back got lost.
  'agent.offline': 15 * 60_000,
  'gateway.quiet-hours': 60_000,
};
/** A parked push goes on being looked up, since a late commit may still show itself. */
export const PARKED_LOOK_UP_MS = 15 * 60_000;
/** So long after its fence a given-up push is still looked up, at least once a day. */
const GIVEN_UP_LOOK_UPS_MS = 30 * 86_400_000;
const GIVEN_UP_LOOK_UP_MAX_MS = 86_400_000;

/** Whether a lookup that was begun after the fence found nothing: then what was sent was not made, and will not be. */
export const wasSeenAbsent = ({ fenceAt, absentAt }: Pick<Push, 'fenceAt' | 'absentAt'>): boolean =>
  fenceAt === null || (absentAt ?? 0) >= fenceAt;

/**
 * When a given-up push is looked up next: at its fence and until a lookup after it has an answer, then ever more
 * rarely; null: no more.
 */
export function givenUpLookUpAt(push: Pick<Push, 'fenceAt' | 'absentAt'>, now: number): number | null {
  const { fenceAt } = push;
  if (fenceAt !== null && now < fenceAt) return Math.min(now + PARKED_LOOK_UP_MS, fenceAt);
  if (!wasSeenAbsent(push)) return now + PARKED_LOOK_UP_MS;
  const sinceMs = now - (fenceAt ?? now);
  if (sinceMs >= GIVEN_UP_LOOK_UPS_MS) return null;
  return now + Math.min(Math.max(sinceMs, PARKED_LOOK_UP_MS), GIVEN_UP_LOOK_UP_MAX_MS);
}

/** Time to look up; asked again if nothing comes back. */
export const lookUpDue = (push: Push, at: Circumstances): Step =>
  stay({ ...push, dueAt: at.now + LOOK_UP_WAIT_MS }, { type: 'look-up' });

/** What a lookup found is believed whenever it comes in; that it found nothing counts only while in doubt. */
export function lookedUp(push: Push, found: Found, askedAt: number, at: Circumstances): Step {
  switch (found.kind) {
    case 'one':
      if (found.sameContent || push.erpId !== null) return made(push, found.erpId);
      // The order's number is kept, so that a second one beside it shows itself (M4).
      return park(
        { ...push, erpId: found.erpId },
        failure('push.content-differs', { detail: `order ${found.erpId}` }),
        null,
      );
    case 'several':
      return parkTwice(push, found.erpIds);
    case 'failed':
    case 'none':
      if (push.state === 'in-doubt') return absent(push, found, askedAt, at);
      if (push.state === 'given-up' && push.dueAt !== null) {
        const looked = found.kind === 'none' ? { ...push, absentAt: askedAt } : push;
        return stay({ ...looked, dueAt: givenUpLookUpAt(looked, at.now) });
      }
      return push.state === 'parked' && push.dueAt !== null
        ? stay({ ...push, dueAt: at.now + PARKED_LOOK_UP_MS })
        : stay(push);
  }
}

/** A lookup that a person has to mend first: told to one, once nothing can still commit, and looked up all the same. */
const isHopeless = (push: Push, error: Failure, askedAt: number, failures: number): boolean =>
  (error.category === 'fatal' || error.category === 'defect') &&
  failures >= HOPELESS_FAILURES &&
  (push.fenceAt === null || askedAt >= push.fenceAt);

function absent(push: Push, found: Found, askedAt: number, at: Circumstances): Step {
  // Made in part (a write of several steps that broke off): neither an order nor none, and no lookup will change that.
  if (found.kind === 'failed' && found.error.code === 'push.content-differs') {
    return park(push, found.error, at.now + PARKED_LOOK_UP_MS);
  }
  const failures = push.failures + 1;
  const backoff = at.now + fullJitterMs(LOOK_UP, failures, at.random);
  if (found.kind === 'failed') {
    if (isHopeless(push, found.error, askedAt, failures)) {
      const detail = `it cannot be looked up: ${found.error.code}`;
      return park(push, failure('push.bound-unknown', { detail }), at.now + PARKED_LOOK_UP_MS);
    }
    return stay({ ...push, failures, dueAt: at.now + (LONG_MS[found.error.code] ?? backoff - at.now) });
  }
  // In doubt with the ERP's no in hand: only whether an earlier attempt was made is open.
  const isRefused = push.problem !== null && push.problem.category !== 'indeterminate';
  if (push.bounds?.uniqueReference === true && !isRefused) return readyAt(push, backoff, null, failures);
  if (push.fenceAt === null) {
    return park(
      push,
      failure('push.bound-unknown', { detail: 'the connector names no maxExecutionMs' }),
      at.now + PARKED_LOOK_UP_MS,
    );
  }
  if (askedAt >= push.fenceAt && isRefused && push.problem !== null) return refuse(push, push.problem);
  if (askedAt >= push.fenceAt) return readyAt(push, at.now, null, 0);
  return stay({ ...push, failures, dueAt: at.now < push.fenceAt ? Math.min(backoff, push.fenceAt) : at.now });
}
