import { describe, expect, it } from 'vitest';
import { distribution, median, percentile, perSecond } from './percentile.ts';

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

describe('percentiles', () => {
  it.each([
    [0.5, 50],
    [0.95, 95],
    [0.99, 99],
    [1, 100],
  ])('%d of 1 to 100 is the sample of that rank, whatever the order', (share, value) => {
    expect(percentile(hundred, share)).toBe(value);
  });

  it('one slow sample in 100 is seen at the top and not at 99 %', () => {
    const samples = [...Array<number>(99).fill(1), 1_000];
    expect([percentile(samples, 0.99), percentile(samples, 1)]).toEqual([1, 1_000]);
  });

  it('of nothing there is none', () => {
    expect(percentile([], 0.5)).toBeNaN();
  });

  it('the median of an even number of series lies between the middle two', () => {
    expect([median([9, 1, 5]), median([1, 9, 5, 7])]).toEqual([5, 6]);
  });

  it('a distribution never falls and ends at the slowest', () => {
    const values = distribution(hundred, 20).map(([, value]) => value);
    expect(values).toEqual([...values].sort((a, b) => a - b));
    expect(values.at(-1)).toBe(100);
  });
});

describe('counts per second', () => {
  it('keep empty seconds, or a storm would look spread', () => {
    expect(perSecond([5_000, 5_999, 6_000, 8_100])).toEqual([2, 1, 0, 1]);
    expect(perSecond([])).toEqual([]);
  });
});
