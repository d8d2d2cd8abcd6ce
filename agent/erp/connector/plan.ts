import type { Format } from '#contracts/connector-format';
import type { Quote, SendEntry, SendFields, SendOne, SendValue } from '#contracts/connector-send';
import type { XmlGroup, XmlValue } from '../soap/encode.ts';
import { compilePath, type Namespaces, textOn } from '../soap/xml-path.ts';
import type { XmlElement } from '../soap/xml-tree.ts';
import { isAbsent } from './absent-value.ts';
import { compileExpression, type Expression } from './expressions.ts';
import { TEXT, writeValue } from './formats.ts';
import { jsonText, xmlText } from './payload.ts';
import { quoted } from './quotes.ts';
import { type Planned, Refused, refusable } from './refused.ts';
import { type Entered, unfitValue } from './unfit-value.ts';

/** What requests may be made of, beside the command's input. */
export interface Sources {
  formats: Record<string, Format>;
  namespaces: Namespaces;
  settings: Record<string, string>;
  /** What the login kept. */
  session: Record<string, string>;
  /** What is made anew for this call. */
  stamps: Record<string, string>;
  /** Where in a list to read on. */
  page: Partial<Record<PagePart, string | null>>;
  /** `step.name` → what a step kept; a list where the step was repeated. */
  kept: Record<string, string | readonly string[]>;
  /** The row that this call is made for. */
  row: XmlElement | null;
}
export type PagePart = 'size' | 'offset' | 'number' | 'key' | 'search';

/** Where in the command's input we are. */
interface Scope {
  input: unknown;
  /** Of the entry that we are in, from 0. */
  index: number;
}

const isValue = (entry: SendOne): entry is SendValue =>
  !('fields' in entry || 'each' in entry || 'xml' in entry || 'json' in entry);

const memberOf = (from: unknown, name: string): unknown =>
  typeof from === 'object' && from !== null && Object.hasOwn(from, name)
    ? (from as Record<string, unknown>)[name]
    : null;

function formatted(
  value: unknown,
  as: string | undefined,
  sources: Sources,
  place: string,
  entered?: Entered,
): string | null {
  const format = as === undefined ? TEXT : sources.formats[as];
  if (format === undefined) throw new Refused(`${place}: no format ${as}`);
  const written = writeValue(format, value);
  if (written.ok) return written.value;
  if (entered === undefined) throw new Refused(`${place}: ${written.problem}`);
  const why = isAbsent(format, entered.field, value) ? 'absent' : 'other';
  throw new Refused(`${place}: ${written.problem}`, unfitValue(entered, written.problem, place), why);
}

/** What is told of a line of an order; all else is of the order, also where a call is made for each line. */
const OF_LINES = new Set(['itemId', 'quantity', 'unitPrice']);

/** Whose value a field is. Of lines, those of an order alone carry a price. */
function enteredAs(field: string, { input, index }: Scope): Entered {
  if (!OF_LINES.has(field) || memberOf(input, 'unitPrice') === null) return { field, line: null, itemId: null };
  const itemId = memberOf(input, 'itemId');
  return { field, line: index + 1, itemId: typeof itemId === 'string' ? itemId : null };
}

const notQuoted = (problem: string, place: string, entered?: Entered): Refused =>
  new Refused(
    `${place}: ${problem}`,
    entered === undefined ? null : unfitValue(entered, problem, place),
    entered === undefined ? 'other' : 'unquotable',
  );

/** None in a filter would find everything, so it is refused there. */
function harmless(text: string | null, quote: Quote | undefined, place: string, entered?: Entered): string | null {
  if (quote === undefined || (quote === 'plain' && text === null)) return text;
  const safe = quoted(quote, text ?? '');
  if (!safe.ok) throw notQuoted(safe.problem, place, entered);
  return safe.value;
}

const known = (table: Record<string, string>, name: string, what: string, place: string): string => {
  const value = Object.hasOwn(table, name) ? table[name] : undefined;
  if (value === undefined) throw new Refused(`${place}: no ${what} ${name}`);
  return value;
};

const expressions = new WeakMap<object, Expression>();
/** In requests every value of an expression is text, in the contract's notation or in its format. */
function expressionOf(entry: Extract<SendValue, { cel: string }>, place: string): Expression {
  const ready = expressions.get(entry);
  if (ready !== undefined) return ready;
  const compiled = compileExpression(
    entry.cel,
    Object.fromEntries(Object.keys(entry.with).map((name) => [name, 'string'])),
  );
  if (!compiled.ok) throw new Refused(`${place}: ${compiled.problem}`);
  expressions.set(entry, compiled.value);
  return compiled.value;
}

function keptText(name: string, scope: Scope, sources: Sources, place: string): string {
  const kept = sources.kept[name];
  const text = typeof kept === 'string' ? kept : kept?.[scope.index];
  if (text === undefined) throw new Refused(`${place}: nothing was kept as ${name}`);
  return text;
}

function rowText(path: string, sources: Sources, place: string): string | null {
  if (sources.row === null) throw new Refused(`${place}: there is no row`);
  const found = textOn(sources.row, compilePath(path, sources.namespaces));
  if (!found.ok) throw new Refused(`${place}: ${path} ${found.problem}`);
  return found.text === null || found.text.trim() === '' ? null : found.text.trim();
}

