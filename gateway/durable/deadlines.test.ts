import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Deadlines } from './deadlines.ts';

describe('deadlines', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const open = (now = () => Date.now()) => {
    const late: number[] = [];
    return { late, deadlines: new Deadlines((id) => late.push(id), now) };
  };

  it('tell of each that has not ended in time, whatever the order in which they began', () => {
    const { late, deadlines } = open();
    deadlines.begin(1, 300);
    deadlines.begin(2, 100);
    deadlines.begin(3, 200);
    vi.advanceTimersByTime(99);
    expect(late).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(late).toEqual([2]);
    vi.advanceTimersByTime(200);
    expect(late).toEqual([2, 3, 1]);
  });

  it('say nothing of what has ended, and leave no timer behind', () => {
    const { late, deadlines } = open();
    deadlines.begin(1, 100);
    deadlines.begin(2, 200);
    deadlines.end(1);
    expect(vi.getTimerCount()).toBe(1);
    deadlines.end(2);
    expect(vi.getTimerCount()).toBe(0);
    vi.advanceTimersByTime(1_000);
    expect(late).toEqual([]);
  });

  it('use one timer for all', () => {
    const { deadlines } = open();
    for (let id = 1; id <= 20; id += 1) deadlines.begin(id, 1_000 - id);
    expect(vi.getTimerCount()).toBe(1);
  });

  it('hold where the clock stands still, and where what is told begins another', () => {
    const late: number[] = [];
    const deadlines = new Deadlines(
      (id) => {
        late.push(id);
        if (id < 3) deadlines.begin(id + 1, 50);
      },
      () => 0,
    );
    deadlines.begin(1, 50);
    vi.advanceTimersByTime(150);
    expect(late).toEqual([1, 2, 3]);
    expect(vi.getTimerCount()).toBe(0);
  });

  describe('are met although the clock goes back', () => {
    /** A clock that is so far behind after so long, and what was late at which time that really passed. */
    const stepping = (backMs: number) => {
      const startedAt = Date.now();
      let behindMs = 0;
      const late: [id: number, ms: number][] = [];
      const deadlines = new Deadlines(
        (id) => late.push([id, Date.now() - startedAt]),
        () => Date.now() - behindMs,
      );
      return { late, deadlines, goBack: () => (behindMs = backMs) };
    };

    it('before the first of them is over', () => {
      const { late, deadlines, goBack } = stepping(3_600_000);
      deadlines.begin(1, 20_000);
      vi.advanceTimersByTime(1_000);
      deadlines.begin(2, 20_000);
      goBack();
      vi.advanceTimersByTime(60_000);
      expect(late).toEqual([
        [1, 20_000],
        [2, 21_000],
      ]);
    });

    it.each([3_600_000, 9_500])('and another begins after that, %i ms', (backMs) => {
      const { late, deadlines, goBack } = stepping(backMs);
      deadlines.begin(1, 25_000);
      vi.advanceTimersByTime(1_000);
      goBack();
      deadlines.begin(2, 20_000);
      deadlines.begin(3, 30_000);
      vi.advanceTimersByTime(60_000);
      expect(late.map(([id]) => id)).toEqual([2, 1, 3]);
      // By what passed unseen before the clock was read anew, and no more.
      for (const [index, [, ms]] of late.entries()) {
        const due = [21_000, 25_000, 31_000][index] ?? 0;
        expect([0, 1_000]).toContain(ms - due);
      }
    });
  });
});
