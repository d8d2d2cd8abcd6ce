import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDecimals,
  compareDecimals,
  Decimal,
  divideExactly,
  subtractDecimals,
  sumDecimals,
  ZERO,
} from './decimal.ts';

const decimal = (text: string): Decimal => Decimal.parse(text);

/** A decimal of up to twelve digits and six places, made without the code under test. */
const decimals = fc
  .record({
    negative: fc.boolean(),
    whole: fc.bigInt({ min: 0n, max: 999_999_999_999n }),
    fraction: fc.option(fc.stringMatching(/^\d{1,6}$/), { nil: undefined }),
  })
  .map(({ negative, whole, fraction }) => {
    const size = `${whole}${fraction === undefined ? '' : `.${fraction}`}`;
    // Minus zero is no decimal.
    return decimal(negative && /[1-9]/.test(size) ? `-${size}` : size);
  });

/** The value in millionths, by another way than the code under test: sign and places are read by a pattern. */
const millionths = (text: string): bigint => {
  const [, sign, whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  const size = BigInt(whole) * 1_000_000n + BigInt(fraction) * 10n ** BigInt(6 - fraction.length);
  return sign === '-' ? -size : size;
};
const placesOf = (text: string): number => text.split('.')[1]?.length ?? 0;

it.each(['-0', '-0.00', '01', '1.', '.5', '1e3', '1,5', '+1', '', ' 1', '1234567890123456789'])(
  '%j is no decimal',
  (text) => {
    expect(Decimal.safeParse(text).success).toBe(false);
  },
);

describe('decimal arithmetic', () => {
  it('is exact: adding and subtracting agree with whole numbers of millionths', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        expect(millionths(addDecimals(a, b))).toBe(millionths(a) + millionths(b));
        expect(millionths(subtractDecimals(a, b))).toBe(millionths(a) - millionths(b));
      }),
    );
  });

  it('compares by value, whatever the number of places', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        const [left, right] = [millionths(a), millionths(b)];
        expect(compareDecimals(a, b)).toBe(left < right ? -1 : left > right ? 1 : 0);
      }),
    );
  });

  it('answers a decimal again, with the places of the operand that has more', () => {
    fc.assert(
      fc.property(decimals, decimals, (a, b) => {
        for (const result of [addDecimals(a, b), subtractDecimals(a, b)]) {
          expect(Decimal.safeParse(result).success).toBe(true);
          expect(placesOf(result)).toBe(Math.max(placesOf(a), placesOf(b)));
        }
      }),
    );
  });

  it('sums a list in any order to the same value', () => {
    fc.assert(
      fc.property(fc.array(decimals, { maxLength: 50 }), (values) => {
        const sum = values.reduce((total, value) => total + millionths(value), 0n);
        expect(millionths(sumDecimals(values))).toBe(sum);
        expect(millionths(sumDecimals(values.toReversed()))).toBe(sum);
      }),
    );
  });

  it.each([
    ['0.1', '0.2', '0.3'],
    ['1.50', '2', '3.50'],
    ['-0.01', '0.01', '0.00'],
    ['-1234.50', '0.5', '-1234.00'],
    ['999999999999.999999', '0.000001', '1000000000000.000000'],
  ])('%s + %s = %s', (a, b, sum) => {
    expect(addDecimals(decimal(a), decimal(b))).toBe(sum);
  });

  it('divides exactly or not at all', () => {
    const quotient = (a: string, b: string) => divideExactly(decimal(a), decimal(b));
    expect(quotient('410.00', '2')).toBe('205');
    expect(quotient('1', '8')).toBe('0.125');
    expect(quotient('100', '0.5')).toBe('200');
    expect(quotient('-3', '2')).toBe('-1.5');
    expect(quotient('0', '7')).toBe('0');
    expect([quotient('100', '3'), quotient('1', '0'), quotient('0.000001', '2')]).toEqual([null, null, null]);
    // Eighteen digits before the point are all that a decimal has.
    expect(quotient('999999999999999999', '0.5')).toBeNull();
  });

  it('an empty sum is zero', () => {
    expect(sumDecimals([])).toBe(ZERO);
  });
});

describe('a decimal as text', () => {
  it.each(['0', '-0.5', '10', '1234.50', '999999999999999999.123456'])('takes %j', (text) => {
    expect(Decimal.safeParse(text).success).toBe(true);
  });

  it.each([
    '',
    ' 1',
    '+1',
    '1.',
    '.5',
    '01',
    '1,5',
    '1.000,00',
    '1e3',
    '1.1234567',
    '1000000000000000000',
    'NaN',
    '--1',
    '1\n',
    '١',
  ])('refuses %j', (text) => {
    expect(Decimal.safeParse(text).success).toBe(false);
  });

  it('refuses a number, which may already have lost cents', () => {
    expect(Decimal.safeParse(1.5).success).toBe(false);
  });
});
