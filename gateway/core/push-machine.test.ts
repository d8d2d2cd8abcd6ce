import { describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import { GO_WITHIN_MS } from '#contracts/frames';
import { PushState } from '#contracts/push';
import { A, B, BOUNDS, NOW, pushIn } from '../../test/gateway/push-factory.ts';
import { LOOK_UP_WAIT_MS } from './push-lookup.ts';
import { advance, CLAIM_WAIT_MS, OUTCOME_WAIT_MS } from './push-machine.ts';
import type { Found, Push, PushEvent } from './push-record.ts';

const at = { now: NOW, random: 0.5 };
const step = (push: Push, event: PushEvent, now = NOW) => advance(push, event, { now, random: 0.5 });
const none: Found = { kind: 'none' };
const lookedUp = (found: Found, askedAt: number): PushEvent => ({ type: 'looked-up', askedAt, found });
const made = (attempt: number, erpId = A): PushEvent => ({
  type: 'reported',
  attempt,
  erpId,
  outcome: { result: 'made', output: { orderId: erpId } },
});
const nothingMade = (attempt: number, result: 'refused' | 'not-sent'): PushEvent => ({
  type: 'reported',
  attempt,
  erpId: null,
  outcome: { result, error: failure(result === 'refused' ? 'erp.rejected' : 'erp.unreachable') },
});

describe('[M1] a push is sent again only when nothing can come of the attempt before', () => {
  const ungranted = { grantedAt: null, fenceAt: null };
  const doubtful = pushIn('in-doubt');
  const fenceAt = Number(doubtful.fenceAt);

  it('an attempt whose connection is gone before its go is ready again at once', () => {
    const { push } = step(pushIn('sending', ungranted), { type: 'link-lost', epoch: 4 });
    expect(push).toMatchObject({ state: 'ready', dueAt: NOW, epoch: null });
  });

  it('an attempt that nobody claims is ready again, after a wait', () => {
    const { push } = step(pushIn('sending', ungranted), { type: 'woken' });
    expect(push).toMatchObject({ state: 'ready', failures: 1, problem: { code: 'agent.overloaded' } });
    expect(push.dueAt).toBeGreaterThan(NOW);
  });

  it.each([
    ['the link is lost', { type: 'link-lost', epoch: 4 }],
    ['no outcome comes', { type: 'woken' }],
  ] as const)('an attempt that had its go is in doubt when %s', (_name, event) => {
    expect(step(pushIn('sending'), event).push).toMatchObject({ state: 'in-doubt', dueAt: NOW });
  });

  it('the loss of another connection changes nothing', () => {
    const push = pushIn('sending');
    expect(step(push, { type: 'link-lost', epoch: 3 }).push).toBe(push);
  });

  it('absent to a lookup that started before the fence is not absent, however late it answers', () => {
    const { push } = step(doubtful, lookedUp(none, fenceAt - 1), fenceAt + 60_000);
    expect(push).toMatchObject({ state: 'in-doubt', dueAt: fenceAt + 60_000 });
  });

  it('absent to a lookup that started at the fence or after is absent', () => {
    expect(step(doubtful, lookedUp(none, fenceAt), fenceAt + 1).push).toMatchObject({ state: 'ready', attempt: 2 });
  });

  it('a lookup that failed proves nothing, also after the fence', () => {
    const failed: Found = { kind: 'failed', error: failure('agent.offline') };
    expect(step(doubtful, lookedUp(failed, fenceAt + 5), fenceAt + 5).push.state).toBe('in-doubt');
  });

  it('the next lookup is asked at the fence at the latest', () => {
    const late = { now: fenceAt - 1_000, random: 0.99 };
    expect(advance({ ...doubtful, failures: 9 }, lookedUp(none, fenceAt - 2_000), late).push.dueAt).toBe(fenceAt);
  });

  it('the fence is the go, its window, the longest execution and the lag of the lookup', () => {
    const { push, effects } = step(pushIn('sending', ungranted), { type: 'claimed', attempt: 2, epoch: 4 });
    expect(push.fenceAt).toBe(NOW + GO_WITHIN_MS + 120_000 + 5_000);
    expect(push).toMatchObject({ grantedAt: NOW, dueAt: NOW + OUTCOME_WAIT_MS });
    expect(effects).toEqual([{ type: 'go' }]);
  });

  it('a second claim of the same attempt gets no second go', () => {
    expect(step(pushIn('sending'), { type: 'claimed', attempt: 2, epoch: 4 }).effects).toEqual([]);
  });

  it.each([
    ['of an attempt that is over', { attempt: 1, epoch: 4 }],
    ['over another connection', { attempt: 2, epoch: 3 }],
  ])('a claim %s is stopped over the connection it came from', (_name, claim) => {
    const { push, effects } = step(pushIn('sending', ungranted), { type: 'claimed', ...claim });
    expect(effects).toEqual([{ type: 'stop', ...claim }]);
    expect(push.grantedAt).toBeNull();
  });

  it('an attempt that had no go and whose agent does not know is fenced from now on', () => {
    const error = failure('erp.timed-out');
    const unknown: PushEvent = { type: 'reported', attempt: 2, erpId: null, outcome: { result: 'unknown', error } };
    const { push } = step(pushIn('sending', { grantedAt: null, fenceAt: NOW - 1 }), unknown);
    expect(push).toMatchObject({ state: 'in-doubt', fenceAt: NOW + GO_WITHIN_MS + 125_000 });
  });

  it('without a known bound a push that is not found is parked, and looked up again', () => {
    const { push } = step(pushIn('in-doubt', { fenceAt: null }), lookedUp(none, NOW));
    expect(push).toMatchObject({ state: 'parked', problem: { code: 'push.bound-unknown' } });
    expect(push.dueAt).toBeGreaterThan(NOW);
  });

  it('where nothing can be looked up, doubt is for a person at once', () => {
    const bounds = { ...BOUNDS, canLookUp: false };
    const { push } = step(pushIn('sending', { bounds }), { type: 'link-lost', epoch: 4 });
    expect(push).toMatchObject({ state: 'parked', dueAt: null, problem: { code: 'push.bound-unknown' } });
  });
});

describe('[M2] proof that an order was made is believed', () => {
  const open = PushState.options.filter((state) => state !== 'confirmed' && state !== 'done');

  it.each(open)('from an old attempt, while %s', (state) => {
    const { push, effects } = step(pushIn(state), made(1));
    expect(push).toMatchObject({ state: 'confirmed', erpId: A, problem: null, dueAt: null });
    expect(effects).toEqual([{ type: 'write-back' }]);
  });

  it.each(['confirmed', 'done'] as const)('and told twice changes nothing, while %s', (state) => {
    const push = pushIn(state);
    expect(step(push, made(1))).toEqual({ push, effects: [] });
  });
});

describe('[M3] proof that nothing was made counts for the current attempt only', () => {
  it.each([
    ['connector.command-missing', 'parked'],
    ['agent.offline', 'in-doubt'],
  ] as const)('a lookup that keeps failing with %s leaves the push %s, and looked up', (code, state) => {
    const lost = { type: 'looked-up', askedAt: NOW, found: { kind: 'failed', error: failure(code) } } as const;
    const before = pushIn('in-doubt', { fenceAt: NOW - 1, failures: 79 });
    expect(step(before, lost).push).toMatchObject({ state, dueAt: expect.any(Number) });
    // Inside the fence it may still commit, and be found by itself.
    expect(step({ ...before, fenceAt: NOW + 1 }, lost).push.state).toBe('in-doubt');
    expect(step({ ...before, failures: 78 }, lost).push.state).toBe('in-doubt');
  });

  it('an order that was made in part is for a person, and is never sent again', () => {
    const inPart = failure('push.content-differs', { detail: 'order A-1 has no lines' });
    const found = { kind: 'failed', error: inPart } as const;
    const { push } = step(pushIn('in-doubt', { fenceAt: NOW - 1 }), { type: 'looked-up', askedAt: NOW, found });
    expect(push).toMatchObject({ state: 'parked', problem: inPart });
  });

  it('proof that nothing left is sent again soon, however many lookups failed before it came', () => {
    const { push } = step(pushIn('in-doubt', { failures: 9 }), nothingMade(2, 'not-sent'));
    expect(push).toMatchObject({ state: 'ready', failures: 1 });
    expect((push.dueAt ?? 0) - NOW).toBeLessThanOrEqual(2_000);
  });

  it.each(['refused', 'not-sent'] as const)('an old attempt that reports %s changes nothing', (result) => {
    for (const state of PushState.options) {
      const push = pushIn(state);
      expect(step(push, nothingMade(1, result)).push).toBe(push);
    }
  });

  it('of the current attempt, a refusal ends the push with what the ERP said', () => {
    expect(step(pushIn('in-doubt'), nothingMade(2, 'refused')).push).toMatchObject({
      state: 'refused',
      dueAt: null,
      problem: { code: 'erp.rejected' },
    });
  });
});

describe('[M4] two orders for one reference are never hidden', () => {
  const twice = { state: 'parked', problem: { code: 'push.order-twice' } };

  it.each(['confirmed', 'done'] as const)('another order is made known while %s', (state) => {
    expect(step(pushIn(state), made(1, B))).toMatchObject({ push: { ...twice, erpId: A }, effects: [] });
    const several = lookedUp({ kind: 'several', erpIds: [A, B] }, NOW);
    expect(step(pushIn(state), several)).toMatchObject({ push: twice, effects: [] });
  });

  it('a report of one of two found orders does not settle it', () => {
    const parked = step(pushIn('in-doubt'), lookedUp({ kind: 'several', erpIds: [A, B] }, NOW)).push;
    expect(step(parked, made(2, A)).push).toMatchObject(twice);
  });

  it('an order of other content is for a person, and its own report does not settle it', () => {
    const other = lookedUp({ kind: 'one', erpId: A, sameContent: false }, NOW);
    const parked = step(pushIn('in-doubt'), other).push;
    expect(parked).toMatchObject({ state: 'parked', dueAt: null, problem: { code: 'push.content-differs' } });
    expect(step(parked, made(2, A)).push).toMatchObject({ problem: { code: 'push.content-differs' } });
    expect(step(parked, made(2, B)).push).toMatchObject(twice);
  });
});

describe('waiting', () => {
  it('a sent push is looked at again when no claim came', () => {
    const { push } = step(pushIn('ready'), { type: 'dispatched', epoch: 5, bounds: BOUNDS });
    expect(push).toMatchObject({ attempt: 2, epoch: 5, grantedAt: null, dueAt: NOW + CLAIM_WAIT_MS });
  });

  it('a lookup that never answers is asked again', () => {
    const { push, effects } = step(pushIn('in-doubt'), { type: 'woken' });
    expect(push.dueAt).toBe(NOW + LOOK_UP_WAIT_MS);
    expect(effects).toEqual([{ type: 'look-up' }]);
  });

  it.each([1, 2, 5, 50, 5000])('after %i failures in a row the wait is at most half a minute', (failures) => {
    const ungranted = pushIn('sending', { grantedAt: null, failures });
    for (const random of [0, 0.5, 0.999999]) {
      const wait = Number(advance(ungranted, { type: 'woken' }, { now: NOW, random }).push.dueAt) - NOW;
      expect(wait).toBeGreaterThanOrEqual(0);
      expect(wait).toBeLessThanOrEqual(30_000);
      const lookUp = advance(pushIn('in-doubt', { failures }), lookedUp(none, NOW), { now: NOW, random });
      expect(Number(lookUp.push.dueAt) - NOW).toBeLessThanOrEqual(30_000);
    }
  });

  it('every push that is not settled has a moment at which it is looked at again', () => {
    for (const state of ['accepted', 'ready', 'sending', 'in-doubt'] as const) {
      expect(advance(pushIn(state), { type: 'woken' }, at).push.dueAt).not.toBeNull();
    }
  });
});
