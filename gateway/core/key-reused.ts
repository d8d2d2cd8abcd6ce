/** Why a deal is not sent: a push holds its key. What is said is true of that push as it stands. */

import { type Failure, failure } from '#contracts/errors';
import type { PushState } from '#contracts/push';
import type { Push } from './push-record.ts';

/** The push that holds the key; of one that ended long ago only the key is left. */
export type KeyHolder = Pick<Push, 'state'> & Partial<Pick<Push, 'erpId'>>;

const WAIT = 'Wait for its order. If the deal is right and the order is not, change the order in the ERP.';
const SEND_AGAIN = 'Check the deal on its ERP card and send it again there.';

/** What became of it, and what the reader can do. */
const SAID: Record<Exclude<PushState, 'confirmed' | 'done'>, readonly [became: string, advice: string]> = {
  accepted: ['is kept and on its way to the ERP.', WAIT],
  ready: ['is kept and on its way to the ERP.', WAIT],
  sending: ['is being sent to the ERP.', WAIT],
  'in-doubt': ['was sent to the ERP, which has not confirmed it yet.', WAIT],
  refused: ['was refused, and there is no order of it.', SEND_AGAIN],
  parked: ['waits for a person to settle it.', 'Someone needs to settle that first; its ERP card says what is wrong.'],
  'given-up': ['was given up.', 'If it is wanted after all, check the deal on its ERP card and send it again there.'],
};

const ORDERED = 'Compare the two. If the deal is right, change that order in the ERP; nothing more is sent.';

/** The deal as it is now is not what was sent under this key. */
export const otherContent = (holder: KeyHolder): Failure => said('An earlier version of this deal', holder);

/** The deal is to be sent anew, and something may still come of what was sent. */
export const notOverYet = (holder: KeyHolder): Failure => said('This deal', holder);

function said(what: string, { state, erpId }: KeyHolder): Failure {
  const isMade = state === 'confirmed' || state === 'done';
  const order = erpId == null ? 'became an order in the ERP.' : `became order ${erpId} in the ERP.`;
  const [became, advice] = isMade ? [order, ORDERED] : SAID[state];
  return failure('push.key-reused', { message: `${what} ${became}`, advice });
}
