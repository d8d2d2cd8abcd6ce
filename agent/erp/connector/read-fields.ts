import { elementsOn, textOn, type XmlPath } from '../soap/xml-path.ts';
import { NOTHING, type TextAt, type XmlElement } from '../soap/xml-tree.ts';
import { taken } from './aggregate.ts';
import type { Value } from './format-value.ts';
import { readValue } from './formats.ts';
import type { Gathered } from './gathered.ts';
import type { Found, ListReader, Reader } from './readers.ts';

/** Problems of one answer that are worth telling; more of them help nobody. */
export const PROBLEMS_MAX = 20;

/** Where values are read from. */
export interface Place {
  element: XmlElement;
  /** Of the answer that the element is in. */
  top: XmlElement;
  /** What was read in addition for the row that we are in. */
  details: ReadonlyMap<string, XmlElement> | undefined;
  /** Rows that make one entry together. */
  members: readonly XmlElement[] | null;
  position: number;
}

/** The answers that a step gave for this place. */
function basesOf(step: string | null, place: Place, gathered: Gathered): readonly XmlElement[] {
  if (step === null) return place.members ?? [place.element];
  const detail = place.details?.get(step);
  return detail === undefined ? (gathered.answers.get(step) ?? []) : [detail];
}

/** The answers that a list has its rows in. */
const listBases = ({ steps }: ListReader, place: Place, gathered: Gathered): readonly XmlElement[] =>
  steps === null ? basesOf(null, place, gathered) : steps.flatMap((step) => basesOf(step, place, gathered));

function textFound(from: Found, place: Place, gathered: Gathered): TextAt {
  const base = from.step === null ? place.element : basesOf(from.step, place, gathered)[0];
  return base === undefined ? NOTHING : textIn(base, from, place);
}

/** The first of the paths that leads to a text. */
function textIn(base: XmlElement, from: Found, place: Place): TextAt {
  let text = NOTHING;
  for (const path of from.paths) {
    text = textOn(path.fromTop && from.step === null ? place.top : base, path);
    if (!text.ok || (text.text !== null && text.text.trim() !== '')) return text;
  }
  return text;
}

/** A row whose value cannot be read makes the whole unreadable: a sum without it would be wrong. */
function valueOfRows(
  from: Found,
  { over, take }: NonNullable<Found['rows']>,
  place: Place,
  gathered: Gathered,
): ReturnType<typeof readValue> {
  const bases = over.fromTop && from.step === null ? [place.top] : basesOf(from.step, place, gathered);
  const values: Value[] = [];
  for (const row of bases.flatMap((base) => elementsOn(base, over))) {
    const text = textIn(row, from, place);
    const value = text.ok ? readValue(from.format, text.text) : text;
    if (!value.ok) return value;
    values.push(value.value);
  }
  return taken(take, values, from.format);
}

function valueFound(from: Found, place: Place, gathered: Gathered): ReturnType<typeof readValue> {
  if (from.rows !== null) {
    const made = valueOfRows(from, from.rows, place, gathered);
    return made.ok && made.value === null && from.otherwise !== null ? readValue(from.format, from.otherwise) : made;
  }
  const text = textFound(from, place, gathered);
  if (!text.ok) return text;
  const value = readValue(from.format, text.text);
  return value.ok && value.value === null && from.otherwise !== null ? readValue(from.format, from.otherwise) : value;
}

function computed(reader: Extract<Reader, { kind: 'cel' }>, place: Place, gathered: Gathered) {
  const values: Record<string, Value> = {};
  for (const [name, from] of reader.values) {
    const value = valueFound(from, place, gathered);
    if (!value.ok) return { ok: false as const, problem: `${name} ${value.problem}` };
    values[name] = value.value;
  }
  const given = reader.expression.run({ input: gathered.input as Record<string, Value>, ...values });
  if (!given.ok || reader.format === null) return given;
  return readValue(reader.format, given.value === null ? null : String(given.value));
}

const inputValue = ({ input }: Gathered, name: string): unknown => (Object.hasOwn(input, name) ? input[name] : null);

/** The object of the contract at a place. What cannot be read is named in `problems` and left out. */
export function readFields(
  place: Place,
  readers: readonly Reader[],
  gathered: Gathered,
  problems: string[],
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  const take = (field: string, value: { ok: true; value: unknown } | { ok: false; problem: string }): void => {
    if (value.ok) read[field] = value.value;
    else if (problems.length < PROBLEMS_MAX) problems.push(`${field}: ${value.problem}`);
  };
  for (const reader of readers) {
    const { field } = reader;
    if (reader.kind === 'value') take(field, valueFound(reader, place, gathered));
    else if (reader.kind === 'const') read[field] = reader.value;
    else if (reader.kind === 'cel') take(field, computed(reader, place, gathered));
    else if (reader.kind === 'input') read[field] = inputValue(gathered, reader.from);
    else if (reader.kind === 'position') read[field] = reader.from + place.position;
    else read[field] = readList(reader, place, gathered, problems);
  }
  return read;
}

