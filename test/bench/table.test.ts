import { describe, expect, it } from 'vitest';
import { markdownFigures, markdownTable, readable, table } from './table.ts';
import { TARGETS, verdictOf } from './targets.ts';

const targetOf = (key: string) => {
  const found = TARGETS.find((target) => target.key === key);
  if (found === undefined) throw new Error(`no target ${key}`);
  return found;
};

describe('verdicts', () => {
  it.each([
    ['overhead_p50_ms', 4, 4.01],
    ['within_2500ms_pct', 100, 99.99],
    ['http_5xx', 0, 1],
    ['reads_to_bare', 0.4, 0.39],
    ['storm_agents', 1000, 999],
    ['half_open_detected_ms', 25_000, 25_001],
    ['codec_to_node_soap', 2, 1.99],
    ['rows_50k_block_ms', 50, 50.01],
  ])('%s is met at %d and missed at %d', (key, met, missed) => {
    expect(verdictOf(targetOf(key), { [key]: met })).toBe('met');
    expect(verdictOf(targetOf(key), { [key]: missed })).toBe('missed');
  });

  it('500 opens cost as many calls as the view has sections, no more and no fewer', () => {
    const target = targetOf('soap_calls_for_500_opens');
    const verdicts = [2, 3, 4].map((calls) =>
      verdictOf(target, { soap_calls_for_500_opens: calls, company_view_sections: 3 }),
    );
    expect(verdicts).toEqual(['missed', 'met', 'missed']);
  });

  it('a figure that could not be had is never met', () => {
    const target = targetOf('tunnel_to_ssh_rate');
    expect(verdictOf(target, { tunnel_to_ssh_rate: null })).toBe('not measured');
    expect(verdictOf(target, {})).toBe('not measured');
    expect(verdictOf(target, { tunnel_to_ssh_rate: Number.NaN })).toBe('not measured');
  });

  it('no figure has two targets', () => {
    expect(new Set(TARGETS.map(({ key }) => key)).size).toBe(TARGETS.length);
  });
});

describe('the table', () => {
  const figures = { overhead_p50_ms: 3.217, direct_p50_ms: 152.6, warm_p95_ms: 77, extra: { '1': 0.5 } };

  it('puts figure, baseline, target and verdict on one line', () => {
    const line = table(figures)
      .split('\n')
      .find((one) => one.includes('p50'));
    expect(line).toMatch(/3\.22 ms +direct_p50_ms 153 +≤ 4 +met$/);
    expect(table(figures)).toMatch(/77 ms .* ≤ 50 +missed/);
  });

  it('is the same in Markdown, with the other figures below', () => {
    expect(markdownTable(figures)).toContain('| 3.22 ms | direct_p50_ms 153 | ≤ 4 | met |');
    expect(markdownFigures(figures)).toContain('| `extra` | 1: 0.50 |');
    expect(markdownFigures(figures)).not.toContain('warm_p95_ms');
  });

  it('says plainly what is not there', () => {
    expect([readable(undefined), readable(null)]).toEqual(['–', '–']);
  });
});
