import type { Format } from '#contracts/connector-format';
import {
  problemsOfDate,
  readDate,
  readDateTime,
  readEpoch,
  writeDate,
  writeDateTime,
  writeEpoch,
} from './format-date.ts';
import { readDecimal, writeDecimal } from './format-decimal.ts';
import { bad, type Formatted, good, type Value } from './format-value.ts';

export const TEXT: Format = { type: 'text', none: [] };

type KeyFormat = Extract<Format, { type: 'key' }>;

/** Takes the padding away; a key of padding alone means none. */
function stripPadding(text: string, { padWith, side, pads }: KeyFormat): string {
  if (pads === 'digits' && !/^\d+$/.test(text)) return text;
  if (side === 'right') {
    let end = text.length;
    while (end > 0 && text[end - 1] === padWith) end -= 1;
    return text.slice(0, end);
  }
  let start = 0;
  while (start < text.length && text[start] === padWith) start += 1;
  return text.slice(start);
}

function writeKey(value: string, format: KeyFormat): Formatted<string> {
  const { padTo, padWith, side, pads } = format;
  const key = stripPadding(value, format);
  if (key === '') return bad('a key of padding alone');
  if (key.length > padTo) return bad(`longer than ${padTo}`);
  if (pads === 'digits' && !/^\d+$/.test(key)) return good(key);
  return good(side === 'left' ? key.padStart(padTo, padWith) : key.padEnd(padTo, padWith));
}

function readInteger(text: string, zerosAfter: '.' | ',' | undefined): Formatted<Value> {
  const end = zerosAfter === undefined ? -1 : text.indexOf(zerosAfter);
  const [whole, zeros] = end === -1 ? [text, '0'] : [text.slice(0, end), text.slice(end + 1)];
  const isWhole = /^[+-]?\d{1,16}$/.test(whole) && /^0+$/.test(zeros);
  const value = isWhole ? Number(whole) : Number.NaN;
  return Number.isSafeInteger(value) ? good(value === 0 ? 0 : value) : bad('not a whole number');
}

/**
 * The contract's value of a text of the answer. Null for absent, empty, nil and the format's own words for none.
 * Problems never repeat the text: it may be personal.
 */
export function readValue(format: Format, raw: string | null): Formatted<Value> {
  const text = raw === null ? '' : raw.trim();
  if (text === '' || format.none.includes(text)) {
    return good(format.type === 'flag' && format.empty !== 'none' ? format.empty === 'yes' : null);
  }
  switch (format.type) {
    case 'text':
      return good(text);
    case 'key': {
      const key = stripPadding(text, format);
      return good(key === '' ? null : key);
    }
    case 'decimal':
      return readDecimal(text, format);
    case 'integer':
      return readInteger(text, format.zerosAfter);
    case 'date':
      return readDate(text, format);
    case 'datetime':
      return readDateTime(text, format);
    case 'epoch':
      return readEpoch(text, format);
    case 'flag':
      if (format.yes.includes(text)) return good(true);
      return format.no.includes(text) ? good(false) : bad('neither yes nor no');
    case 'words':
      if (Object.hasOwn(format.words, text)) return good(format.words[text] ?? null);
      return format.otherwise === undefined ? bad('a code that is not listed') : good(format.otherwise);
  }
}

function writeText(format: Format, value: string): Formatted<string> {
  switch (format.type) {
    case 'text':
      return format.maxLength !== undefined && value.length > format.maxLength
        ? bad(`longer than ${format.maxLength}`)
        : good(value);
    case 'key':
      return writeKey(value, format);
    case 'decimal':
      return writeDecimal(value, format);
    case 'date':
      return writeDate(value, format);
    case 'datetime':
      return writeDateTime(value, format);
    case 'epoch':
      return writeEpoch(value, format);
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
  if (typeof value === 'boolean' && format.type === 'flag') return good((value ? format.yes : format.no)[0] ?? null);
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    if (format.type === 'integer') {
      const digits = String(Math.abs(value)).padStart(format.padTo ?? 1, '0');
      return good(value < 0 ? `-${digits}` : digits);
    }
    if (format.type === 'decimal') return writeDecimal(String(value), format);
  }
  return bad(`${typeof value} cannot be written as ${format.type}`);
}

/** What is wrong with a format's own description; empty if nothing is. */
export function problemsOfFormat(format: Format): string[] {
  const problems: string[] = [];
  switch (format.type) {
    case 'decimal':
      if (format.grouping === format.separator) problems.push('grouping and separator must differ');
      if (format.implied !== undefined && format.grouping !== '') problems.push('implied has no grouping');
      if (format.implied !== undefined && format.places !== undefined) problems.push('implied says the places already');
      break;
    case 'key':
      if (format.pads === 'digits' && format.padWith !== '0') problems.push('pads: digits needs padWith "0"');
      break;
    case 'date':
    case 'datetime':
    case 'epoch':
      problems.push(...problemsOfDate(format));
      break;
    case 'flag':
      if (format.yes.some((word) => format.no.includes(word))) problems.push('a word means both yes and no');
      if (format.no.length === 0 && format.empty !== 'no') problems.push('nothing means no: list words, or empty: no');
      break;
    case 'words':
      if (Object.keys(format.words).length === 0) problems.push('there is no word');
      break;
    default:
      break;
  }
  return problems;
}
