import { describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import { countLoginRefusals } from './login-refusals.ts';

const REFUSED = failure('erp.credential-refused');

const refusalsAt = () => {
  const clock = { nowMs: 1_000 };
  return { clock, refusals: countLoginRefusals(() => clock.nowMs) };
};
/** How long nobody is let through from now on. */
function pauseMs({ clock, refusals }: ReturnType<typeof refusalsAt>): number {
  const from = clock.nowMs;
  while (refusals.admit() !== null) clock.nowMs += 1_000;
  return clock.nowMs - from;
}

describe('after the ERP refused the login', () => {
  it('it is left alone, for longer each time: five tries take more than a quarter of an hour', () => {
    const at = refusalsAt();
    const pauses = Array.from({ length: 7 }, () => {
      at.refusals.refused(REFUSED);
      return pauseMs(at) / 1_000;
    });
    expect(pauses).toEqual([30, 300, 300, 300, 900, 900, 900]);
  });

  it('calls side by side that were refused count one by one', () => {
    const at = refusalsAt();
    for (let call = 0; call < 4; call += 1) at.refusals.refused(REFUSED);
    expect(pauseMs(at)).toBe(300_000);
  });

  it('one call tries after the pause, and the others wait for what becomes of it', () => {
    const { clock, refusals } = refusalsAt();
    refusals.refused(REFUSED);
    clock.nowMs += 30_000;
    expect([refusals.admit(), refusals.admit()]).toEqual([null, REFUSED]);
    refusals.accepted();
    expect([refusals.admit(), refusals.admit()]).toEqual([null, null]);
  });

  it('a try that tells nothing makes room for the next, and one that never ends does after a minute', () => {
    const { clock, refusals } = refusalsAt();
    refusals.refused(REFUSED);
    clock.nowMs += 30_000;
    refusals.admit();
    refusals.unclear();
    expect([refusals.admit(), refusals.admit()]).toEqual([null, REFUSED]);
    clock.nowMs += 60_000;
    expect(refusals.admit()).toBeNull();
  });

  it('a login that was taken forgets all of it; a call of before that tells nothing shortens no pause', () => {
    const at = refusalsAt();
    at.refusals.refused(REFUSED);
    at.refusals.refused(REFUSED);
    at.refusals.unclear();
    expect(pauseMs(at)).toBe(300_000);
    at.refusals.accepted();
    at.refusals.refused(REFUSED);
    expect(pauseMs(at)).toBe(30_000);
  });
});
