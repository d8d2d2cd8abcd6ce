/** What values look like, by the local name of their element. */
export type Samples = ReadonlyMap<string, readonly string[]>;

const LEAF = /<(?:[\w.-]+:)?([^\s/>:]+)(?:\s[^>]*)?>([^<]+)<\//g;
const VALUES_MAX = 50;

export function samplesIn(texts: readonly string[]): Samples {
  const samples = new Map<string, string[]>();
  for (const text of texts)
    for (const [, name = '', value = ''] of text.matchAll(LEAF)) {
      const known = samples.get(name) ?? [];
      if (value.trim() !== '' && known.length < VALUES_MAX) known.push(value.trim());
      samples.set(name, known);
    }
  return samples;
}

/** A format as it stands in a document: its name there, and its description. */
export interface DraftFormat {
  name: string;
  text: string;
}

const all = (values: readonly string[], pattern: RegExp): boolean =>
  values.length > 0 && values.every((value) => pattern.test(value));

const DATES: [RegExp, string, string][] = [
  [/^\d{4}-\d\d-\d\d$/, 'date', 'yyyy-MM-dd'],
  [/^\d\d\.\d\d\.\d{4}$/, 'date', 'dd.MM.yyyy'],
  [/^\d{8}$/, 'date', 'yyyyMMdd'],
];
const FLAGS: [RegExp, string, string][] = [
  [/^(?:true|false)$/, 'true', 'false'],
  [/^[JN]$/, 'J', 'N'],
  [/^[YN]$/, 'Y', 'N'],
  [/^[SN]$/, 'S', 'N'],
  [/^t(?:YES|NO)$/, 'tYES', 'tNO'],
];

/** How a day is written; slashes say nothing about which comes first, unless a number is above 12. */
export function dateFormat(values: readonly string[], primitive: string): DraftFormat {
  for (const [form, name, pattern] of DATES)
    if (all(values, form)) return { name, text: `{ type: date, pattern: ${pattern} }` };
  if (all(values, /^\d\d\/\d\d\/\d{4}$/)) {
    if (values.some((value) => Number(value.slice(0, 2)) > 12))
      return { name: 'date', text: '{ type: date, pattern: dd/MM/yyyy }' };
    if (values.some((value) => Number(value.slice(3, 5)) > 12))
      return { name: 'date', text: '{ type: date, pattern: MM/dd/yyyy }' };
  }
  if (primitive === 'date')
    return { name: 'schemaDate', text: '{ type: date, pattern: yyyy-MM-dd, zoneSuffix: true }' };
  if (primitive === 'dateTime')
    return { name: 'schemaDateTime', text: '{ type: datetime, pattern: yyyy-MM-ddTHH:mm:ss, writtenIn: offset }' };
  return { name: 'dateText', text: '{ type: date, pattern: TODO }' };
}

export function decimalFormat(values: readonly string[], primitive: string): DraftFormat {
  const isComma = values.some((value) => /,\d{1,4}$/.test(value)) && !values.some((value) => /\.\d{1,2}$/.test(value));
  if (isComma) return { name: 'decimalComma', text: '{ type: decimal, separator: ",", grouping: "." }' };
  if (primitive !== '' && primitive !== 'string')
    return { name: 'schemaDecimal', text: '{ type: decimal, separator: "." }' };
  if (all(values, /^-?\d+(?:\.\d+)?$/) && values.some((value) => value.includes('.')))
    return { name: 'decimalPoint', text: '{ type: decimal, separator: "." }' };
  return { name: 'decimalText', text: '{ type: decimal, separator: TODO }' };
}

export function flagFormat(values: readonly string[], primitive: string): DraftFormat {
  for (const [form, yes, no] of FLAGS)
    if (all(values, form)) return { name: `flag${yes}`, text: `{ type: flag, "yes": ["${yes}"], "no": ["${no}"] }` };
  return primitive === 'boolean'
    ? { name: 'schemaFlag', text: '{ type: flag, "yes": ["true", "1"], "no": ["false", "0"] }' }
    : { name: 'flagText', text: '{ type: flag, "yes": [TODO], "no": [] }' };
}

/** Null where nothing shows that keys are padded. */
export function keyFormat(values: readonly string[]): DraftFormat | null {
  const [first = ''] = values;
  const isPadded = values.length > 1 && all(values, /^0\d+$/) && values.every((value) => value.length === first.length);
  return isPadded ? { name: `key${first.length}`, text: `{ type: key, padTo: ${first.length}, padWith: "0" }` } : null;
}
