import type { Resolution } from '#contracts/card-api';
import type { Allowed } from '#contracts/policy';
import { personMaySay } from './push-decision.ts';
import type { Push } from './push-record.ts';

type Decision = Resolution['decision'];

/** What a person can decide about a push as it stands; nothing where it is not parked. */
export function choicesFor(push: Push, now: number): Decision[] {
  if (push.state !== 'parked') return [];
  const { write } = push;
  // Whose order it is could not be checked without the customer.
  const isLinkable = write.command === 'order.create' && write.input.customerId !== null;
  return [
    ...(isLinkable ? (['link'] as const) : []),
    ...(personMaySay(push, now) ? (['send-again'] as const) : []),
    'give-up',
  ];
}

/** @param email as the CRM signed it, in lower case; null: it did not say */
export const isAllowed = (allowed: Allowed, email: string | null): boolean =>
  allowed === 'everyone' || (email !== null && allowed.includes(email));
