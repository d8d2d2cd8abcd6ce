import type { ReaderLocale } from '#contracts/card-api';
import { failure } from '#contracts/errors';
import { cardError } from '../core/card-error.ts';
import { type JsonText, jsonText } from '../json-text.ts';
import type { ViewRequest } from './card-views.ts';
import type { SignedRequest } from './signed-writes.ts';

/** Who asks: the CRM account as signed, the request's number, and whether the newest is wanted. */
export interface Caller extends ViewRequest {
  portalId: string;
  /** The CRM user's address in lower case, as the CRM signed it; null: it did not say. */
  email: string | null;
  /** How that person writes numbers and days, as the card says; absent: it did not. */
  locale?: ReaderLocale | undefined;
  signed: SignedRequest;
}

/** The answer to a caller whom the object does not serve. */
export const refusal = <T>(
  { correlationId }: Caller,
  code: 'portal.unknown' | 'agent.overloaded' | 'signature.stale',
): JsonText<T> => jsonText({ ok: false, error: cardError(failure(code), correlationId) } as T);
