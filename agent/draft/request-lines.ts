import { COMMANDS, type CommandName } from '#contracts/commands';
import { UNKNOWN, why } from './answer-lines.ts';
import type { Formats } from './formats.ts';
import { filterOf } from './generic.ts';
import type { Leaf, Parts } from './leaves.ts';
import { speaksOf } from './names.ts';
import { pagingFor } from './paging-lines.ts';
import type { Ranked } from './rank.ts';
import { at, has, linesOf, put, type Sent, sent } from './sent-tree.ts';
import { placeForEach, type Suggested, type Suggestion } from './suggest.ts';
import { inComment, plain } from './yaml-text.ts';

/** What is sent for a command, as it stands in a document. */
export interface RequestDraft {
  lines: string[];
  /** The list of the input that the call is made once for each entry of. */
  forEach: string | null;
  /** Lines below the command. */
  paging: string[];
}

/** Gives a namespace the prefix that the document has for it. */
export type PrefixOf = (namespace: string) => string;

/** What a document has in other places, and its requests ask for. */
export interface Around {
  formats: Formats;
  prefixOf: PrefixOf;
  settings: Settings;
}

const LIKELY_SETTING =
  /pass|pwd|kennwort|secret|token|session|ticket|user|benutzer|lang|mandant|client|company|empresa|societe|bedrijf|role|org/i;
const SECRET = /pass|pwd|kennwort|secret|token/i;

/** Settings that a draft asks for: name → what it says of it. */
export type Settings = Map<string, string>;

/** Who asks is the configuration's to say: a place in a login is a setting of its own. */
function settingFor(leaf: Leaf, settings: Settings): string | null {
  if (!leaf.around.some((name) => speaksOf(name, 'login') > 0)) return null;
  const plainName = leaf.name.replace(/[^A-Za-z0-9]/g, '').slice(0, 50);
  if (!/^[A-Za-z]/.test(plainName)) return null;
  const name = plainName.slice(0, 1).toLowerCase() + plainName.slice(1);
  const secret = SECRET.test(leaf.name) ? ', secret: true' : '';
  settings.set(name, `{ about: ${JSON.stringify(`What the WSDL calls ${leaf.path}`)}${secret} }`);
  return `{ setting: ${name} }`;
}

function valueLine(field: string, found: Suggestion, record: string, formats: Formats): string {
  const format = formats.nameFor(field, record, found.leaf);
  return `{ from: ${field}${format === null ? '' : `, as: ${format}`} } ${why(found)}`;
}

const requiredHint = (leaf: Leaf): string => {
  const words = leaf.words.length > 0 ? `: one of ${inComment(leaf.words)}` : '';
  return LIKELY_SETTING.test(leaf.path)
    ? `the WSDL requires it; likely { setting: … } of the agent's configuration, or { session: … } of a login`
    : `the WSDL requires it: say what is sent always, or where it comes from${words}`;
};

/** What the WSDL requires where something is sent already. */
function putRequired(root: Sent, { leaves, lists, groups }: Parts, settings: Settings): void {
  const isAsked = ({ required, optional }: Pick<Leaf, 'required' | 'optional'>): boolean =>
    required && (optional === '' || has(root, optional));
  for (const leaf of leaves)
    if (isAsked(leaf) && !leaf.path.includes('@') && !has(root, leaf.path))
      put(root, leaf.path, settingFor(leaf, settings) ?? `{ const: TODO } # ${requiredHint(leaf)}`);
  for (const group of groups) if (isAsked(group)) at(root, group.path);
  for (const list of lists) {
    const isThere = has(root, list.path);
    if (!isThere && !isAsked(list)) continue;
    const place = at(root, list.path);
    for (const row of place.several ?? [place]) putRequired(row, list.parts(), settings);
  }
}

function putTypes(root: Sent, { types, attributes }: Parts, prefixOf: PrefixOf): void {
  for (const [path, { namespace, local }] of types) {
    if (!has(root, path)) continue;
    at(root, path).type = `${prefixOf(namespace)}:${local}`;
    for (const name of attributes.get(path) ?? [])
      if (!has(root, `${path}/@${name}`))
        put(root, `${path}/@${name}`, '{ const: TODO } # which kind of record? a word that the ERP has for it');
  }
}

const cleared = new Set(['cursor', 'limit', 'openOnly', 'by']);

/** Inputs that no element takes, and that a filter by any field could. */
const unplaced = (given: Suggested): string[] =>
  [...given.fields].flatMap(([field, found]) => (found === null && !cleared.has(field) ? [field] : []));

/** What the rows call a field, since a filter names it as they do. */
function rowNameOf(field: string, answer: Suggested): string | null {
  const rows = [answer, ...[...answer.lists.values()].flatMap((list) => (list === null ? [] : [list.inner]))];
  for (const { fields } of rows) {
    const found = fields.get(field);
    if (found) return /\[@?[^=]*=([^\]]*)\]/.exec(found.path)?.[1] ?? found.path.split('/').at(-1) ?? null;
  }
  return null;
}

