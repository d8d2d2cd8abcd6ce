import { failure } from '#contracts/errors';
import type { AttemptOutcome } from '#contracts/frames';
import type { PushId, Reference } from '#contracts/ids';

/**
 * How far an attempt got, as the journal says:
 *
 *   claimed ──► started ──► finished
 *      │           │           │
 *   no byte     bytes may    the outcome
 *   has left    have left    is known
 */
export interface JournalledAttempt {
  pushId: PushId;
  attempt: number;
  reference: Reference;
  phase: 'claimed' | 'started' | 'finished';
  outcome: AttemptOutcome | null;
}

/**
 * J1  What an attempt that this process is not working on means. A row that says `started` is in doubt for ever,
 *     whatever stopped it: only the ERP knows.
 */
export function recoveredOutcome({ phase, outcome }: JournalledAttempt): AttemptOutcome {
  if (outcome !== null) return outcome;
  return phase === 'claimed'
    ? { result: 'not-sent', error: failure('agent.offline', { detail: 'stopped before the request was sent' }) }
    : {
        result: 'unknown',
        error: failure('erp.outcome-unknown', { detail: 'stopped while the request was under way' }),
      };
}
