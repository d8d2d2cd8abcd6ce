import { describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import type { PushState } from '#contracts/push';
import { A, B, BOUNDS, NOW, pushIn } from '../../test/gateway/push-factory.ts';
import { advance } from './push-machine.ts';
import type { PushEffect, PushEvent } from './push-record.ts';

const reported = (outcome: Extract<PushEvent, { type: 'reported' }>['outcome'], orderId: typeof A | null = null) =>
  ({ type: 'reported', attempt: 2, outcome, orderId }) as const;

/** One of every event, about the attempt and the connection that `pushIn` has under way. */
const EVENTS = {
  prepared: { type: 'prepared' },
  dispatched: { type: 'dispatched', epoch: 5, bounds: BOUNDS },
  claimed: { type: 'claimed', attempt: 2, epoch: 4 },
  made: reported({ result: 'made', output: { orderId: B } }, B),
  refused: reported({ result: 'refused', error: failure('erp.rejected') }),
  'not-sent': reported({ result: 'not-sent', error: failure('erp.unreachable') }),
  unknown: reported({ result: 'unknown', error: failure('erp.timed-out') }),
  'made without a number': reported({ result: 'made', output: {} }),
  'link-lost': { type: 'link-lost', epoch: 4 },
  'found one': { type: 'looked-up', askedAt: NOW, found: { kind: 'one', orderId: B, sameContent: true } },
  'found another': { type: 'looked-up', askedAt: NOW, found: { kind: 'one', orderId: B, sameContent: false } },
  'found several': { type: 'looked-up', askedAt: NOW, found: { kind: 'several', orderIds: [A, B] } },
  'found none': { type: 'looked-up', askedAt: NOW, found: { kind: 'none' } },
  'lookup failed': { type: 'looked-up', askedAt: NOW, found: { kind: 'failed', error: failure('agent.offline') } },
  woken: { type: 'woken' },
  'written-back': { type: 'written-back' },
} as const satisfies Record<string, PushEvent>;

/** The state after, and the effects. */
type Expected = readonly [PushState, ...PushEffect['type'][]];

/** Without Partial: the compiler refuses a state or an event that nobody thought about. */
const TABLE: Record<PushState, Record<keyof typeof EVENTS, Expected>> = {
  accepted: {
    prepared: ['ready'],
    dispatched: ['accepted'],
    claimed: ['accepted', 'stop'],
    made: ['confirmed', 'write-back'],
    refused: ['accepted'],
    'not-sent': ['accepted'],
    unknown: ['accepted'],
    'made without a number': ['accepted'],
    'link-lost': ['accepted'],
    'found one': ['confirmed', 'write-back'],
    'found another': ['parked'],
    'found several': ['parked'],
    'found none': ['accepted'],
    'lookup failed': ['accepted'],
    woken: ['ready'],
    'written-back': ['accepted'],
  },
  ready: {
    prepared: ['ready'],
    dispatched: ['sending', 'send'],
    claimed: ['ready', 'stop'],
    made: ['confirmed', 'write-back'],
    refused: ['ready'],
    'not-sent': ['ready'],
    unknown: ['ready'],
    'made without a number': ['ready'],
    'link-lost': ['ready'],
    'found one': ['confirmed', 'write-back'],
    'found another': ['parked'],
    'found several': ['parked'],
    'found none': ['ready'],
    'lookup failed': ['ready'],
    woken: ['ready'],
    'written-back': ['ready'],
  },
  sending: {
    prepared: ['sending'],
    dispatched: ['sending'],
    claimed: ['sending'],
    made: ['confirmed', 'write-back'],
    refused: ['refused'],
    'not-sent': ['ready'],
    unknown: ['in-doubt'],
    'made without a number': ['in-doubt'],
    'link-lost': ['in-doubt'],
    'found one': ['confirmed', 'write-back'],
    'found another': ['parked'],
    'found several': ['parked'],
    'found none': ['sending'],
    'lookup failed': ['sending'],
    woken: ['in-doubt'],
    'written-back': ['sending'],
  },
  'in-doubt': {
    prepared: ['in-doubt'],
    dispatched: ['in-doubt'],
    claimed: ['in-doubt', 'stop'],
    made: ['confirmed', 'write-back'],
    refused: ['refused'],
    'not-sent': ['ready'],
    unknown: ['in-doubt'],
    'made without a number': ['in-doubt'],
    'link-lost': ['in-doubt'],
    'found one': ['confirmed', 'write-back'],
    'found another': ['parked'],
    'found several': ['parked'],
    'found none': ['in-doubt'],
    'lookup failed': ['in-doubt'],
    woken: ['in-doubt', 'look-up'],
    'written-back': ['in-doubt'],
  },
  confirmed: {
    prepared: ['confirmed'],
    dispatched: ['confirmed'],
    claimed: ['confirmed', 'stop'],
    made: ['parked'],
    refused: ['confirmed'],
    'not-sent': ['confirmed'],
    unknown: ['confirmed'],
    'made without a number': ['confirmed'],
    'link-lost': ['confirmed'],
    'found one': ['parked'],
    'found another': ['parked'],
    'found several': ['parked'],
    'found none': ['confirmed'],
    'lookup failed': ['confirmed'],
    woken: ['confirmed'],
    'written-back': ['done'],
  },
  done: {
    prepared: ['done'],
    dispatched: ['done'],
    claimed: ['done', 'stop'],
    made: ['parked'],
    refused: ['done'],
    'not-sent': ['done'],
    unknown: ['done'],
    'made without a number': ['done'],
    'link-lost': ['done'],
    'found one': ['parked'],
    'found another': ['parked'],
    'found several': ['parked'],
    'found none': ['done'],
    'lookup failed': ['done'],
    woken: ['done'],
    'written-back': ['done'],
  },
  refused: {
    prepared: ['refused'],
    dispatched: ['refused'],
    claimed: ['refused', 'stop'],
    made: ['confirmed', 'write-back'],
    refused: ['refused'],
    'not-sent': ['refused'],
    unknown: ['refused'],
    'made without a number': ['refused'],
    'link-lost': ['refused'],
    'found one': ['confirmed', 'write-back'],
    'found another': ['parked'],
    'found several': ['parked'],
    'found none': ['refused'],
    'lookup failed': ['refused'],
    woken: ['refused'],
    'written-back': ['refused'],
  },
  parked: {
    prepared: ['parked'],
    dispatched: ['parked'],
    claimed: ['parked', 'stop'],
    made: ['confirmed', 'write-back'],
    // Parked because nobody could know; now the agent does.
    refused: ['refused'],
    'not-sent': ['ready'],
    unknown: ['parked'],
    'made without a number': ['parked'],
    'link-lost': ['parked'],
    'found one': ['confirmed', 'write-back'],
    'found another': ['parked'],
    'found several': ['parked'],
    'found none': ['parked'],
    'lookup failed': ['parked'],
    woken: ['parked', 'look-up'],
    'written-back': ['parked'],
  },
};

const names = Object.keys(EVENTS) as (keyof typeof EVENTS)[];

describe.each(Object.keys(TABLE) as PushState[])('a push that is %s', (state) => {
  it.each(names)('meets: %s', (name) => {
    const { push, effects } = advance(pushIn(state), EVENTS[name], { now: NOW, random: 0.5 });
    expect([push.state, ...effects.map(({ type }) => type)]).toEqual(TABLE[state][name]);
  });

  it.each(names)('keeps what it was accepted as, and its attempts never go back: %s', (name) => {
    const before = pushIn(state);
    const { push } = advance(before, EVENTS[name], { now: NOW, random: 0.5 });
    expect(push).toMatchObject({ pushId: before.pushId, reference: before.reference, order: before.order });
    expect(push.attempt).toBeGreaterThanOrEqual(before.attempt);
  });
});
