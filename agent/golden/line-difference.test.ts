import { describe, expect, it } from 'vitest';
import { lineDifference } from './line-difference.ts';

describe('the difference of two texts', () => {
  it('is nothing for the same', () => expect(lineDifference('a\nb', 'a\nb')).toEqual([]));

  it('names the fewest lines that go and come, with their numbers', () => {
    expect(lineDifference('a\nb\nc\nd', 'a\nx\nc\nd\ne')).toEqual([
      { sign: '-', line: 2, text: 'b' },
      { sign: '+', line: 2, text: 'x' },
      { sign: '+', line: 5, text: 'e' },
    ]);
  });

  it('stays bounded for long texts', () => {
    const long = Array.from({ length: 5000 }, (_, line) => `line ${line}`);
    const changed = long.with(4000, 'other');
    expect(lineDifference(long.join('\n'), changed.join('\n'))).toEqual([
      { sign: '-', line: 4001, text: 'line 4000' },
      { sign: '+', line: 4001, text: 'other' },
    ]);
  });
});
