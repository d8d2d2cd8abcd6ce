/**
 * How Kontor writes values on the wire, and how it reads them: German dates, decimal comma, padded keys, J/N.
 * Inside, money is integer cents, quantities are integer thousandths and days are `yyyy-mm-dd`; no floats.
 */

/** What Kontor writes where it has no date. */
export const NO_DATE = '01.01.0001';

const KEY_DIGITS = 10;
/** 999,999,999.999 pieces: the widest quantity field. */
const QUANTITY_MAX = 999_999_999_999;
/** 9,999,999,999.99: the widest amount field. */
const CENTS_MAX = 999_999_999_999;

/** `10447` → `0000010447`. */
export const writeKey = (key: number): string => String(key).padStart(KEY_DIGITS, '0');

/** `0000010447` → 10447; null where it is not a key of exactly ten digits, as the old system compares text. */
export const readKey = (text: string): number | null => (/^\d{10}$/.test(text) ? Number(text) : null);

/** `2026-11-30` → `30.11.2026`; null → `01.01.0001`. */
export function writeDate(day: string | null): string {
  if (day === null) return NO_DATE;
  const [year = '', month = '', date = ''] = day.split('-');
  return `${date}.${month}.${year}`;
}

/** `30.11.2026` → `2026-11-30`; empty and `01.01.0001` → null; anything else, also 31.02., is `not-a-date`. */
export function readDate(text: string): string | null | 'not-a-date' {
  if (text === '' || text === NO_DATE) return null;
  const match = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text);
  if (match === null) return 'not-a-date';
  const day = `${match[3]}-${match[2]}-${match[1]}`;
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day) ? day : 'not-a-date';
}

const grouped = (whole: string): string => whole.replace(/\B(?=(\d{3})+$)/g, '.');

function writeScaled(units: number, places: number): string {
  const digits = String(Math.abs(units)).padStart(places + 1, '0');
  const sign = units < 0 ? '-' : '';
  return `${sign}${grouped(digits.slice(0, -places))},${digits.slice(-places)}`;
}

/** Cents: 123450 → `1.234,50`. */
export const writeAmount = (cents: number): string => writeScaled(cents, 2);

/** Thousandths: 12000 → `12,000`; 1500500 → `1.500,500`. */
export const writeQuantity = (thousandths: number): string => writeScaled(thousandths, 3);

/** Null: not understood. A point is never understood, neither as separator nor as grouping; nor are too many places. */
function readScaled(text: string, places: number, max: number): number | null {
  const match = /^(-?)(\d{1,12})(?:,(\d+))?$/.exec(text);
  if (match === null) return null;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > places) return null;
  const units = Number((match[2] ?? '') + fraction.padEnd(places, '0'));
  if (units > max) return null;
  return match[1] === '-' && units !== 0 ? -units : units;
}

/** `1234,5` → 123450 cents; null where not understood. */
export const readAmount = (text: string): number | null => readScaled(text, 2, CENTS_MAX);

/** `12` and `12,000` → 12000 thousandths; null where not understood. */
export const readQuantity = (text: string): number | null => readScaled(text, 3, QUANTITY_MAX);

export const writeFlag = (flag: boolean): string => (flag ? 'J' : 'N');

/** Empty means N; null where it is neither J nor N. */
export const readFlag = (text: string): boolean | null =>
  text === 'J' ? true : text === 'N' || text === '' ? false : null;
