import type { Format } from '#contracts/connector-format';
import { bad, escapeForPattern, type Formatted, good } from './format-value.ts';
import { clockAt, isZone, momentOfClock } from './zones.ts';

type DateFormat = Extract<Format, { type: 'date' }>;
type DateTimeFormat = Extract<Format, { type: 'datetime' }>;
type EpochFormat = Extract<Format, { type: 'epoch' }>;

/** Parts of a date as the ERP writes them, and how many digits each has. */
const TOKENS: Record<string, string> = {
  yyyy: '(\\d{4})',
  MM: '(\\d{2})',
  dd: '(\\d{2})',
  HH: '(\\d{2})',
  mm: '(\\d{2})',
  ss: '(\\d{2})',
  SSS: '(\\d{3})',
};
const TOKEN = /yyyy|MM|dd|HH|mm|ss|SSS/g;

interface Compiled {
  source: string;
  order: string[];
}
const compiled = new Map<string, Compiled>();
function compile(pattern: string): Compiled {
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
function expressionOf(pattern: string, more: string): RegExp {
  const key = `${pattern}\n${more}`;
  let known = expressions.get(key);
  if (known === undefined) {
    known = new RegExp(`^${compile(pattern).source}${more}$`);
    expressions.set(key, known);
  }
  return known;
}

const isCalendarDay = (year: number, month: number, day: number): boolean => {
  if (month < 1 || month > 12 || day < 1 || year < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
};

const ZONE_SUFFIX = '(?:Z|[+-]\\d{2}:?\\d{2})?';

export function readDate(text: string, { pattern, zoneSuffix }: DateFormat): Formatted<string> {
  const match = expressionOf(pattern, zoneSuffix ? ZONE_SUFFIX : '').exec(text);
  if (match === null) return bad('not a date');
  const { order } = compile(pattern);
  const part = (token: string): string => match[order.indexOf(token) + 1] ?? '';
  const [year, month, day] = [part('yyyy'), part('MM'), part('dd')];
  return isCalendarDay(Number(year), Number(month), Number(day)) ? good(`${year}-${month}-${day}`) : bad('not a date');
}

export function writeDate(value: string, { pattern }: DateFormat): Formatted<string> {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (match === null) return bad('not a date');
  const [, yyyy = '', MM = '', dd = ''] = match;
  const parts: Record<string, string> = { yyyy, MM, dd };
  return good(pattern.replace(TOKEN, (token) => parts[token] ?? ''));
}

const isoDay = (clockMs: number): string => new Date(clockMs).toISOString().slice(0, 10);
/** Years that ISO text writes with four digits. */
const isWritable = (epochMs: number): boolean => epochMs >= -62_135_596_800_000 && epochMs <= 253_402_300_799_999;

function given(epochMs: number, { day, gives }: { day: string; gives: 'day' | 'moment' }): Formatted<string> {
  if (!isWritable(epochMs)) return bad('not a moment that can be told');
  if (gives === 'moment') return good(new Date(epochMs).toISOString());
  return good(isoDay(clockAt(epochMs, day)));
}

/** The moment of a day's first second in `day`, or of a moment. */
function momentOf(value: string, day: string): number | null {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return momentOfClock(Date.parse(`${value}T00:00:00Z`), day);
  const parsed = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(parsed) ? null : parsed;
}

const offsetOf = (suffix: string): number => {
  const [, sign = '+', hours = '0', minutes = '0'] = /^([+-])(\d{2}):?(\d{2})$/.exec(suffix) ?? [];
  return (Number(hours) * 60 + Number(minutes)) * 60_000 * (sign === '-' ? -1 : 1);
};

export function readDateTime(text: string, format: DateTimeFormat): Formatted<string> {
  const match = expressionOf(format.pattern, '(?:[.,](\\d{1,9}))?(Z|[+-]\\d{2}:?\\d{2})?').exec(text);
  if (match === null) return bad('not a date and time');
  const { order } = compile(format.pattern);
  const part = (token: string, absent = '0'): number =>
    Number(order.includes(token) ? match[order.indexOf(token) + 1] : absent);
  const fraction = match[order.length + 1] ?? '';
  const suffix = match[order.length + 2];
  const [hours, minutes, seconds] = [part('HH'), part('mm'), part('ss')];
  if (!isCalendarDay(part('yyyy'), part('MM'), part('dd')) || hours > 23 || minutes > 59 || seconds > 59)
    return bad('not a date and time');
  const clock = new Date(0);
  clock.setUTCFullYear(part('yyyy'), part('MM') - 1, part('dd'));
  clock.setUTCHours(hours, minutes, seconds, part('SSS', fraction.slice(0, 3).padEnd(3, '0')));
  const { writtenIn } = format;
  if (writtenIn !== 'offset') return given(momentOfClock(clock.getTime(), writtenIn), format);
  return suffix === undefined ? bad('a time without its zone') : given(clock.getTime() - offsetOf(suffix), format);
}

export function writeDateTime(value: string, format: DateTimeFormat): Formatted<string> {
  const epochMs = momentOf(value, format.day);
  if (epochMs === null) return bad('neither a day nor a moment');
  const { writtenIn, pattern } = format;
  const clockMs = clockAt(epochMs, writtenIn === 'offset' ? format.day : writtenIn);
  const [, yyyy = '', MM = '', dd = '', HH = '', mm = '', ss = '', SSS = ''] =
    /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})\.(\d{3})Z$/.exec(new Date(clockMs).toISOString()) ?? [];
  const parts: Record<string, string> = { yyyy, MM, dd, HH, mm, ss, SSS };
  const text = pattern.replace(TOKEN, (token) => parts[token] ?? '');
  if (writtenIn !== 'offset') return good(text);
  const minutes = Math.round((clockMs - epochMs) / 60_000);
  const two = (count: number): string => String(count).padStart(2, '0');
  const offset = `${minutes < 0 ? '-' : '+'}${two(Math.trunc(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`;
  return good(text + (minutes === 0 ? 'Z' : offset));
}

