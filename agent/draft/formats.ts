import { ruleOf } from './fit.ts';
import type { Leaf } from './leaves.ts';
import { inComment } from './yaml-text.ts';

/** A format as it stands in a document: its name there, and its description. */
export interface DraftFormat {
  name: string;
  text: string;
}

const all = (values: readonly string[], pattern: RegExp): boolean =>
  values.length > 0 && values.every((value) => pattern.test(value));

const DATES: readonly (readonly [RegExp, string, string])[] = [
  [/^\d{4}-\d\d-\d\d$/, 'date', '{ type: date, pattern: yyyy-MM-dd }'],
  [/^\d\d\.\d\d\.\d{4}$/, 'date', '{ type: date, pattern: dd.MM.yyyy }'],
  [/^\d{8}$/, 'date', '{ type: date, pattern: yyyyMMdd }'],
  [
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/,
    'dateTime',
    '{ type: datetime, pattern: "yyyy-MM-dd HH:mm:ss", writtenIn: TODO }',
  ],
  [
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
    'dateTimeOffset',
    '{ type: datetime, pattern: "yyyy-MM-ddTHH:mm:ss", writtenIn: offset }',
  ],
  [
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?$/,
    'dateTimeLocal',
    '{ type: datetime, pattern: "yyyy-MM-ddTHH:mm:ss", writtenIn: TODO }',
  ],
];
const FLAGS: readonly (readonly [RegExp, string, string])[] = [
  [/^(?:true|false)$/, 'true', 'false'],
  [/^[JN]$/, 'J', 'N'],
  [/^[YN]$/, 'Y', 'N'],
  [/^[SN]$/, 'S', 'N'],
  [/^[ON]$/, 'O', 'N'],
  [/^[01]$/, '1', '0'],
  [/^t(?:YES|NO)$/, 'tYES', 'tNO'],
];
/** Dates that mean "none" where they stand beside real ones. */
const NO_DATES = new Set(['0001-01-01', '0000-00-00', '01.01.0001', '00000000', '1753-01-01', '1900-01-01']);

/** How a day is written; slashes say nothing about which comes first, unless a number is above 12. */
export function dateFormat(given: readonly string[], primitive: string): DraftFormat {
  const values = given.filter((value) => !NO_DATES.has(value));
  if (primitive === 'dateTime')
    return { name: 'schemaDateTime', text: '{ type: datetime, pattern: "yyyy-MM-ddTHH:mm:ss", writtenIn: offset }' };
  if (primitive === 'date')
    return { name: 'schemaDate', text: '{ type: date, pattern: yyyy-MM-dd, zoneSuffix: true }' };
  for (const [form, name, text] of DATES) if (all(values, form)) return { name, text };
  if (all(values, /^\d\d\/\d\d\/\d{4}$/)) {
    if (values.some((value) => Number(value.slice(0, 2)) > 12))
      return { name: 'date', text: '{ type: date, pattern: dd/MM/yyyy }' };
    if (values.some((value) => Number(value.slice(3, 5)) > 12))
      return { name: 'date', text: '{ type: date, pattern: MM/dd/yyyy }' };
  }
  return { name: 'dateText', text: '{ type: date, pattern: TODO } # e.g. dd.MM.yyyy or yyyyMMdd: look at an answer' };
}

export function decimalFormat(values: readonly string[], primitive: string): DraftFormat {
  if (primitive !== '' && primitive !== 'string')
    return { name: 'schemaDecimal', text: '{ type: decimal, separator: "." }' };
  const isComma = values.some((value) => /,\d{1,4}$/.test(value)) && !values.some((value) => /\.\d{1,2}$/.test(value));
  if (isComma) return { name: 'decimalComma', text: '{ type: decimal, separator: ",", grouping: "." }' };
  if (all(values, /^-?\d+(?:\.\d+)?$/) && values.some((value) => value.includes('.')))
    return { name: 'decimalPoint', text: '{ type: decimal, separator: "." }' };
  return {
    name: 'decimalText',
    text: '{ type: decimal, separator: TODO } # "." or ",": look at an amount of a thousand and a half',
  };
}

export function flagFormat(
  values: readonly string[],
  { primitive, words }: Pick<Leaf, 'primitive' | 'words'>,
): DraftFormat {
  if (primitive === 'boolean')
    return { name: 'schemaFlag', text: '{ type: flag, "yes": ["true", "1"], "no": ["false", "0"] }' };
  const seen = words.length > 0 ? words : values;
  for (const [form, yes, no] of FLAGS)
    if (all(seen, form)) return { name: `flag${yes}`, text: `{ type: flag, "yes": ["${yes}"], "no": ["${no}"] }` };
  const known = [...new Set(seen)].slice(0, WORDS_MAX);
  const hint = known.length === 0 ? 'what is written for yes, and for no?' : `which of ${inComment(known)} mean yes?`;
  return { name: 'flagText', text: `{ type: flag, "yes": [TODO], "no": [TODO] } # ${hint}` };
}

const WORDS_MAX = 20;
const quotedWord = (word: string): string => JSON.stringify(word);

/** Words of the ERP, as far as its schema or samples list them, each with a gap for what it means. */
function wordsFormat(field: string, { words, values }: Leaf): DraftFormat {
  const seen = [...new Set(words.length > 0 ? words : values)].slice(0, WORDS_MAX);
  const entries = seen.length === 0 ? 'TODO: TODO' : seen.map((word) => `${quotedWord(word)}: TODO`).join(', ');
  return { name: `${field}Words`, text: `{ type: words, words: { ${entries} } } # what does each mean for ${field}?` };
}

/** Null where nothing shows that keys are padded. */
export function keyFormat(values: readonly string[]): DraftFormat | null {
  const [first = ''] = values;
  const isPadded = values.length > 1 && all(values, /^0\d+$/) && values.every((value) => value.length === first.length);
  return isPadded ? { name: `key${first.length}`, text: `{ type: key, padTo: ${first.length}, padWith: "0" }` } : null;
}

/** Collects the formats that a draft uses. */
export class Formats {
  readonly #texts = new Map<string, string>();

  /** The name of the format for a field at a place; null where it is text. */
  nameFor(field: string, record: string, leaf: Leaf): string | null {
    const format = this.#formatFor(field, record, leaf);
    if (format === null) return null;
    const same = (name: string): boolean => !this.#texts.has(name) || this.#texts.get(name) === format.text;
    let name = format.name;
    for (let number = 2; !same(name); number += 1) name = `${format.name}${number}`;
    this.#texts.set(name, format.text);
    return name;
  }

  #formatFor(field: string, record: string, leaf: Leaf): DraftFormat | null {
    if (field === 'erpStatus') return null;
    switch (ruleOf(field, record)?.kind) {
      case 'date':
        return dateFormat(leaf.values, leaf.primitive);
      case 'decimal':
        return decimalFormat(leaf.values, leaf.primitive);
      case 'flag':
        return flagFormat(leaf.values, leaf);
      case 'integer':
        return { name: 'integer', text: '{ type: integer }' };
      case 'word':
        return wordsFormat(field, leaf);
      default:
        if (field === 'currency' && all(leaf.values, /^[^A-Z]/)) return wordsFormat(field, leaf);
        return field.endsWith('Id') ? keyFormat(leaf.values) : null;
    }
  }

  lines(): string[] {
    return [...this.#texts].map(([name, text]) => `  ${name}: ${text}`);
  }
}
