/** The steps that the push machine is made of: what a push becomes, without the question of when. */

import { type Backoff, fullJitterMs } from '#contracts/backoff';
import { type Failure, failure } from '#contracts/errors';
import { GO_WITHIN_MS, type WriteBounds } from '#contracts/frames';
import type { Push, PushEffect, Step } from './push-record.ts';

export interface Circumstances {
  now: number;
  /** In [0, 1); for the backoff's jitter. */
  random: number;
}

/** The push as given, and what to do. */
export const stay = (push: Push, ...effects: PushEffect[]): Step => ({ push, effects });

/** It is made, under this number; the CRM has to be told. */
export const confirm = (push: Push, erpId: string): Step => ({
  push: { ...push, state: 'confirmed', erpId, problem: null, dueAt: null, failures: 0 },
  effects: [{ type: 'write-back' }],
});

/** Handed to a person. `dueAt`: when it is looked up again all the same. */
export const park = (push: Push, problem: Failure, dueAt: number | null): Step =>
  stay({ ...push, state: 'parked', problem, dueAt, failures: 0 });

/** The ERP said no, and nothing can come of it any more: a person mends it and sends again. */
export const refuse = (push: Push, problem: Failure): Step =>
  stay({ ...push, state: 'refused', problem, dueAt: null, failures: 0 });

/** To be sent, from `dueAt` on. No attempt of it may be under way. */
export const readyAt = (push: Push, dueAt: number, problem: Failure | null, failures: number): Step =>
  stay({ ...push, state: 'ready', epoch: null, grantedAt: null, dueAt, problem, failures });

/**
 * More attempts than a push ever has. What a store that was set back has forgotten keeps numbers of its own, so that
 * its proof is not taken for that of a later attempt (M3).
 */
export const FORGOTTEN_ATTEMPTS = 1_000;

/** Nothing is lost by sending again: soon, and ever more slowly while the ERP is away. 30 s at most: see P7. */
export const RESEND: Backoff = { baseMs: 2_000, capMs: 30_000 };

/**
 * Into doubt: looked up from now on. Where nothing can be looked up it is sent again if the ERP itself refuses a second
 * one, and else handed to a person at once.
 */
export const doubt = (push: Push, problem: Failure, at: Circumstances): Step => {
  if (push.bounds?.canLookUp === false && push.bounds.uniqueReference) {
    const failures = push.failures + 1;
    return readyAt(push, at.now + fullJitterMs(RESEND, failures, at.random), problem, failures);
  }
  return push.bounds?.canLookUp === false
    ? park(push, failure('push.bound-unknown', { detail: 'this connector has no lookup by reference' }), null)
    : stay({ ...push, state: 'in-doubt', problem, dueAt: at.now, failures: 0 });
};

/** Until when an attempt that started now may still commit or be missing from a lookup; null: nobody knows. */
export const fenceOf = ({ maxExecutionMs, indexLagMs }: WriteBounds, startedAt: number): number | null =>
  maxExecutionMs === null ? null : startedAt + GO_WITHIN_MS + maxExecutionMs + indexLagMs;

/** The attempt may start from now on: until the fence, that it is not found proves nothing. */
export function startedAt(push: Push, now: number): Push {
  const { bounds } = push;
  const earlier = bounds?.uniqueReference === true ? { earlierFenceAt: push.fenceAt } : {};
  return { ...push, grantedAt: now, fenceAt: bounds === null ? null : fenceOf(bounds, now), ...earlier };
}

/** Proof that it was made, from wherever it comes (M2). */
export function made(push: Push, erpId: string): Step {
  // That there are two stays said, also when one of them is named again (M4).
  if (push.problem?.code === 'push.order-twice' || push.erpId === erpId) return stay(push);
  if (push.erpId === null) return confirm(push, erpId);
  return parkTwice(push, [push.erpId, erpId]);
}

/** Handed to a person: there are two for one reference (M4). */
export const parkTwice = (push: Push, erpIds: string[]): Step =>
  park(push, failure('push.order-twice', { detail: `orders ${erpIds.join(' and ')}` }), null);
