import { describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import type { WriteBounds } from '#contracts/frames';
import { A, BOUNDS, NOW, pushIn } from '../../test/gateway/push-factory.ts';
import { advance } from './push-machine.ts';
import type { Found, Push } from './push-record.ts';

const UNIQUE: WriteBounds = { ...BOUNDS, uniqueReference: true };
const refusal = failure('erp.rejected', { message: 'Item blocked' });
const refused = (bounds: WriteBounds, attempt = 2, more: Partial<Push> = {}): Push =>
  advance(
    pushIn('sending', { bounds, attempt, ...more }),
    { type: 'reported', attempt, outcome: { result: 'refused', error: refusal }, erpId: null },
    { now: NOW, random: 0.5 },
  ).push;
const lookedUp = (push: Push, found: Found, askedAt: number): Push =>
  advance(push, { type: 'looked-up', askedAt, found }, { now: askedAt, random: 0.5 }).push;

describe('an ERP that stops a second order itself, and refuses the second attempt', () => {
  const doubtful = refused(UNIQUE);

  it('may still make the first: the push is in doubt, with the refusal in hand', () => {
    expect(doubtful).toMatchObject({ state: 'in-doubt', problem: { message: 'Item blocked' }, dueAt: NOW });
  });

  it('has not refused it for good while a lookup finds nothing inside the fence, and nothing is sent meanwhile', () => {
    expect(lookedUp(doubtful, { kind: 'none' }, Number(doubtful.fenceAt) - 1)).toMatchObject({ state: 'in-doubt' });
  });

  it('has refused it once a lookup after the fence finds nothing, for the reason it gave', () => {
    expect(lookedUp(doubtful, { kind: 'none' }, Number(doubtful.fenceAt))).toMatchObject({
      state: 'refused',
      problem: { message: 'Item blocked' },
      dueAt: null,
    });
  });

  it('is waited for no longer than the attempt before may take: the one that it refused is not made', () => {
    const earlier = refused(UNIQUE, 2, { earlierFenceAt: NOW + 1_000, fenceAt: NOW + 130_000, grantedAt: NOW - 5_000 });
    expect(earlier.fenceAt).toBe(NOW + 1_000);
    expect(lookedUp(earlier, { kind: 'none' }, NOW + 999)).toMatchObject({ state: 'in-doubt' });
    expect(lookedUp(earlier, { kind: 'none' }, NOW + 1_000)).toMatchObject({ state: 'refused' });
  });

  it('is waited for as long as any attempt may take where it is not known which had its go', () => {
    const ungranted = refused(UNIQUE, 2, { earlierFenceAt: NOW + 1_000, fenceAt: NOW + 130_000, grantedAt: null });
    expect(ungranted.fenceAt).toBe(NOW + 130_000);
  });

  it('keeps the fence of the attempt before with each go', () => {
    const { push } = advance(
      pushIn('sending', { bounds: UNIQUE, attempt: 2, epoch: 7, grantedAt: null, fenceAt: NOW + 1_000 }),
      { type: 'claimed', attempt: 2, epoch: 7 },
      { now: NOW, random: 0.5 },
    );
    expect(push).toMatchObject({ grantedAt: NOW, earlierFenceAt: NOW + 1_000 });
    expect(push.fenceAt).toBeGreaterThan(NOW + 1_000);
  });

  it('has made the first where a lookup finds it', () => {
    const found: Found = { kind: 'one', erpId: A, sameContent: true };
    expect(lookedUp(doubtful, found, NOW + 1)).toMatchObject({ state: 'confirmed', erpId: A, problem: null });
  });

  it('leaves it to a person where nothing can be looked up', () => {
    expect(refused({ ...UNIQUE, canLookUp: false })).toMatchObject({
      state: 'parked',
      problem: { code: 'push.bound-unknown' },
    });
  });
});

it('the first attempt refused, or any where each follows the fence of the one before, is refused at once', () => {
  expect(refused(UNIQUE, 1)).toMatchObject({ state: 'refused' });
  expect(refused(BOUNDS)).toMatchObject({ state: 'refused' });
});
