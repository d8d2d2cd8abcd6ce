import { describe, expect, it } from 'vitest';
import { compileExpression, type Variables } from './expressions.ts';
import { matchesWildcard } from './wildcard.ts';

const run = (text: string, variables: Variables, values: Record<string, string | number | boolean | null>): unknown => {
  const compiled = compileExpression(text, variables);
  if (!compiled.ok) return compiled.problem;
  const given = compiled.value.run(values);
  return given.ok ? given.value : given.problem;
};
const money: Variables = { a: 'decimal', b: 'decimal' };

it.each([
  ['decimal("10") / decimal("4")', '2.5'],
  ['decimal("1") / decimal("3")', '0.333333'],
  ['decimal("-2") / decimal("3")', '-0.666667'],
  ['decimal("1234.50") / decimal("100")', '12.345'],
])('%s is %s', (text, value) => {
  const compiled = compileExpression(text, {});
  expect(compiled.ok && compiled.value.run({})).toEqual({ ok: true, value });
});
it('what is divided by zero has no value, and no reader is told that it has', () => {
  const compiled = compileExpression('decimal("1") / decimal("0")', {});
  expect(compiled.ok && compiled.value.run({})).toEqual({
    ok: false,
    problem: 'the expression failed: divided by zero',
  });
});

describe('an expression', () => {
  it.each<[string, Variables, Record<string, string | number | boolean | null>, unknown]>([
    ['a + b', money, { a: '0.1', b: '0.2' }, '0.3'],
    ['a - b', money, { a: '12345678901234567.89', b: '0.01' }, '12345678901234567.88'],
    ['a * b', money, { a: '2.50', b: '1.19' }, '2.975'],
    ['a * b', money, { a: '0', b: '1.19' }, '0'],
    ['a * decimal("-1")', money, { a: '5.00', b: '1' }, '-5'],
    ['round(a * b, 2)', money, { a: '2.5', b: '1.19' }, '2.98'],
    ['round(a, 0)', money, { a: '-2.5', b: '0' }, '-3'],
    ['a <= b ? "paid" : "open"', money, { a: '1.10', b: '1.1' }, 'paid'],
    ['a == b', money, { a: '1.10', b: '1.1' }, true],
    ['a + b', money, { a: null, b: '1' }, null],
    ['s == "" ? "draft" : "confirmed"', { s: 'string' }, { s: null }, 'draft'],
    ['s', { s: 'string' }, { s: '' }, null],
    ['n + 1', { n: 'int' }, { n: 4 }, 5],
    ['held || n > 3', { held: 'bool', n: 'int' }, { held: false, n: 4 }, true],
  ])('%s', (text, variables, values, expected) => {
    expect(run(text, variables, values)).toBe(expected);
  });

  it.each<[string, RegExp]>([
    ['a + 1', /no such overload/],
    ['nobody', /Unknown variable/],
    ['a +', /Unexpected token/],
    ['[1, 2].map(x, x * 2)', /map may not be used/],
    ['[1].exists(x, x == 1)', /exists may not be used/],
    ['"aaaa".matches("(a+)+$")', /matches may not be used/],
    ['a ? 1 : 2', /bool/],
    [Array.from({ length: 300 }, () => '1').join('+'), /./],
    [`${'('.repeat(400)}1${')'.repeat(400)}`, /./],
  ])('is refused before it runs: %.40s', (text, expected) => {
    const compiled = compileExpression(text, money);
    expect(compiled.ok ? '' : compiled.problem).toMatch(expected);
  });

  it('that fails while it runs is a problem of its row', () => {
    expect(run('decimal(s)', { s: 'string' }, { s: 'x' })).toMatch(/^the expression failed/);
    expect(run('1 / n', { n: 'int' }, { n: 0 })).toMatch(/^the expression failed/);
  });
});

it.each([
  ['abc', 'ABC', true],
  ['a*c', 'abbbc', true],
  ['*exists*', 'It already EXISTS.', true],
  ['a*b*c', 'acb', false],
  ['ab*ba', 'aba', false],
  ['*', '', true],
  ['', 'x', false],
])('the wildcard %s on %s is %s', (pattern, text, expected) => {
  expect(matchesWildcard(pattern, text)).toBe(expected);
});
it('a wildcard costs no more than its text is long', () => {
  const startedMs = performance.now();
  expect(matchesWildcard(`${'a*'.repeat(80)}b`, 'a'.repeat(500_000))).toBe(false);
  expect(performance.now() - startedMs).toBeLessThan(1000);
});
