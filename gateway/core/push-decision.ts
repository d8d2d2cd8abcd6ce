/** What a person decides about a push that the machine cannot settle. */

import { failure } from '#contracts/errors';
import { givenUpLookUpAt } from './push-lookup.ts';
import type { Push, PushEvent, Step } from './push-record.ts';
import { type Circumstances, confirm, doubt, readyAt, stay } from './push-step.ts';

/**
 * Before a person's word that there is none is believed where the ERP names no bound: an hour. The longest known limit
 * is NetSuite's 15 minutes.
 */
const UNBOUNDED_FENCE_MS = 60 * 60_000;

/** A person's word ends it: this is the one (a second one that shows itself later is still said, M4). */
export const linked = (push: Push, { erpId }: Extract<PushEvent, { type: 'linked' }>): Step => confirm(push, erpId);

const believedFrom = (push: Push, now: number): number => push.fenceAt ?? (push.grantedAt ?? now) + UNBOUNDED_FENCE_MS;

/**
 * Nothing more is done about it; proof that it was made is still believed, and looked for. What was sent may still be
 * made until the fence: until then, and until a lookup after it has found nothing, the record is not sent under
 * another reference either.
 */
export function giveUp(push: Push, _event: PushEvent, { now }: Circumstances): Step {
  const problem = failure('push.given-up');
  const givenUp: Push = { ...push, state: 'given-up', problem, dueAt: null, failures: 0, absentAt: null };
  if (push.attempt === 0) return stay(givenUp);
  const fenced = { ...givenUp, fenceAt: believedFrom(push, now) };
  const isLookedFor = push.bounds?.canLookUp === true && push.erpId === null;
  return stay({ ...fenced, dueAt: isLookedFor ? givenUpLookUpAt(fenced, now) : null });
}

/** Whether a person's word that there is none can be taken now. */
export const personMaySay = (push: Push, now: number): boolean =>
  push.problem?.code === 'push.bound-unknown' && (push.bounds?.canLookUp !== false || now >= believedFrom(push, now));

/**
 * A person's word that there is none counts only after the fence, and only if a lookup agrees where there is one.
 * Where there is none, the person has to look after the fence: an earlier word is none.
 */
export function sendAgain(push: Push, _event: PushEvent, at: Circumstances): Step {
  if (push.problem === null || !personMaySay(push, at.now)) return stay(push);
  const fenceAt = believedFrom(push, at.now);
  if (push.bounds?.canLookUp === false) return readyAt({ ...push, fenceAt }, at.now, null, 0);
  return doubt({ ...push, fenceAt }, push.problem, at);
}
