import type { CardError } from '#contracts/card-api';
import { type Moment, momentOf } from '#contracts/dates';
import type { Failure } from '#contracts/errors';
import type { CorrelationId } from '#contracts/ids';
import type { Result } from '#contracts/result';
import { cardError } from './card-error.ts';

/** A part of a view as a card gets it (contracts/card-api.ts, sectionOf). */
export type Section<T> =
  | { state: 'fresh'; asOf: Moment; data: T }
  | { state: 'stale'; asOf: Moment; data: T; error: CardError | null }
  | { state: 'loading' }
  | { state: 'failed'; error: CardError };

export interface KnownAnswer {
  answer: unknown;
  /** When the ERP was asked, epoch ms: what it says is at least of then. */
  askedAt: number;
  /** When the answer was here, epoch ms: how long it counts as fresh is counted from then. */
  answeredAt: number;
  /** How many changes had been noted when the ERP was asked (durable/change-store.ts). */
  notedBefore: number;
}

export interface AskedAnswer extends KnownAnswer {
  /** Something that it tells of changed after the ERP was asked. */
  isOutdated: boolean;
}

/** What came of asking within the budget: an answer, a failure, or nothing yet. */
export type Asked = Result<AskedAnswer> | null;

/** 5 s: so long a failure is remembered instead of asking again; longer would hide a recovery from the rep. */
export const FAILURE_KEPT_MS = 5_000;

/**
 * The section to show. The last known answer beats a failure or a wait, and says its age; nothing stale looks fresh.
 * T is the command's output: the answer was checked against it before it was kept.
 */
export function sectionFrom<T>(asked: Asked, copy: KnownAnswer | null, correlationId: CorrelationId): Section<T> {
  if (asked?.ok) {
    const { answer, askedAt, isOutdated } = asked.value;
    const known = { asOf: momentOf(askedAt), data: answer as T };
    return isOutdated ? { state: 'stale', ...known, error: null } : { state: 'fresh', ...known };
  }
  const error = asked === null ? null : cardError(asked.error, correlationId);
  if (copy !== null && !contradicts(asked)) {
    return { state: 'stale', asOf: momentOf(copy.askedAt), data: copy.answer as T, error };
  }
  return error === null ? { state: 'loading' } : { state: 'failed', error };
}

/**
 * A view of which it is not certain that it is the right one: what is shown in it is shown as before, and the card asks
 * again at once.
 */
export const unsettled = <T extends object>(view: T): T =>
  Object.fromEntries(
    Object.entries(view).map(([name, part]) => [
      name,
      part?.state === 'fresh' && 'data' in part ? { ...part, state: 'stale', error: null } : part,
    ]),
  ) as T;

/** The ERP says plainly that the thing is not there: an old copy would be a lie. */
const contradicts = (asked: Asked): boolean => asked !== null && !asked.ok && isGone(asked.error);
const isGone = (error: Failure): boolean => error.code === 'erp.not-found';
