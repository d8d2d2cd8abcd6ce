import type { Format } from '#contracts/connector-format';
import { clockIn, compile, expressionOf, patternProblem, two, writtenAs } from './date-pattern.ts';
import { bad, type Formatted, good } from './format-value.ts';
import { clockAt, isZone, momentOfClock } from './zones.ts';

type DateFormat = Extract<Format, { type: 'date' }>;
type DateTimeFormat = Extract<Format, { type: 'datetime' }>;
type EpochFormat = Extract<Format, { type: 'epoch' }>;

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
  const { year, month, day } = clockIn(match, compile(pattern).order);
  if (!isCalendarDay(year, month, day)) return bad('not a date');
  return good(`${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`);
}

export function writeDate(value: string, { pattern }: DateFormat): Formatted<string> {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  if (match === null) return bad('not a date');
  const [year = 0, month = 0, day = 0] = match.slice(1).map(Number);
  const text = writtenAs(pattern, { year, month, day, hours: 0, minutes: 0, seconds: 0, milliseconds: 0 });
  return text === null ? bad('a year that two digits cannot tell') : good(text);
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
  const { year, month, day, hours, minutes, seconds, milliseconds } = clockIn(match, order);
  const fraction = match[order.length + 1] ?? '';
  const suffix = match[order.length + 2];
  if (!isCalendarDay(year, month, day) || hours > 23 || minutes > 59 || seconds > 59) return bad('not a date and time');
  const clock = new Date(0);
  clock.setUTCFullYear(year, month - 1, day);
  const rest = order.includes('SSS') ? milliseconds : Number(fraction.slice(0, 3).padEnd(3, '0'));
  clock.setUTCHours(hours, minutes, seconds, rest);
  const { writtenIn } = format;
  if (writtenIn !== 'offset') return given(momentOfClock(clock.getTime(), writtenIn), format);
  return suffix === undefined ? bad('a time without its zone') : given(clock.getTime() - offsetOf(suffix), format);
}

export function writeDateTime(value: string, format: DateTimeFormat): Formatted<string> {
  const epochMs = momentOf(value, format.day);
  if (epochMs === null) return bad('neither a day nor a moment');
  const { writtenIn, pattern } = format;
  const clockMs = clockAt(epochMs, writtenIn === 'offset' ? format.day : writtenIn);
  const clock = new Date(clockMs);
  const text = writtenAs(pattern, {
    year: clock.getUTCFullYear(),
    month: clock.getUTCMonth() + 1,
    day: clock.getUTCDate(),
    hours: clock.getUTCHours(),
    minutes: clock.getUTCMinutes(),
    seconds: clock.getUTCSeconds(),
    milliseconds: clock.getUTCMilliseconds(),
  });
  if (text === null) return bad('a year that two digits cannot tell');
  if (writtenIn !== 'offset') return good(text);
  const minutes = Math.round((clockMs - epochMs) / 60_000);
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
    const problem = patternProblem(format.pattern, format.type === 'date');
    if (problem !== null) problems.push(problem);
  }
  const zones = format.type === 'date' ? [] : [format.day, ...(format.type === 'datetime' ? [format.writtenIn] : [])];
  for (const zone of zones) if (zone !== 'offset' && !isZone(zone)) problems.push(`there is no time zone ${zone}`);
  return problems;
}
