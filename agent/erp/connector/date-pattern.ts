import { escapeForPattern } from './format-value.ts';

/** Patterns of dates and times: what their tokens stand for, read and written. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Parts of a date as the ERP writes them, and how many digits each has. */
const TOKENS: Record<string, string> = {
  yyyy: '(\\d{4})',
  C: '(\\d)',
  yy: '(\\d{2})',
  MMM: `(${MONTHS.join('|')})`,
  MM: '(\\d{2})',
  M: '(\\d{1,2})',
  dd: '(\\d{2})',
  d: '(\\d{1,2})',
  HH: '(\\d{2})',
  H: '(\\d{1,2})',
  hh: '(\\d{2})',
  h: '(\\d{1,2})',
  tt: '([AP]M)',
  mm: '(\\d{2})',
  ss: '(\\d{2})',
  SSS: '(\\d{3})',
};
const TOKEN = /yyyy|C(?=yy)|yy|MMM|MM|M|dd|d|HH|H|hh|h|tt|mm|ss|SSS/g;
/** Of these years the last two digits alone tell which it is. */
const SHORT_YEARS = { from: 1970, to: 2069 };

interface Compiled {
  source: string;
  order: string[];
}
const compiled = new Map<string, Compiled>();
export function compile(pattern: string): Compiled {
  let known = compiled.get(pattern);
  if (known === undefined) {
    const order: string[] = [];
    const source = escapeForPattern(pattern).replace(TOKEN, (token) => {
      order.push(token);
      return TOKENS[token] ?? '';
    });
    known = { source, order };
    compiled.set(pattern, known);
  }
  return known;
}

const expressions = new Map<string, RegExp>();
export function expressionOf(pattern: string, more: string): RegExp {
  const key = `${pattern}\n${more}`;
  let known = expressions.get(key);
  if (known === undefined) {
    known = new RegExp(`^${compile(pattern).source}${more}$`, 'i');
    expressions.set(key, known);
  }
  return known;
}

export const two = (count: number): string => String(count).padStart(2, '0');

/** What a clock shows. */
export interface Clock {
  year: number;
  month: number;
  day: number;
  hours: number;
  minutes: number;
  seconds: number;
  milliseconds: number;
}

/** What a text says, by the tokens of its pattern; parts that the pattern does not have are 0. */
export function clockIn(match: RegExpExecArray, order: readonly string[]): Clock {
  const textOf = (...tokens: string[]): string => {
    const token = tokens.find((each) => order.includes(each));
    return token === undefined ? '' : (match[order.indexOf(token) + 1] ?? '');
  };
  const short = Number(textOf('yy'));
  const century = order.includes('C') ? 1900 + 100 * Number(textOf('C')) : short < 70 ? 2000 : 1900;
  const twelve = Number(textOf('hh', 'h'));
  // 12 AM is midnight. What is no hour of this clock stays no hour.
  const ofTwelve = twelve < 1 || twelve > 12 ? 99 : (twelve % 12) + (/p/i.test(textOf('tt')) ? 12 : 0);
  const name = textOf('MMM').toLowerCase();
  return {
    year: order.includes('yyyy') ? Number(textOf('yyyy')) : century + short,
    month: name === '' ? Number(textOf('MM', 'M')) : MONTHS.findIndex((month) => month.toLowerCase() === name) + 1,
    day: Number(textOf('dd', 'd')),
    hours: order.includes('tt') ? ofTwelve : Number(textOf('HH', 'H')),
    minutes: Number(textOf('mm')),
    seconds: Number(textOf('ss')),
    milliseconds: Number(textOf('SSS')),
  };
}

/** A clock in the notation of a pattern; null where two digits cannot tell its year. */
export function writtenAs(pattern: string, clock: Clock): string | null {
  const { year, month, day, hours, minutes, seconds, milliseconds } = clock;
  const { order } = compile(pattern);
  const isShort = order.includes('yy');
  const { from, to } = order.includes('C') ? { from: 1900, to: 2899 } : SHORT_YEARS;
  if (isShort && (year < from || year > to)) return null;
  const twelve = hours % 12 === 0 ? 12 : hours % 12;
  const parts: Record<string, string> = {
    yyyy: String(year).padStart(4, '0'),
    C: String(Math.floor(year / 100) - 19),
    yy: two(year % 100),
    MMM: MONTHS[month - 1] ?? '',
    MM: two(month),
    M: String(month),
    dd: two(day),
    d: String(day),
    HH: two(hours),
    H: String(hours),
    hh: two(twelve),
    h: String(twelve),
    tt: hours < 12 ? 'AM' : 'PM',
    mm: two(minutes),
    ss: two(seconds),
    SSS: String(milliseconds).padStart(3, '0'),
  };
  return pattern.replace(TOKEN, (token) => parts[token] ?? '');
}

const oneOf = (order: readonly string[], ...tokens: string[]): boolean =>
  order.filter((token) => tokens.includes(token)).length === 1;

/** What a pattern lacks or has twice, or what could be read in two ways. */
export function patternProblem(pattern: string, isDate: boolean): string | null {
  const { order } = compile(pattern);
  const isDay = oneOf(order, 'yyyy', 'yy') && oneOf(order, 'MMM', 'MM', 'M') && oneOf(order, 'dd', 'd');
  const isHour = oneOf(order, 'HH', 'H') ? !order.includes('tt') : oneOf(order, 'hh', 'h') && order.includes('tt');
  const isOnce = new Set(order).size === order.length;
  const years = order.includes('C') ? 4 : 3;
  if (!isOnce || !isDay || (isDate ? order.length !== years : !isHour))
    return `pattern needs ${isDate ? 'dd, MM, yyyy' : 'HH, dd, MM, yyyy'}, or another way of writing each, once`;
  // `dMyyyy`: 1112026 is the 11th of January and the 1st of November.
  const runs = pattern.replace(TOKEN, (token) => (['M', 'd', 'H', 'h'].includes(token) ? '\u0001' : '\u0002'));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they stand for tokens
  return /\u0001[\u0001\u0002]|\u0002\u0001/.test(runs)
    ? 'M, d, H and h need a separator on both sides: their length tells nothing'
    : null;
}
