/**
 * The gateway's push machine as the model drives it: the very `advance`, with records made finite.
 *
 * A record's moments are turned into what the machine can tell from them: whether a go was given, whether the fence
 * lies ahead, whether something is due. Backoffs and how often something failed only say when, so the model lets
 * everything that is due happen at any time.
 */

import { failure } from '#contracts/errors';
import type { WriteBounds } from '#contracts/frames';
import { advance } from '../../gateway/core/push-machine.ts';
import type { Push, PushEffect, PushEvent, Step } from '../../gateway/core/push-record.ts';
import type { Circumstances } from '../../gateway/core/push-step.ts';
import { pushIn } from '../gateway/push-factory.ts';

export type Advance = (push: Push, event: PushEvent, at: Circumstances) => Step;

/** Where the model stands in time, always; what lies behind or ahead is moved around it. */
export const NOW = 1_800_000_000_000;
const PAST = NOW - 1_000;
const AHEAD = NOW + 1_000_000;
/** The connection of a push's own attempt, and any other. */
export const HOME = 7;
export const ELSEWHERE = 8;

/** When a lookup was asked, as far as it matters: before the push's fence, or not. */
export const askedAt = (push: Push, beforeFence: boolean): number =>
  beforeFence && push.fenceAt !== null && push.fenceAt <= NOW ? PAST - 1_000 : NOW;

const sideOf = (fenceAt: number | null): number | null => (fenceAt === null ? null : fenceAt > NOW ? AHEAD : PAST);

/** What the machine can tell apart. Two records that are normal and alike behave alike for ever. */
const normal = (push: Push): Push => ({
  ...push,
  failures: 0,
  epoch: push.epoch === null ? null : HOME,
  grantedAt: push.grantedAt === null ? null : NOW,
  fenceAt: sideOf(push.fenceAt),
  ...(push.earlierFenceAt === undefined ? {} : { earlierFenceAt: sideOf(push.earlierFenceAt) }),
  dueAt: push.dueAt === null ? null : NOW,
  problem: push.problem === null ? null : failure(push.problem.code),
});

export interface Moved {
  record: number;
  effects: readonly PushEffect[];
}

/** Records by number, and every step that was asked for, kept: there are few, however many states the world has. */
export class Machine {
  readonly #advance: Advance;
  readonly #records: Push[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #steps = new Map<string, Moved>();

  constructor(advanceBy: Advance = advance) {
    this.#advance = advanceBy;
  }

  accepted(): number {
    return this.#numberOf(pushIn('accepted', { acceptedAt: NOW, dueAt: NOW }));
  }

  read(record: number): Push {
    const push = this.#records[record];
    if (push === undefined) throw new RangeError(`no record ${record}`);
    return push;
  }

  step(record: number, event: PushEvent): Moved {
    const key = `${record} ${JSON.stringify(event)}`;
    const known = this.#steps.get(key);
    if (known !== undefined) return known;
    const { push, effects } = this.#advance(this.read(record), event, { now: NOW, random: 0.5 });
    const moved = { record: this.#numberOf(push), effects };
    this.#steps.set(key, moved);
    return moved;
  }

  /** The same push, after its fence has passed. */
  fencePassed(record: number): number {
    const push = this.read(record);
    if (push.fenceAt === null) return record;
    const { earlierFenceAt = null } = push;
    return this.#numberOf({ ...push, fenceAt: PAST, ...(earlierFenceAt === null ? {} : { earlierFenceAt: PAST }) });
  }

  #numberOf(push: Push): number {
    const one = normal(push);
    const key = JSON.stringify(one);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#records.push(one);
    this.#numbers.set(key, this.#records.length - 1);
    return this.#records.length - 1;
  }
}

/** What connectors promise, each kind that the machine treats in its own way. */
export const PROMISES = {
  fence: { maxExecutionMs: 120_000, indexLagMs: 5_000, canLookUp: true, uniqueReference: false },
  unique: { maxExecutionMs: 120_000, indexLagMs: 5_000, canLookUp: true, uniqueReference: true },
  'no-bound': { maxExecutionMs: null, indexLagMs: 5_000, canLookUp: true, uniqueReference: false },
  'no-lookup': { maxExecutionMs: null, indexLagMs: 0, canLookUp: false, uniqueReference: false },
} as const satisfies Record<string, WriteBounds>;
export type Promised = keyof typeof PROMISES;
