import type { Decimal } from '../contracts/decimal.ts';

/** Exact arithmetic on the contract's decimal text: no amount passes through a binary float. */
interface Scaled {
  units: bigint;
  places: number;
}

const scaledOf = (value: string): Scaled => {
  const [whole = '0', fraction = ''] = value.split('.');
  return { units: BigInt(whole + fraction), places: fraction.length };
};

const unitsAt = ({ units, places }: Scaled, wanted: number): bigint => units * 10n ** BigInt(wanted - places);

const textOf = ({ units, places }: Scaled): Decimal => {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const text = places === 0 ? whole : `${whole}.${digits.slice(-places)}`;
  return (units < 0n ? `-${text}` : text) as Decimal;
};

/** Keeps the places of the operand that has more of them: 1.50 + 2 = 3.50. */
export function add(a: string, b: string): Decimal {
  const [left, right] = [scaledOf(a), scaledOf(b)];
  const places = Math.max(left.places, right.places);
  return textOf({ units: unitsAt(left, places) + unitsAt(right, places), places });
}

export const negate = (value: string): Decimal => {
  const { units, places } = scaledOf(value);
  return textOf({ units: -units, places });
};

export const subtract = (a: string, b: string): Decimal => add(a, negate(b));

export const sum = (values: readonly string[]): Decimal => values.reduce<Decimal>(add, '0' as Decimal);

export function multiply(a: string, b: string): Decimal {
  const [left, right] = [scaledOf(a), scaledOf(b)];
  return textOf({ units: left.units * right.units, places: left.places + right.places });
}

/** -1, 0 or 1: the sign of the value. */
export function signOf(value: string): -1 | 0 | 1 {
  const { units } = scaledOf(value);
  return units < 0n ? -1 : units > 0n ? 1 : 0;
}

/** Negative, zero or positive, as for Array.sort. */
export const compare = (a: string, b: string): number => signOf(subtract(a, b));

/** Rounds half away from zero, as invoices do: 0.125 at 2 places is 0.13. */
export function roundTo(value: string, places: number): Decimal {
  const scaled = scaledOf(value);
  if (scaled.places <= places) return textOf({ units: unitsAt(scaled, places), places });
  const divisor = 10n ** BigInt(scaled.places - places);
  const positive = scaled.units < 0n ? -scaled.units : scaled.units;
  const rounded = (positive * 2n + divisor) / (divisor * 2n);
  return textOf({ units: scaled.units < 0n ? -rounded : rounded, places });
}

/** Whole percent, rounded down, so that 99.9 % never reads as 100 %. Null when the whole is not above zero. */
export function percentOf(part: string, whole: string): number | null {
  if (signOf(whole) <= 0) return null;
  const [left, right] = [scaledOf(part), scaledOf(whole)];
  const places = Math.max(left.places, right.places);
  return Number((unitsAt(left, places) * 100n) / unitsAt(right, places));
}
