import type { Format } from '#contracts/connector-format';
import { bad, escapeForPattern, type Formatted, good } from './format-value.ts';

type DecimalFormat = Extract<Format, { type: 'decimal' }>;

/** The notation of the contract: a minus in front and a point. */
const CANONICAL: DecimalFormat = { type: 'decimal', separator: '.', grouping: '', sign: 'leading', none: [] };

/** Places after the point that the contract's Decimal can hold. */
const PLACES_MAX = 6;

/** What stands in front of the digits, and behind them. */
const SIGNS: Record<DecimalFormat['sign'], { before: string; after: string }> = {
  leading: { before: '([+-]?)', after: '()' },
  trailing: { before: '()', after: '([+-]?)' },
  either: { before: '([+-]?)', after: '([+-]?)' },
  brackets: { before: '(\\(?)', after: '(\\)?)' },
};

/** By the format itself, made once for each connector: looked up for every amount of an answer. */
const patterns = new WeakMap<DecimalFormat, RegExp>();
/** A grouped number never starts with 0: `0.012` with grouping `.` is another notation, not twelve. */
function patternOf(format: DecimalFormat): RegExp {
  let pattern = patterns.get(format);
  if (pattern === undefined) {
    const { separator, grouping, sign, implied } = format;
    const s = escapeForPattern(separator);
    const grouped = grouping === '' ? '' : `|[1-9]\\d{0,2}(?:${escapeForPattern(grouping)}\\d{3})+`;
    const places = implied === undefined ? `(?:${s}(\\d+))?` : '()';
    const { before, after } = SIGNS[sign];
    pattern = new RegExp(`^${before}(\\d+${grouped})${places}${after}$`);
    patterns.set(format, pattern);
  }
  return pattern;
}

/** The whole digits and the fraction's, however they are told apart. */
function digitsOf(digits: string, places: string, { grouping, implied }: DecimalFormat): [string, string] {
  const plain = grouping === '' ? digits : digits.replaceAll(grouping, '');
  if (implied === undefined) return [plain, places];
  const padded = plain.padStart(implied + 1, '0');
  return [padded.slice(0, -implied), padded.slice(-implied)];
}

/** Servers that write as their country does: a minus of its own, spaces that do not break, a curly apostrophe. */
const plainSigns = (text: string, grouping: DecimalFormat['grouping']): string => {
  const signed = text.replaceAll('\u2212', '-');
  if (grouping === ' ') return signed.replace(/[\u00a0\u2009\u202f]/g, ' ');
  return grouping === "'" ? signed.replaceAll('\u2019', "'") : signed;
};

/** Java writes a double from ten millions on as `1.2345678E7`, .NET small ones as `1E-05`: the point is put back. */
function withoutExponent(whole: string, places: string, exponent: number): [string, string] {
  if (exponent === 0) return [whole, places];
  const digits = whole + places;
  const point = whole.length + exponent;
  if (point <= 0) return ['0', '0'.repeat(-point) + digits];
  return [digits.slice(0, point).padEnd(point, '0'), digits.slice(point)];
}

/** Half away from zero. */
function rounded(whole: string, places: string, to: number | undefined): [string, string] {
  if (to === undefined || places.length <= to) return [whole, places];
  const up = (places[to] ?? '0') >= '5' ? 1n : 0n;
  const digits = (BigInt(whole + places.slice(0, to)) + up).toString().padStart(to + 1, '0');
  return to === 0 ? [digits, ''] : [digits.slice(0, -to), digits.slice(-to)];
}

/** Only programs that write a point write powers of ten. */
const mayHaveExponent = ({ separator, implied }: DecimalFormat): boolean => separator === '.' && implied === undefined;

/** A number by its pattern, and the power of ten that stands behind it. */
function matched(pattern: RegExp, text: string): [RegExpExecArray, number] | null {
  const match = pattern.exec(text);
  if (match !== null) return [match, 0];
  const [, base = '', power = '0'] = /^([^eE]*\d)[eE]([+-]?\d{1,2})$/.exec(text) ?? [];
  const scaled = pattern.exec(base);
  return scaled === null ? null : [scaled, Number(power)];
}

/** The contract's notation of a number as the ERP writes it. */
export function readDecimal(written: string, format: DecimalFormat): Formatted<string> {
  const pattern = patternOf(format);
  const [match, power] = matched(pattern, written) ?? matched(pattern, plainSigns(written, format.grouping)) ?? [];
  if (match === undefined || (power !== 0 && !mayHaveExponent(format))) return bad('not a decimal');
  const [, before = '', digits = '', places = '', after = ''] = match;
  const brackets = before === '(' || after === ')';
  if (brackets && before + after !== '()') return bad('not a decimal');
  if (!brackets && before !== '' && after !== '') return bad('not a decimal');
  const read = digitsOf(digits, places, format);
  const pointed = power === 0 || power === undefined ? read : withoutExponent(...read, power);
  const [wholeDigits, fractionDigits] = format.rounds === undefined ? pointed : rounded(...pointed, format.rounds);
  const whole = wholeDigits.replace(/^0+(?=\d)/, '');
  const fraction = fractionDigits.slice(0, PLACES_MAX);
  if (/[1-9]/.test(fractionDigits.slice(PLACES_MAX))) return bad(`more than ${PLACES_MAX} decimal places`);
  if (whole.length > 18) return bad('more than 18 digits before the separator');
  const amount = fraction === '' ? whole : `${whole}.${fraction}`;
  const negative = brackets || before === '-' || after === '-';
  return good(negative && /[1-9]/.test(amount) ? `-${amount}` : amount);
}

function signed(amount: string, negative: boolean, sign: DecimalFormat['sign']): string {
  if (!negative) return amount;
  if (sign === 'brackets') return `(${amount})`;
  return sign === 'trailing' ? `${amount}-` : `-${amount}`;
}

/** A number of the contract as the ERP writes it. A place that cannot be written is refused, never rounded away. */
export function writeDecimal(value: string, format: DecimalFormat): Formatted<string> {
  const plain = readDecimal(value, CANONICAL);
  if (!plain.ok) return plain;
  const negative = plain.value.startsWith('-');
  const [whole = '0', fraction = ''] = plain.value.replace('-', '').split('.');
  const { implied, places = implied } = format;
  const kept = places === undefined ? fraction : fraction.slice(0, places).padEnd(places, '0');
  if (places !== undefined && /[1-9]/.test(fraction.slice(places))) return bad(`more than ${places} decimal places`);
  const point = implied === undefined && kept !== '' ? format.separator : '';
  const digits = `${whole}${point}${kept}`;
  return good(signed(implied === undefined ? digits : digits.replace(/^0+(?=\d)/, ''), negative, format.sign));
}
