/** Numbers, days and names as they stand in a sentence for a salesperson. */

import type { IsoDate } from '#contracts/dates';
import type { Decimal } from '#contracts/decimal';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

const grouped = (whole: string): string => whole.replace(/\B(?=(\d{3})+$)/g, ',');

/** `1234.5` → `1,234.50 EUR`; more places are kept where they say something. */
export function money(amount: Decimal, currency: string): string {
  const [whole = '0', fraction = ''] = amount.split('.');
  return `${grouped(whole)}.${fraction.replace(/0+$/, '').padEnd(2, '0')} ${currency}`;
}

/** `12.000` → `12`, `1500.5` → `1,500.5`. */
export function count(quantity: Decimal): string {
  const [whole = '0', fraction = ''] = quantity.split('.');
  const rest = fraction.replace(/0+$/, '');
  return rest === '' ? grouped(whole) : `${grouped(whole)}.${rest}`;
}

/** `2026-11-28` → `28 Nov 2026`. */
export function day(date: IsoDate): string {
  const [year = '', month = '', date1 = ''] = date.split('-');
  return `${Number(date1)} ${MONTHS[Number(month) - 1] ?? month} ${year}`;
}

/** 80 characters: more of a name is no help in a sentence. */
const NAME_MAX = 80;

/** A name that somebody typed, on one line: without what is not seen or turns the writing direction, and cut. */
export function shortName(name: string): string {
  const line = name.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
  const characters = [...line];
  return characters.length > NAME_MAX ? `${characters.slice(0, NAME_MAX - 1).join('')}…` : line;
}