/** The entries of a list as places, rows that make one entry put together. */
export function entriesOf(reader: ListReader, place: Place, gathered: Gathered): Place[] {
  const entries: Place[] = [];
  for (const base of listBases(reader, place, gathered)) {
    // Above all rows, each answer is its own top.
    const top = reader.steps === null && place.element !== place.top ? place.top : base;
    for (const path of reader.paths) {
      const rows = elementsOn(path.fromTop ? top : base, path);
      for (const element of rows) {
        const details = gathered.ofRow.get(element) ?? place.details;
        entries.push({ element, top, details, members: null, position: entries.length });
      }
      if (rows.length > 0) break;
    }
  }
  return reader.groupBy === null ? entries : grouped(entries, reader.groupBy);
}

/** Elements where only entries should be: entries by another name, which must not be taken for an empty list. */
export function strangers(reader: ListReader, place: Place, gathered: Gathered): string[] {
  const { container, field, paths } = reader;
  if (container === null) return [];
  const locals = paths.map(({ steps }) => steps.at(-1)?.local);
  const other = listBases(reader, place, gathered)
    .flatMap((base) => elementsOn(base, container))
    .flatMap(({ children }) => children)
    .find(({ name }) => !locals.includes(name));
  return other === undefined
    ? []
    : [`${field}: an element ${other.name.slice(0, 60)} where only ${locals.join(' or ')} was expected`];
}

function grouped(entries: readonly Place[], groupBy: readonly XmlPath[]): Place[] {
  const groups = new Map<string, { place: Place; members: XmlElement[] }>();
  for (const place of entries) {
    let key = '';
    for (const path of groupBy) {
      const text = textOn(place.element, path);
      if (key === '' && text.ok) key = text.text?.trim() ?? '';
    }
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { place, members: [place.element] });
    else group.members.push(place.element);
  }
  return [...groups.values()].map(({ place, members }, position) => ({ ...place, members, position }));
}

/** Whether an entry is one that is wanted. */
export function isWanted(
  { where }: ListReader,
  row: Record<string, unknown>,
  gathered: Gathered,
): { ok: true; value: unknown } | { ok: false; problem: string } {
  if (where === null) return { ok: true, value: true };
  return where.run({ row: row as Record<string, Value>, input: gathered.input as Record<string, Value> });
}

function readList(reader: ListReader, place: Place, gathered: Gathered, problems: string[]): unknown[] {
  const rows: Record<string, unknown>[] = [];
  if (problems.length < PROBLEMS_MAX) problems.push(...strangers(reader, place, gathered));
  for (const entry of entriesOf(reader, place, gathered)) {
    const failed = gathered.rowProblems.get(entry.element);
    if (failed !== undefined && problems.length < PROBLEMS_MAX) problems.push(`${reader.field}: ${failed}`);
    const row = readFields(entry, reader.readers, gathered, problems);
    const wanted = isWanted(reader, row, gathered);
    if (!wanted.ok && problems.length < PROBLEMS_MAX) problems.push(`${reader.field}: ${wanted.problem}`);
    if (wanted.ok && wanted.value === true) rows.push(row);
  }
  return reader.complete === null ? rows : completed(rows, reader.complete, place, gathered, problems);
}

/** One entry for each that was asked for, in the order asked. */
function completed(
  rows: readonly Record<string, unknown>[],
  { from, by, readers, lists }: NonNullable<ListReader['complete']>,
  place: Place,
  gathered: Gathered,
  problems: string[],
): unknown[] {
  const asked = inputValue(gathered, from);
  const byKey = new Map(rows.map((row) => [String(row[by]), row]));
  return (Array.isArray(asked) ? asked : []).map((entry: unknown) => {
    const fields = typeof entry === 'object' && entry !== null ? { ...entry } : { [by]: entry };
    const key = String((fields as Record<string, unknown>)[by]);
    const known = byKey.get(key);
    if (known !== undefined) return known;
    const absent = readFields(place, readers, { ...gathered, input: { ...gathered.input, ...fields } }, problems);
    return { ...Object.fromEntries(lists.map((list) => [list, []])), ...absent };
  });
}
