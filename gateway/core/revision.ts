import { type Failure, failure } from '#contracts/errors';
import type { Push } from './push-record.ts';

/**
 * What stands in the way of a revision that is not kept yet; null: nothing. A deal is sent again under a new
 * reference only after the ERP refused the one before, or a person gave it up: anything else could make a second order.
 * @param latest the deal's newest push, null where there is none
 */
export function revisionProblem(latest: Pick<Push, 'revision' | 'state'> | null, revision: number): Failure | null {
  const next = (latest?.revision ?? 0) + 1;
  if (revision !== next) return failure('request.invalid', { detail: `revision ${revision}, expected ${next}` });
  return latest === null || latest.state === 'refused' || latest.state === 'given-up'
    ? null
    : failure('push.key-reused');
}
