import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { gatheredLines } from './log.ts';

const INFO = 30;
const WARN = 40;

describe('log lines', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const open = () => {
    const written: string[] = [];
    const lines = gatheredLines((text) => void written.push(text));
    const say = (level: number, line: string): void => {
      lines.lastLevel = level;
      lines.write(line);
    };
    return { written, lines, say };
  };

  it('of plain news are gathered, and written together soon after the first', () => {
    const { written, say } = open();
    say(INFO, 'a\n');
    vi.advanceTimersByTime(49);
    say(INFO, 'b\n');
    expect(written).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(written).toEqual(['a\nb\n']);
    vi.advanceTimersByTime(1_000);
    expect(written).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('of a trouble are written at once, behind what came before', () => {
    const { written, say } = open();
    say(INFO, 'a\n');
    say(WARN, 'b\n');
    expect(written).toEqual(['a\nb\n']);
  });

  it('are written when they are many, and when the process ends', () => {
    const { written, lines, say } = open();
    say(INFO, 'x'.repeat(64 * 1024));
    expect(written).toHaveLength(1);
    say(INFO, 'last\n');
    lines.flush();
    expect(written[1]).toBe('last\n');
  });
});
