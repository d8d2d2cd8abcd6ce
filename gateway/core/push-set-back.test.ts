import { describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import { GO_WITHIN_MS } from '#contracts/frames';
import { BOUNDS, NOW, pushIn } from '../../test/gateway/push-factory.ts';
import { advance } from './push-machine.ts';
import type { Found, Push, PushEvent } from './push-record.ts';
import { FORGOTTEN_ATTEMPTS } from './push-step.ts';

const step = (push: Push, event: PushEvent, now = NOW) => advance(push, event, { now, random: 0.5 }).push;
const setBack = (leftBy = NOW, bounds: Push['bounds'] = BOUNDS): PushEvent => ({
  type: 'prepared',
  customerId: null,
  leftBy,
  bounds,
});
const none: Found = { kind: 'none' };
const reported = (result: 'refused' | 'not-sent' | 'unknown', error = failure('erp.unreachable')): PushEvent => ({
  type: 'reported',
  attempt: 2,
  erpId: null,
  outcome: { result, error },
});

describe('after the store was set back', () => {
  it.each(['accepted', 'ready', 'sending', 'in-doubt', 'parked'] as const)(
    'a push that is %s is looked up',
    (state) => {
      expect(step(pushIn(state), setBack())).toMatchObject({
        state: 'in-doubt',
        fenceAt: NOW + GO_WITHIN_MS + 120_000 + 5_000,
      });
    },
  );

  it('the fence counts from then, not from when the push is wished for again', () => {
    const doubted = step(pushIn('accepted'), setBack(NOW - 600_000));
    expect(Number(doubted.fenceAt)).toBeLessThan(NOW);
    expect(step(doubted, { type: 'looked-up', askedAt: NOW, found: none }).state).toBe('ready');
  });

  it('proof of nothing from an attempt that was forgotten does not count for the one of the same number', () => {
    const before = pushIn('ready', { attempt: 1 });
    const ready = step(step(before, setBack(0)), { type: 'looked-up', askedAt: NOW, found: none });
    const sending = step(ready, { type: 'dispatched', epoch: 9, bounds: BOUNDS });
    expect(sending.attempt).toBe(FORGOTTEN_ATTEMPTS + 2);
    expect(step(sending, reported('not-sent'))).toBe(sending);
  });

  it('nothing is sent before an agent says how long the ERP may take', () => {
    const waiting = step(pushIn('ready', { bounds: null }), setBack(NOW, null));
    expect(waiting.state).toBe('accepted');
    expect(waiting.dueAt).toBeGreaterThan(NOW);
  });

  it('an order that waits for its customer goes on waiting', () => {
    const waiting = pushIn('parked', { problem: failure('push.customer-unsettled') });
    expect(step(waiting, setBack())).toBe(waiting);
  });
});

describe('an agent that was started anew after the go', () => {
  const offline = failure('agent.offline');

  it('or that was put back to an earlier moment is not believed that it was stopped in time', () => {
    expect(step(pushIn('sending'), reported('not-sent', failure('agent.lease-lost'))).state).toBe('in-doubt');
  });

  it('has only what its disk kept: that it had not started is looked up', () => {
    expect(step(pushIn('sending'), reported('not-sent', offline)).state).toBe('in-doubt');
    const doubted = pushIn('in-doubt');
    expect(step(doubted, reported('not-sent', offline))).toBe(doubted);
  });

  it('is believed about an attempt that never had its go', () => {
    expect(step(pushIn('sending', { grantedAt: null }), reported('not-sent', offline)).state).toBe('ready');
  });
});

describe('what an ERP cannot be sent', () => {
  it('is refused at once, and not tried again and again', () => {
    const sent = step(pushIn('sending'), reported('not-sent', failure('request.invalid')));
    expect(sent).toMatchObject({ state: 'refused', dueAt: null, problem: { code: 'request.invalid' } });
  });
});

describe('an ERP that refuses a second one by itself', () => {
  const bounds = { ...BOUNDS, canLookUp: false, uniqueReference: true };

  it('is sent it again where nothing can be looked up', () => {
    const sent = step(pushIn('sending', { bounds }), { type: 'link-lost', epoch: 4 });
    expect(sent.state).toBe('ready');
    expect(sent.dueAt).toBeGreaterThan(NOW);
  });

  it('and says that it has one that cannot be looked up: a person reads its number there', () => {
    const exists: PushEvent = {
      type: 'reported',
      attempt: 2,
      erpId: null,
      outcome: { result: 'exists', error: failure('erp.rejected') },
    };
    expect(step(pushIn('sending', { bounds }), exists)).toMatchObject({
      state: 'parked',
      problem: { code: 'push.bound-unknown' },
    });
  });
});

describe("a person's word that there is none", () => {
  const bounds = { ...BOUNDS, canLookUp: false };
  const parked = pushIn('parked', { bounds, problem: failure('push.bound-unknown'), fenceAt: NOW });

  it('is none before the fence where nothing can be looked up: the person saw what was not there yet', () => {
    expect(step(parked, { type: 'send-again' }, NOW - 1)).toBe(parked);
    expect(step(parked, { type: 'send-again' }, NOW).state).toBe('ready');
  });

  it('waits for an hour where nobody named a bound', () => {
    const unbounded = { ...parked, fenceAt: null, grantedAt: NOW };
    expect(step(unbounded, { type: 'send-again' }, NOW + 3_599_999)).toBe(unbounded);
    expect(step(unbounded, { type: 'send-again' }, NOW + 3_600_000).state).toBe('ready');
  });
});

describe('quiet hours', () => {
  it('put a lookup off for a minute, and not until some agent comes back', () => {
    const found: Found = { kind: 'failed', error: failure('gateway.quiet-hours') };
    expect(step(pushIn('in-doubt'), { type: 'looked-up', askedAt: NOW, found }).dueAt).toBe(NOW + 60_000);
  });
});

describe('an attempt whose link was lost together with the object', () => {
  it('may have had a go that the store forgot: it is looked up, with its fence from now on', () => {
    const lost: PushEvent = { type: 'link-lost', epoch: 4, mayHaveGone: true };
    const ungranted = pushIn('sending', { grantedAt: null, fenceAt: null });
    expect(step(ungranted, lost)).toMatchObject({ state: 'in-doubt', fenceAt: NOW + GO_WITHIN_MS + 125_000 });
  });
});

it('a refusal after a set-back does not end what a forgotten attempt may still make, where no fence was waited for', () => {
  const bounds = { ...BOUNDS, uniqueReference: true };
  const sending = pushIn('sending', { attempt: FORGOTTEN_ATTEMPTS + 1, bounds });
  const outcome = { result: 'refused', error: failure('erp.rejected') } as const;
  const event: PushEvent = { type: 'reported', attempt: FORGOTTEN_ATTEMPTS + 1, erpId: null, outcome };
  expect(step(sending, event).state).toBe('in-doubt');
});
