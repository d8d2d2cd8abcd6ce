import { describe, expect, it } from 'vitest';
import { axis, lineChart } from './chart.ts';

describe('an axis', () => {
  it('has round ticks from zero to above the highest value', () => {
    const { ticks, at } = axis([3, 47], false);
    expect(ticks).toEqual([0, 10, 20, 30, 40, 50]);
    expect([at(0), at(25), at(50)]).toEqual([0, 0.5, 1]);
  });

  it('has decades when it is logarithmic', () => {
    const { ticks, at } = axis([100, 1_000_000], true);
    expect(ticks).toEqual([100, 1_000, 10_000, 100_000, 1_000_000]);
    expect(at(10_000)).toBeCloseTo(0.5);
  });
});

describe('a chart', () => {
  const chart = lineChart({
    title: 'a < b & c',
    x: 'share',
    y: 'ms',
    lines: [
      {
        name: 'one',
        points: [
          [0, 1],
          [0.5, Number.NaN],
          [1, 2],
        ],
      },
    ],
  });

  it('escapes its texts', () => {
    expect(chart).toContain('a &lt; b &amp; c');
  });

  it('never draws what is no number', () => {
    expect(chart).not.toContain('NaN');
    expect(chart).toMatch(/<path d="M[\d.]+ [\d.]+L[\d.]+ [\d.]+" fill="none"/);
  });
});