const QUOTE = 'quote: TODO } # how is text made harmless in this filter? the guide lists the quotes';

function putFilter(root: Sent, given: Suggested, { request, answer }: Ranked, formats: Formats): Set<string> {
  const placed = new Set<string>();
  const filter = filterOf(request.parts);
  const text = request.parts.leaves.find(
    ({ name, path }) => /^(?:filter|where|query)$/i.test(name) && !path.includes('@'),
  );
  const fields = unplaced(given).filter(
    (field) => field === 'text' || field === 'number' || rowNameOf(field, answer) !== null,
  );
  if (filter !== null && fields.length > 0) {
    const place = at(root, filter.path);
    place.several = fields.map((field) => {
      const one = sent();
      const name = rowNameOf(field, answer);
      const isKnown = name !== null && (filter.words.length === 0 || filter.words.includes(name));
      const bySearch = field === 'text' || field === 'number';
      put(
        one,
        filter.field,
        bySearch
          ? `{ from: by, as: ${formats.nameFor('by', given.record, { ...UNKNOWN, words: filter.words })} } # the format says what the filter calls each way of searching`
          : `{ const: ${isKnown ? plain(name) : 'TODO'} } # where the rows have ${field}`,
      );
      put(one, filter.criteria, `{ from: ${field}, ${QUOTE}`);
      placed.add(field);
      return one;
    });
  } else if (text !== undefined && fields.length > 0 && (request.pairs !== null || request.isGeneric)) {
    const [field = ''] = fields;
    const name = rowNameOf(field, answer) ?? 'TODO';
    put(
      root,
      text.path,
      `{ template: ${JSON.stringify(`${name}={key}`)}, with: { key: { from: ${field}, ${QUOTE.replace('TODO }', 'TODO } } }')}`,
    );
    placed.add(field);
  }
  return placed;
}

function treeOf(given: Suggested, parts: Parts, formats: Formats): Sent {
  const root = sent();
  for (const [field, found] of given.fields)
    if (found !== null) put(root, found.path, valueLine(field, found, given.record, formats));
  for (const [field, list] of given.lists) {
    const group = list === null ? undefined : parts.lists.find(({ path }) => path === list.each);
    if (list === null || group === undefined) continue;
    const place = at(root, list.each);
    place.each = field;
    for (const [name, child] of treeOf(list.inner, group.parts(), formats).children) place.children.set(name, child);
  }
  return root;
}

/** Lists of which each entry is asked for by a call of its own, where no element takes all. */
const EACH: Partial<Record<CommandName, string>> = { 'availability.read': 'itemIds', 'item.price': 'items' };

function putEach(root: Sent, command: CommandName, { given, request }: Ranked): string | null {
  const list = EACH[command];
  if (list === undefined || request.pairs !== null || (given.lists.get(list) ?? null) !== null) return null;
  const place = placeForEach('item', request.parts);
  if (place === null) return null;
  const line = `# "${place.leaf.name}" speaks of item`;
  if (place.repeats && list === 'itemIds') {
    put(root, place.leaf.path, `{ each: itemIds, value: {} } ${line}`);
    return null;
  }
  put(root, place.leaf.path, `{ from: ${list === 'itemIds' ? 'entry' : 'itemId'} } ${line}`);
  return list;
}

export function requestDraft(command: CommandName, ranked: Ranked, around: Around, pad: string): RequestDraft {
  const { given, request } = ranked;
  const paging = pagingFor(command, ranked);
  const fields = new Map([...given.fields].filter(([field]) => !paging.instead.has(field)));
  const root = treeOf({ ...given, fields }, request.parts, around.formats);
  for (const [path, line] of paging.places) put(root, path, line);
  const placed = putFilter(root, given, ranked, around.formats);
  const forEach = putEach(root, command, ranked);
  putTypes(root, request.parts, around.prefixOf);
  putRequired(root, request.parts, around.settings);
  const missing = [...given.fields]
    .filter(([field, found]) => found === null && !placed.has(field) && !paging.instead.has(field))
    .map(([field]) => field);
  const isWrite = COMMANDS[command].effect === 'write';
  if (isWrite && missing.includes('reference'))
    put(
      root,
      'TODO',
      '{ from: reference } # which element keeps our reference? Without one, what was made is never found again',
    );
  const lines = linesOf(root, `${pad}  `);
  return {
    forEach,
    paging: paging.lines,
    lines: [
      ...(missing.length > 0 ? [`${pad}# not sent, since no element is called like it: ${missing.join(', ')}`] : []),
      ...(lines.length === 0 ? [`${pad}request: {}`] : [`${pad}request:`, ...lines]),
    ],
  };
}
