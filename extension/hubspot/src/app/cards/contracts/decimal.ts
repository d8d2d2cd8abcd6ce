// Generated from contracts/decimal.ts by extension/hubspot/copy-contracts.ts. Do not edit.
import { z } from 'zod';

/**
 * Decimal numbers as text, so that no amount ever passes through a binary float.
 * Canonical: no exponent, no grouping, no leading zeros, no minus zero, a point, at most 6 places; e.g. `-1234.50`.
 */
export const Decimal = z
  .string()
  .regex(/^(?!-0(?:\.0+)?$)-?(0|[1-9]\d{0,17})(\.\d{1,6})?$/)
  .brand<'Decimal'>();
export type Decimal = z.infer<typeof Decimal>;

export const ZERO = '0' as Decimal;

const PLACES = 6;

const scaled = (value: Decimal): bigint => {
  const negative = value.startsWith('-');
  const [whole = '0', fraction = ''] = value.replace('-', '').split('.');
  const units = BigInt(whole + fraction.padEnd(PLACES, '0'));
  return negative ? -units : units;
};

/** Keeps the number of places of the operand that has more of them: 1.50 + 2 = 3.50. */
const unscaled = (units: bigint, places: number): Decimal => {
  const digits = (units < 0n ? -units : units).toString().padStart(PLACES + 1, '0');
  const whole = digits.slice(0, -PLACES);
  const fraction = digits.slice(-PLACES).slice(0, places);
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return (units < 0n ? `-${text}` : text) as Decimal;
};

const places = (value: Decimal): number => value.split('.')[1]?.length ?? 0;

export const addDecimals = (a: Decimal, b: Decimal): Decimal =>
  unscaled(scaled(a) + scaled(b), Math.max(places(a), places(b)));

export const subtractDecimals = (a: Decimal, b: Decimal): Decimal =>
  unscaled(scaled(a) - scaled(b), Math.max(places(a), places(b)));

/** Negative, zero or positive, as for Array.sort. */
export const compareDecimals = (a: Decimal, b: Decimal): number => {
  const difference = scaled(a) - scaled(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

/** Null where the quotient has more than 6 places, or there is none. */
export function divideExactly(a: Decimal, b: Decimal): Decimal | null {
  const [dividend, divisor] = [scaled(a) * 10n ** BigInt(PLACES), scaled(b)];
  if (divisor === 0n || dividend % divisor !== 0n) return null;
  const text = unscaled(dividend / divisor, PLACES).replace(/\.?0+$/, '');
  return Decimal.safeParse(text).data ?? null;
}

export const sumDecimals = (values: readonly Decimal[]): Decimal => values.reduce(addDecimals, ZERO);