/** The year 1, as .NET counts, in 100 ns before 1970. */
const TICKS_1970 = 621_355_968_000_000_000n;
const TICKS_PER_MS = 10_000n;

export function readEpoch(text: string, format: EpochFormat): Formatted<string> {
  if (!/^-?\d{1,19}$/.test(text)) return bad('not a moment as a number');
  if (format.unit === 'ticks') return given(Number((BigInt(text) - TICKS_1970) / TICKS_PER_MS), format);
  return given(Number(text) * (format.unit === 'seconds' ? 1000 : 1), format);
}

export function writeEpoch(value: string, format: EpochFormat): Formatted<string> {
  const epochMs = momentOf(value, format.day);
  if (epochMs === null) return bad('neither a day nor a moment');
  if (format.unit === 'ticks') return good(String(BigInt(epochMs) * TICKS_PER_MS + TICKS_1970));
  return good(String(format.unit === 'seconds' ? Math.floor(epochMs / 1000) : epochMs));
}

/** What is wrong with the description of a date, a time or a zone. */
export function problemsOfDate(format: DateFormat | DateTimeFormat | EpochFormat): string[] {
  const problems: string[] = [];
  if (format.type !== 'epoch') {
    const { order } = compile(format.pattern);
    const wanted = format.type === 'date' ? ['dd', 'MM', 'yyyy'] : ['HH', 'dd', 'MM', 'yyyy'];
    const isOnce = new Set(order).size === order.length && wanted.every((token) => order.includes(token));
    const isDate = format.type !== 'date' || order.length === 3;
    if (!isOnce || !isDate) problems.push(`pattern needs ${wanted.join(', ')}, once each`);
  }
  const zones = format.type === 'date' ? [] : [format.day, ...(format.type === 'datetime' ? [format.writtenIn] : [])];
  for (const zone of zones) if (zone !== 'offset' && !isZone(zone)) problems.push(`there is no time zone ${zone}`);
  return problems;
}
