import { type CommandName, LOOK_UP_OF } from '#contracts/commands';
import { type Failure, failure } from '#contracts/errors';
import type { CallOutcome } from './caller.ts';

/** "There is none" is their proof that a write did not happen: nobody but the ERP may say that. */
const LOOK_UPS: readonly CommandName[] = Object.values(LOOK_UP_OF);

/**
 * What a command that reads says where its request could not be made. What the ERP has no room for it does not have, so
 * that is not found, as if it had been asked; what no filter can carry is our limit, and says nothing of the ERP.
 */
export function unasked(
  { error, why = 'other' }: Extract<CallOutcome, { kind: 'unsendable' }>,
  command: CommandName,
): Failure {
  if (why === 'other') return error;
  const isNotFound = why === 'absent' && !LOOK_UPS.includes(command);
  return failure(isNotFound ? 'erp.not-found' : 'request.invalid', { detail: error.detail ?? why });
}
