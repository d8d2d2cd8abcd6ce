import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CONNECTED_MS, openMemory, QUIET_MS } from './memory.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('memory', () => {
  it('is given back after the start, once the link is up, and again once calls have been quiet for a while', () => {
    const collect = vi.fn();
    const memory = openMemory(() => false, collect);
    expect(collect).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(10_000);
    memory.connected();
    vi.advanceTimersByTime(CONNECTED_MS - 1);
    expect(collect).toHaveBeenCalledTimes(1);
    // Cut and dialled again: what both left behind goes in one.
    memory.connected();
    vi.advanceTimersByTime(CONNECTED_MS);
    expect(collect).toHaveBeenCalledTimes(2);
    memory.used();
    vi.advanceTimersByTime(QUIET_MS - 1);
    expect(collect).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(1);
    expect(collect).toHaveBeenCalledTimes(3);
  });
  it('is left alone while nothing is asked', () => {
    const collect = vi.fn();
    openMemory(() => false, collect);
    vi.advanceTimersByTime(QUIET_MS);
    expect(collect).toHaveBeenCalledTimes(2);
    vi.advanceTimersByTime(100 * QUIET_MS);
    expect(collect).toHaveBeenCalledTimes(2);
  });
  it('is not collected while a call runs, however long', () => {
    const collect = vi.fn();
    let busy = false;
    openMemory(() => busy, collect);
    busy = true;
    vi.advanceTimersByTime(10 * QUIET_MS);
    expect(collect).toHaveBeenCalledTimes(1);
    busy = false;
    vi.advanceTimersByTime(QUIET_MS);
    expect(collect).toHaveBeenCalledTimes(2);
  });
});
