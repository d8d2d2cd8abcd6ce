import { expect, test } from 'vitest';
import { failure } from '#contracts/errors';
import { PushState } from '#contracts/push';
import { A, B, NOW, pushIn } from '../../test/gateway/push-factory.ts';
import { EVENTS } from '../../test/gateway/push-occurrences.ts';
import { advance } from './push-machine.ts';
import type { Found, Push } from './push-record.ts';
import { besideOthers, revisionProblem } from './revision.ts';

const at = (now: number) => ({ now, random: 0.5 });

test('a deal that was never sent starts with revision 1', () => {
  expect(revisionProblem(null, 1, NOW)).toBeNull();
  expect(revisionProblem(null, 2, NOW)?.code).toBe('request.invalid');
});

test.each(PushState.options)(
  'after %s the next revision is taken only if nothing can come of the one before',
  (state) => {
    const problem = revisionProblem({ revision: 1, state }, 2, NOW);
    expect(problem?.code ?? null).toBe(state === 'refused' || state === 'given-up' ? null : 'push.key-reused');
  },
);

test('a revision is never skipped', () => {
  expect(revisionProblem({ revision: 1, state: 'refused' }, 3, NOW)?.code).toBe('request.invalid');
});

const bounds = pushIn('parked').bounds;
/** A connector that cannot look an order up. */
const blind = bounds === null ? null : { ...bounds, canLookUp: false };

test('after a push was given up the next revision waits for its fence, an hour where the ERP names none', () => {
  const bounded = advance(pushIn('parked', { fenceAt: NOW + 5_000, bounds: blind }), EVENTS['given-up'], at(NOW)).push;
  expect(revisionProblem(bounded, 2, NOW + 4_999)?.code).toBe('push.bound-unknown');
  expect(revisionProblem(bounded, 2, NOW + 5_000)).toBeNull();
  const unbounded = advance(pushIn('parked', { bounds: blind }), EVENTS['given-up'], at(NOW)).push;
  const hour = Number(unbounded.grantedAt) + 3_600_000;
  expect(revisionProblem(unbounded, 2, hour - 1)?.code).toBe('push.bound-unknown');
  expect(revisionProblem(unbounded, 2, hour - 90_000)).toMatchObject({
    message: 'This was given up, and the ERP may still make an order of it.',
    advice: 'Send it again in 2 minutes.',
  });
  expect(revisionProblem(unbounded, 2, hour - 1)?.advice).toBe('Send it again in a minute.');
  expect(revisionProblem(unbounded, 2, hour)).toBeNull();
});

test('where it can be looked up, the next revision also waits for a lookup from after the fence', () => {
  const fenceAt = NOW + 5_000;
  const looked = (push: Push, askedAt: number, found: Found): Push =>
    advance(push, { type: 'looked-up', askedAt, found }, at(Math.max(askedAt, fenceAt) + 100)).push;
  const failed: Found = { kind: 'failed', error: failure('agent.offline') };
  const { push } = advance(pushIn('parked', { fenceAt }), EVENTS['given-up'], at(NOW));
  // The agent was away until after the fence; what was asked before it proves nothing.
  for (const blank of [push, looked(push, fenceAt, failed), looked(push, fenceAt - 1, { kind: 'none' })]) {
    expect(revisionProblem(blank, 2, fenceAt + 86_400_000)?.detail).toContain('not looked for');
    expect(blank.dueAt).toBeLessThan(fenceAt + 3_600_000);
  }
  expect(revisionProblem(looked(push, fenceAt, { kind: 'none' }), 2, fenceAt)).toBeNull();
  const made = looked(push, fenceAt, { kind: 'one', erpId: A, sameContent: true });
  expect(revisionProblem(made, 2, fenceAt)?.code).toBe('push.key-reused');
});

test('a given-up push that nobody could look up for a year is still looked for', () => {
  const year = NOW + 365 * 86_400_000;
  const { push } = advance(pushIn('parked', { fenceAt: NOW }), EVENTS['given-up'], at(NOW));
  const failed: Found = { kind: 'failed', error: failure('agent.offline') };
  const later = advance(push, { type: 'looked-up', askedAt: year, found: failed }, at(year)).push;
  expect(later.dueAt).toBeGreaterThan(year);
});

test('what was never sent is given up without a wait', () => {
  const unsent = pushIn('parked', { attempt: 0, grantedAt: null, bounds: null });
  const { push } = advance(unsent, EVENTS['given-up'], at(NOW));
  expect(push.dueAt).toBeNull();
  expect(revisionProblem(push, 2, NOW)).toBeNull();
});

test('a given-up push is looked up at its fence, ever more rarely, and no more after 30 days', () => {
  let { push } = advance(pushIn('parked', { fenceAt: NOW + 60_000 }), EVENTS['given-up'], at(NOW));
  const looks: number[] = [];
  while (push.dueAt !== null && looks.length < 100) {
    const now = push.dueAt;
    looks.push(now);
    const woken = advance(push, { type: 'woken' }, at(now));
    expect(woken.effects).toEqual([{ type: 'look-up' }]);
    push = advance(woken.push, { type: 'looked-up', askedAt: now, found: { kind: 'none' } }, at(now)).push;
    expect(push.state).toBe('given-up');
  }
  expect(looks[0]).toBe(NOW + 60_000);
  expect(looks.length).toBeLessThan(60);
  expect(Math.max(...looks)).toBeGreaterThan(NOW + 29 * 86_400_000);
});

test('a given-up push is not looked for where nothing can be looked up, nor where its order is known', () => {
  expect(advance(pushIn('parked', { bounds: blind }), EVENTS['given-up'], at(NOW)).push.dueAt).toBeNull();
  expect(advance(pushIn('parked', { erpId: A }), EVENTS['given-up'], at(NOW)).push.dueAt).toBeNull();
});

const other = (more: Partial<Push>): Push => ({
  ...pushIn('done'),
  pushId: 'p_00000000000000ff' as Push['pushId'],
  ...more,
});
const madeBeside = (others: Push[], event: keyof typeof EVENTS = 'made'): Push => {
  const before = pushIn('given-up');
  return besideOthers(before, EVENTS[event], advance(before, EVENTS[event], at(NOW)), () => [before, ...others]).push;
};

test('what is made beside another revision that has its order is parked for two', () => {
  const push = madeBeside([other({ erpId: A })]);
  expect(push).toMatchObject({
    state: 'parked',
    erpId: B,
    problem: { code: 'push.order-twice', detail: 'orders A-1 and B-2' },
  });
});

test('what is made is confirmed where no other revision has an order, or a person dealt with it', () => {
  expect(madeBeside([]).state).toBe('confirmed');
  expect(madeBeside([other({ state: 'refused', erpId: null })]).state).toBe('confirmed');
  expect(madeBeside([other({ state: 'given-up', erpId: A })]).state).toBe('confirmed');
  expect(madeBeside([other({ erpId: A })], 'linked').state).toBe('confirmed');
});
