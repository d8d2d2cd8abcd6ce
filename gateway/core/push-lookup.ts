/** What a lookup by reference means for a push. */

import { type Backoff, fullJitterMs } from '#contracts/backoff';
import { type ErrorCode, failure } from '#contracts/errors';
import type { Found, Push, Step } from './push-record.ts';
import { type Circumstances, made, park, parkTwice, readyAt, refuse, stay } from './push-step.ts';

/** 30 s from asking to giving a lookup up: beyond the deadline of a read. */
export const LOOK_UP_WAIT_MS = 30_000;
const LOOK_UP: Backoff = { baseMs: 2_000, capMs: 30_000 };
/** Nothing can be asked for a while: an idle tenant sleeps. */
const LONG_MS: Partial<Record<ErrorCode, number>> = {
  // Only in case the word that an agent is back got lost.
  'agent.offline': 15 * 60_000,
  'gateway.quiet-hours': 60_000,
};
/** A parked push goes on being looked up, since a late commit may still show itself. */
export const PARKED_LOOK_UP_MS = 15 * 60_000;

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
      return push.state === 'parked' && push.dueAt !== null
        ? stay({ ...push, dueAt: at.now + PARKED_LOOK_UP_MS })
        : stay(push);
  }
}

function absent(push: Push, found: Found, askedAt: number, at: Circumstances): Step {
  // Made in part (a write of several steps that broke off): neither an order nor none, and no lookup will change that.
  if (found.kind === 'failed' && found.error.code === 'push.content-differs') {
    return park(push, found.error, at.now + PARKED_LOOK_UP_MS);
  }
  const failures = push.failures + 1;
  const backoff = at.now + fullJitterMs(LOOK_UP, failures, at.random);
  if (found.kind === 'failed') {
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
