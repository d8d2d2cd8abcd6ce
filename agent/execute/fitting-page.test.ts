import { describe, expect, it } from 'vitest';
import { fittingPage } from './fitting-page.ts';

const row = (at: number) => ({ orderId: String(at), reference: '€'.repeat(100) });
const page = (count: number, problems: object[] = []) => ({
  rows: Array.from({ length: count }, (_, at) => row(at)),
  problems,
  nextCursor: 'further',
});
const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));

describe('a page that is too large for one answer', () => {
  it.each([1_000, 5_000, 20_000])('is its first rows within %i bytes, and says how many are left out', (bytesMax) => {
    const whole = page(100, [{ row: 3, key: 'A-3', problem: 'total: not a decimal' }]);
    const fitting = fittingPage(whole, bytesMax) as typeof whole;
    expect(bytesOf(fitting)).toBeLessThanOrEqual(bytesMax);
    expect(bytesOf(fitting)).toBeGreaterThan(bytesMax - bytesOf(row(1)) - 250);
    expect(fitting.rows).toEqual(whole.rows.slice(0, fitting.rows.length));
    const said = `${100 - fitting.rows.length} more rows do not fit into one answer; they are left out`;
    expect(fitting.problems).toEqual([...whole.problems, { row: null, key: null, problem: said }]);
    expect(fitting.nextCursor).toBe('further');
  });

  it('never has more problems than a page may', () => {
    const problems = Array.from({ length: 1000 }, (_, at) => ({ row: at, key: null, problem: 'x' }));
    const fitting = fittingPage(page(500, problems), 100_000) as { problems: object[] };
    expect(fitting.problems).toHaveLength(1000);
    expect(fitting.problems.at(-1)).toMatchObject({ row: null });
  });

  it.each([
    ['not even one row fits', page(3), 300],
    ['it is no page', { customers: ['€'.repeat(1_000)] }, 500],
    ['it is nothing', null, 500],
  ])('is none where %s', (_case, output, bytesMax) => {
    expect(fittingPage(output, bytesMax)).toBeNull();
  });
});
