import type { Format } from '#contracts/connector';

/** A value as the contract knows it: text (also decimals, dates and keys), a whole number, yes or no, or none. */
export type Value = string | number | boolean | null;
export type Formatted<T> = { ok: true; value: T } | { ok: false; problem: string };

const good = <T>(value: T): Formatted<T> => ({ ok: true, value });
const bad = (problem: string): { ok: false; problem: string } => ({ ok: false, problem });

export const TEXT: Format = { type: 'text', none: [] };

/** Places after the point that the contract's Decimal can hold. */
const PLACES_MAX = 6;

const escapeForPattern = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** A grouped number never starts with 0: `0.012` with grouping `.` is another notation, not twelve. */
const decimalPatterns = new Map<string, RegExp>();
function decimalPattern(separator: string, grouping: string): RegExp {
  const key = separator + grouping;
  let pattern = decimalPatterns.get(key);
  if (pattern === undefined) {
    const s = escapeForPattern(separator);
    const grouped = grouping === '' ? '' : `|[1-9]\\d{0,2}(?:${escapeForPattern(grouping)}\\d{3})+`;
    pattern = new RegExp(`^([+-]?)(\\d+${grouped})(?:${s}(\\d+))?$`);
    decimalPatterns.set(key, pattern);
  }
  return pattern;
}

function readDecimal(text: string, separator: string, grouping: string): Formatted<Value> {
  const match = decimalPattern(separator, grouping).exec(text);
  if (match === null) return bad('not a decimal');
  const [, sign = '', digits = '', places = ''] = match;
  const whole = (grouping === '' ? digits : digits.replaceAll(grouping, '')).replace(/^0+(?=\d)/, '');
  const fraction = places.slice(0, PLACES_MAX);
  if (/[1-9]/.test(places.slice(PLACES_MAX))) return bad(`more than ${PLACES_MAX} decimal places`);
  if (whole.length > 18) return bad('more than 18 digits before the separator');
  const amount = fraction === '' ? whole : `${whole}.${fraction}`;
  return good(sign === '-' && /[1-9]/.test(amount) ? `-${amount}` : amount);
}

const isCalendarDay = (year: number, month: number, day: number): boolean => {
  if (month < 1 || month > 12 || day < 1 || year < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
};

const datePatterns = new Map<string, { expression: RegExp; order: string[] }>();
function datePattern(pattern: string): { expression: RegExp; order: string[] } {
  let compiled = datePatterns.get(pattern);
  if (compiled === undefined) {
    const order: string[] = [];
    const source = escapeForPattern(pattern).replace(/yyyy|MM|dd/g, (token) => {
      order.push(token);
      return token === 'yyyy' ? '(\\d{4})' : '(\\d{2})';
    });
    compiled = { expression: new RegExp(`^${source}$`), order };
    datePatterns.set(pattern, compiled);
  }
  return compiled;
}

function readDate(text: string, pattern: string): Formatted<Value> {
  const { expression, order } = datePattern(pattern);
  const match = expression.exec(text);
  if (match === null) return bad('not a date');
  const part = (token: string): string => match[order.indexOf(token) + 1] ?? '';
  const [year, month, day] = [part('yyyy'), part('MM'), part('dd')];
  return isCalendarDay(Number(year), Number(month), Number(day)) ? good(`${year}-${month}-${day}`) : bad('not a date');
}

/** Takes the padding away; a key of padding alone means none. */
function stripPadding(text: string, padWith: string): string {
  let start = 0;
  while (start < text.length && text[start] === padWith) start += 1;
  return text.slice(start);
}

/**
 * The contract's value of a text of the answer. Null for absent, empty, nil and the format's own words for none.
 * Problems never repeat the text: it may be personal.
 */
export function readValue(format: Format, raw: string | null): Formatted<Value> {
  const text = raw === null ? '' : raw.trim();
  if (text === '' || format.none.includes(text)) return good(null);
  switch (format.type) {
    case 'text':
      return good(text);
    case 'key': {
      const key = stripPadding(text, format.padWith);
      return good(key === '' ? null : key);
    }
    case 'decimal':
      return readDecimal(text, format.separator, format.grouping);
    case 'integer': {
      const value = /^[+-]?\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
      return Number.isSafeInteger(value) ? good(value === 0 ? 0 : value) : bad('not a whole number');
    }
    case 'date':
      return readDate(text, format.pattern);
    case 'flag':
      if (format.yes.includes(text)) return good(true);
      return format.no.includes(text) ? good(false) : bad('neither yes nor no');
    case 'words':
      return Object.hasOwn(format.words, text) ? good(format.words[text] ?? null) : bad('a code that is not listed');
  }
}

function writeText(format: Format, value: string): Formatted<string> {
  switch (format.type) {
    case 'text':
      return good(value);
    case 'key': {
      const key = stripPadding(value, format.padWith);
      if (key === '') return bad('a key of padding alone');
      return key.length > format.padTo
        ? bad(`longer than ${format.padTo}`)
        : good(key.padStart(format.padTo, format.padWith));
    }
    case 'decimal': {
      const plain = readDecimal(value, '.', '');
      return plain.ok ? good(String(plain.value).replace('.', format.separator)) : plain;
    }
    case 'date': {
      const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
      if (match === null) return bad('not a date');
      const [, year = '', month = '', day = ''] = match;
      const parts: Record<string, string> = { yyyy: year, MM: month, dd: day };
      return good(format.pattern.replace(/yyyy|MM|dd/g, (token) => parts[token] ?? ''));
    }
    case 'words': {
      const code = Object.keys(format.words).find((key) => format.words[key] === value);
      return code === undefined ? bad('a word that is not listed') : good(code);
    }
    default:
      return bad(`text cannot be written as ${format.type}`);
  }
}

/** The text that the ERP expects for a value of the contract; null means that there is nothing to send. */
export function writeValue(format: Format, value: unknown): Formatted<string | null> {
  if (value === null || value === undefined) return good(null);
  if (typeof value === 'string') return writeText(format, value);
  if (typeof value === 'boolean' && format.type === 'flag') return good((value ? format.yes : format.no)[0] ?? '');
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    if (format.type === 'integer') return good(String(value));
    if (format.type === 'decimal') return good(String(value));
  }
  return bad(`${typeof value} cannot be written as ${format.type}`);
}

/** What is wrong with a format's own description; empty if nothing is. */
export function problemsOfFormat(format: Format): string[] {
  const problems: string[] = [];
  if (format.type === 'decimal' && format.grouping === format.separator) {
    problems.push('grouping and separator must differ');
  }
  if (format.type === 'date') {
    const { order } = datePattern(format.pattern);
    if (order.length !== 3 || new Set(order).size !== 3) problems.push('pattern needs yyyy, MM and dd, once each');
  }
  if (format.type === 'flag' && format.yes.some((word) => format.no.includes(word))) {
    problems.push('a word means both yes and no');
  }
  return problems;
}
