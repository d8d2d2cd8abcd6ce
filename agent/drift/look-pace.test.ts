import { describe, expect, it } from 'vitest';
import { LOOK_EVERY_MS, LOOKED_AT_FIRST, LookPace } from './look-pace.ts';

const looked = (pace: LookPace, key: string, isWritesOwn: boolean, timesMs: readonly number[]): number =>
  timesMs.filter((ms) => pace.isDue(key, isWritesOwn, ms)).length;
const times = (count: number, everyMs: number): number[] => Array.from({ length: count }, (_, nth) => nth * everyMs);

describe('the pace of looking at answers', () => {
  it('looks at every answer where few come', () => {
    const few = times(LOOKED_AT_FIRST * 3, LOOK_EVERY_MS);
    expect(looked(new LookPace(), 'a', false, few)).toBe(few.length);
  });

  it('looks at the first answers of each operation, and then at one in ten milliseconds', () => {
    const pace = new LookPace();
    const many = times(LOOKED_AT_FIRST + 1_000, 1);
    for (const key of ['a', 'b']) expect(looked(pace, key, false, many)).toBe(LOOKED_AT_FIRST + 1_000 / LOOK_EVERY_MS);
  });

  it('looks at every answer that a write depends on', () => {
    const many = times(LOOKED_AT_FIRST * 3, 0);
    expect(looked(new LookPace(), 'a', true, many)).toBe(many.length);
  });
});
