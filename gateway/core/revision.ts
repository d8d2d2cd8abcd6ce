/** What the revisions of one record are to each other: one of them becomes an order. */

import { type Failure, failure } from '#contracts/errors';
import { notOverYet } from './key-reused.ts';
import { wasSeenAbsent } from './push-lookup.ts';
import type { Push, PushEvent, Step } from './push-record.ts';
import { parkTwice } from './push-step.ts';

/** The newest push of a record; of one that ended long ago only the key is left, and its fence is long past. */
export type Latest = Pick<Push, 'revision' | 'state'> & Partial<Pick<Push, 'fenceAt' | 'absentAt' | 'dueAt' | 'erpId'>>;

/**
 * What stands in the way of a revision that is not kept yet; null: nothing. A deal is sent again under a new
 * reference only after the ERP refused the one before, or a person gave it up and nothing can come of it any more:
 * anything else could make a second order.
 * @param latest the deal's newest push, null where there is none
 * @param now epoch ms
 */
export function revisionProblem(latest: Latest | null, revision: number, now: number): Failure | null {
  const next = (latest?.revision ?? 0) + 1;
  if (revision !== next) return failure('request.invalid', { detail: `revision ${revision}, expected ${next}` });
  if (latest === null || latest.state === 'refused') return null;
  if (latest.state !== 'given-up') return notOverYet(latest);
  const fenceAt = latest.fenceAt ?? null;
  if (fenceAt === null) return null;
  const until = new Date(fenceAt).toISOString();
  if (now < fenceAt) {
    const minutes = Math.ceil((fenceAt - now) / 60_000);
    return failure('push.bound-unknown', {
      message: 'This was given up, and the ERP may still make an order of it.',
      advice: `Send it again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}.`,
      detail: `given up, but what was sent may still be made until ${until}`,
    });
  }
  const isLookedFor = (latest.dueAt ?? null) !== null;
  if (!isLookedFor || wasSeenAbsent({ fenceAt, absentAt: latest.absentAt ?? null })) return null;
  return failure('push.bound-unknown', {
    message: 'This was given up, and the ERP could not be asked since whether it made an order of it.',
    advice: 'It is asked by itself while the link is up. Send it again once it was.',
    detail: `given up, and not looked for in the ERP since ${until}`,
  });
}

/**
 * M4 for a record: a push that turns out to be made beside another revision's is handed to a person, and its number is
 * not told to the CRM. A person's own word stands, and what a person gave up was dealt with in the ERP.
 * @param revisions reads every revision of the record; asked only where it matters
 */
export function besideOthers(before: Push, event: PushEvent, step: Step, revisions: () => readonly Push[]): Step {
  const { push } = step;
  const { erpId } = push;
  const isNew = push.state === 'confirmed' && before.state !== 'confirmed';
  if (!isNew || erpId === null || event.type === 'linked') return step;
  const others = revisions().flatMap((other) =>
    other.pushId !== push.pushId && other.state !== 'given-up' && other.erpId !== null && other.erpId !== erpId
      ? [other.erpId]
      : [],
  );
  return others.length === 0 ? step : parkTwice(push, [...others, erpId]);
}
