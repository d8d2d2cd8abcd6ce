/** What a lookup by reference means for a push. */

import { type Backoff, fullJitterMs } from '#contracts/backoff';
import { failure } from '#contracts/errors';
import type { Found, Push, Step } from './push-record.ts';
import { type Circumstances, made, park, parkTwice, readyAt, stay } from './push-step.ts';

/** 30 s from asking to giving a lookup up: beyond the deadline of a read. */
export const LOOK_UP_WAIT_MS = 30_000;
const LOOK_UP: Backoff = { baseMs: 2_000, capMs: 30_000 };
/** Only in case the word that an agent is back got lost. */
const OFFLINE_LOOK_UP_MS = 15 * 60_000;
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
  const failures = push.failures + 1;
  const backoff = at.now + fullJitterMs(LOOK_UP, failures, at.random);
  if (found.kind === 'failed') {
    // An agent that comes back wakes the push, and quiet hours are long; until then an idle tenant sleeps.
    const isLong = found.error.code === 'agent.offline' || found.error.code === 'gateway.quiet-hours';
    const wakeAt = isLong ? at.now + OFFLINE_LOOK_UP_MS : backoff;
    return stay({ ...push, failures, dueAt: wakeAt });
  }
  if (push.bounds?.uniqueReference === true) return readyAt(push, backoff, null, failures);
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
