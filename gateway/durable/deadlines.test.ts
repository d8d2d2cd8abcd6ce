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

  it('are met although the clock goes back by an hour', () => {
    let backMs = 0;
    const { late, deadlines } = open(() => Date.now() - backMs);
    deadlines.begin(1, 20_000);
    vi.advanceTimersByTime(1_000);
    deadlines.begin(2, 20_000);
    backMs = 3_600_000;
    vi.advanceTimersByTime(19_000);
    expect(late).toEqual([1]);
    vi.advanceTimersByTime(1_000);
    expect(late).toEqual([1, 2]);
  });
});