/** The text of one value; null for none. */
function textOf(entry: SendValue, scope: Scope, sources: Sources, place: string): string | null {
  if ('const' in entry) return entry.const;
  if ('setting' in entry) return known(sources.settings, entry.setting, 'setting', place);
  if ('session' in entry) return known(sources.session, entry.session, 'session value', place);
  if ('stamp' in entry) {
    const text = known(sources.stamps, entry.stamp, 'stamp', place);
    return entry.as === undefined ? text : formatted(text, entry.as, sources, place);
  }
  if ('page' in entry) {
    const text = sources.page[entry.page] ?? null;
    return text === null ? null : harmless(text, entry.quote, place);
  }
  if ('kept' in entry) return harmless(keptText(entry.kept, scope, sources, place), entry.quote, place);
  if ('row' in entry) return harmless(rowText(entry.row, sources, place), entry.quote, place);
  if ('position' in entry) {
    const { from, step } = entry.position;
    const position = from + scope.index * step;
    return entry.as === undefined ? String(position) : formatted(position, entry.as, sources, place);
  }
  if ('template' in entry) {
    return entry.template.replace(/\{([a-z][A-Za-z0-9_]*)\}/g, (_all, name: string) => {
      const source = entry.with[name];
      if (source === undefined) throw new Refused(`${place}: the template has no ${name}`);
      const text = textOf(source, scope, sources, `${place} {${name}}`);
      // Nothing in a filter would find everything.
      if (text === null && 'quote' in source && source.quote !== 'plain')
        throw notQuoted(
          `${name} has no value to filter by`,
          place,
          'from' in source ? enteredAs(source.from, scope) : undefined,
        );
      return text ?? '';
    });
  }
  if ('cel' in entry) {
    const values: Record<string, string | null> = {};
    for (const [name, source] of Object.entries(entry.with))
      values[name] = textOf(source, scope, sources, `${place} {${name}}`);
    const given = expressionOf(entry, place).run(values);
    if (!given.ok) throw new Refused(`${place}: ${given.problem}`);
    return formatted(given.value, entry.as, sources, place);
  }
  const value = memberOf(scope.input, entry.from);
  // A yes or no without a format is only used within expressions.
  const plain = entry.as === undefined && (typeof value === 'boolean' || typeof value === 'number');
  const entered = enteredAs(entry.from, scope);
  const text = plain ? String(value) : formatted(value, entry.as, sources, place, entered);
  return harmless(text, entry.quote, place, entered);
}

function plainOf(entry: SendValue, scope: Scope, sources: Sources, place: string): XmlValue {
  const text = textOf(entry, scope, sources, place);
  if (text !== null || !('whenNone' in entry) || entry.whenNone === undefined) return text;
  return entry.whenNone === 'nil' ? { '@xsi:nil': 'true' } : '';
}

const isGiven = (value: unknown): boolean =>
  value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);

/** Undefined: left out. */
function sentOne(entry: SendOne, scope: Scope, sources: Sources, place: string): XmlValue | undefined {
  if (isValue(entry)) return plainOf(entry, scope, sources, place);
  if ('each' in entry) {
    const list = memberOf(scope.input, entry.each);
    if (!Array.isArray(list)) throw new Refused(`${place}: ${entry.each} is not a list`);
    const { fields, value, type } = entry;
    if (fields !== undefined)
      return list.map((input, index) => typed(groupOf(fields, { input, index }, sources, place), type));
    const entered = { field: entry.each, line: null, itemId: null };
    return list.map((one) =>
      harmless(formatted(one, value?.as, sources, place, entered), value?.quote, place, entered),
    );
  }
  if ('xml' in entry) {
    const text = xmlText(entry.xml, groupOf(entry.xml.fields, scope, sources, place), sources.namespaces);
    if (!text.ok) throw new Refused(`${place}: ${text.problem}`);
    return { '.': text.value };
  }
  if ('json' in entry) {
    const text = jsonText(groupOf(entry.json.fields, scope, sources, place), entry.json.bare);
    if (!text.ok) throw new Refused(`${place}: ${text.problem}`);
    return { '.': text.value };
  }
  if (entry.ifGiven !== undefined && !isGiven(memberOf(scope.input, entry.ifGiven))) return undefined;
  const isOther = ([field, value]: [string, string]): boolean => memberOf(scope.input, field) !== value;
  if (Object.entries(entry.ifIs ?? {}).some(isOther)) return undefined;
  return typed(groupOf(entry.fields, scope, sources, place), entry.type);
}

const typed = (group: XmlGroup, type: string | undefined): XmlGroup =>
  type === undefined ? group : { '@xsi:type': type, ...group };

function groupOf(fields: SendFields, scope: Scope, sources: Sources, place: string): XmlGroup {
  const group: XmlGroup = {};
  for (const [element, entry] of Object.entries(fields)) {
    const value = sentEntry(entry, scope, sources, place === '' ? element : `${place}/${element}`);
    if (value !== undefined) group[element] = value;
  }
  return group;
}

function sentEntry(entry: SendEntry, scope: Scope, sources: Sources, place: string): XmlValue | undefined {
  if (!Array.isArray(entry)) return sentOne(entry, scope, sources, place);
  const all = entry.flatMap((one) => sentOne(one, scope, sources, place) ?? []);
  return all.length === 0 ? undefined : all;
}

/**
 * The request that a mapping makes of a command's input. The schema's order and its required elements are the
 * encoder's business.
 * @param index which entry of a list the call is made for, from 0
 * Errors: request.invalid, and erp.value-unfit for what a person entered; with the place in detail and never the value.
 */
export const planRequest = (mapping: SendFields, input: unknown, sources: Sources, index = 0): Planned<XmlGroup> =>
  refusable(() => groupOf(mapping, { input, index }, sources, ''));

/** One text that no list belongs to: of an address or an HTTP header. Null: none. */
export const planText = (value: SendValue, sources: Sources, place: string): Planned<string | null> =>
  refusable(() => textOf(value, { input: {}, index: 0 }, sources, place));
