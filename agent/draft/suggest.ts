import { COMMANDS, type CommandName } from '#contracts/commands';
import { type ContractFields, fieldsOf } from '../erp/connector/contract-fields.ts';
import { fitOf, ruleOf } from './fit.ts';
import type { Leaf, Parts } from './leaves.ts';
import { speaksOf } from './names.ts';
import { RECORD_OF_COMMAND, RECORD_OF_LIST } from './rules/records.ts';

export interface Suggestion {
  path: string;
  leaf: Leaf;
  confidence: number;
  reason: string;
  /** It is so by standing in the record, not by its name. */
  isOwn: boolean;
}
export interface SuggestedList {
  /** `.`: the row itself, of which some fields are an entry each. */
  each: string;
  unlisted: boolean;
  /** Where rows with the same text are one entry. */
  groupBy: string | null;
  inner: Suggested;
}
/** What is proposed for an object of the contract: null is a gap. */
export interface Suggested {
  record: string;
  fields: Map<string, Suggestion | null>;
  lists: Map<string, SuggestedList | null>;
}

/** Below this nothing is proposed, since a wrong path costs more than a gap. */
export const FIELD_MIN = 0.5;
/** Fields that may share a place with another. */
const SHARED = new Set(['erpStatus', 'status']);
/** These are about the call, and stand near the top of a request. */
const OF_THE_CALL = new Set(['cursor', 'limit', 'openOnly', 'by', 'nextCursor']);
/** These are never places: what they say is the author's to know. */
const NO_PLACES = new Set(['problems', 'priceBasis']);
/** Lists of the contract that one record may be all of. */
const ALONE = new Set(['orders', 'customers', 'items', 'prices']);
/** Of a list that would hold next to nothing. */
const LIST_MIN = 1;
const DEPTH_MAX = 2;

/** One place for each field, each place once, the surest first. */
function fieldsFor(contract: ContractFields, record: string, leaves: readonly Leaf[]): Suggested['fields'] {
  const candidates = [...contract]
    .filter(([field, { kind }]) => kind === 'value' && !NO_PLACES.has(field))
    .flatMap(([field]) =>
      leaves
        .filter(({ path }) => !OF_THE_CALL.has(field) || path.split('/').length <= 2)
        .map((leaf) => ({ field, leaf, ...fitOf(field, record, leaf) })),
    )
    .filter(({ score }) => score >= FIELD_MIN)
    .toSorted((a, b) => b.score - a.score || a.leaf.path.length - b.leaf.path.length);
  const fields: Suggested['fields'] = new Map();
  const taken = new Set<string>();
  for (const { field, leaf, score, reason, isOwn } of candidates) {
    if (fields.has(field) || (taken.has(leaf.path) && !SHARED.has(field))) continue;
    taken.add(leaf.path);
    fields.set(field, { path: leaf.path, leaf, confidence: score, reason, isOwn });
  }
  // In the order of the contract.
  return new Map(
    [...contract].flatMap(([field, { kind }]) =>
      kind === 'value' && !NO_PLACES.has(field) ? [[field, fields.get(field) ?? null] as const] : [],
    ),
  );
}

/** How much of an object was found. */
export const weightOf = ({ fields, lists }: Suggested): number =>
  [...fields.values()].reduce((sum, found) => sum + (found?.confidence ?? 0), 0) +
  [...lists.values()].reduce((sum, found) => sum + (found === null ? 0 : 0.5 * weightOf(found.inner)), 0);

const prefixed = (prefix: string, leaf: Leaf): Leaf => ({ ...leaf, path: `${prefix}/${leaf.path}` });

function listFor(
  field: string,
  contract: ContractFields,
  { lists, groups }: Parts,
  used: ReadonlySet<string>,
  depth: number,
): SuggestedList | null {
  const record = RECORD_OF_LIST[field] ?? field;
  // One element may be all that comes: a record is then a list of one.
  const all = [
    ...lists.map((list) => ({ list, less: 0 })),
    ...(depth === 0 && ALONE.has(field) ? groups.map((list) => ({ list, less: 1 })) : []),
  ];
  const fits = all
    .filter(({ list }) => !used.has(list.path))
    .map(({ list: { path, unlisted, parts }, less }) => {
      const inner = suggestedIn(contract, record, parts(), depth + 1);
      const speaks = path.split('/').some((step) => speaksOf(step, record) > 0);
      return { found: { each: path, unlisted, groupBy: null, inner }, weight: weightOf(inner) - less, speaks };
    })
    .filter(({ weight }) => weight >= LIST_MIN)
    .toSorted((a, b) => b.weight + (b.speaks ? 0.8 : 0) - a.weight - (a.speaks ? 0.8 : 0));
  return fits[0]?.found ?? null;
}

/** Some ERPs send one row for each entry of an inner list, and say the outer record again in each. */
function listInRows(
  field: string,
  contract: ContractFields,
  { leaves }: Parts,
  outer: Suggested,
): SuggestedList | null {
  const taken = new Set([...outer.fields.values()].map((found) => found?.path ?? ''));
  const record = RECORD_OF_LIST[field] ?? field;
  const free = leaves.filter(({ path }) => !taken.has(path));
  const fields = fieldsFor(contract, record, record === 'line' ? leaves : free);
  // The row's own key is the outer record's.
  for (const [name, found] of fields) if (found?.isOwn) fields.set(name, null);
  const inner: Suggested = { record, fields, lists: new Map() };
  // Two fields that only the inner record has.
  const own = [...fields].filter(
    ([name, found]) => found !== null && !outer.fields.has(name) && free.includes(found.leaf),
  );
  if (own.length < 2) return null;
  const [id] = [...outer.fields.values()].filter((found) => found !== null);
  return { each: '.', unlisted: false, groupBy: id?.path ?? null, inner };
}

/** Proposes places below one element for an object of the contract. */
function suggestedIn(contract: ContractFields, record: string, parts: Parts, depth: number): Suggested {
  const found: Suggested = { record, fields: fieldsFor(contract, record, parts.leaves), lists: new Map() };
  const used = new Set<string>();
  for (const [field, known] of contract) {
    if (known.kind !== 'list' || NO_PLACES.has(field) || depth > DEPTH_MAX) continue;
    const list =
      listFor(field, known.fields, parts, used, depth) ??
      (depth > 0 ? listInRows(field, known.fields, parts, found) : null);
    if (list !== null) used.add(list.each);
    found.lists.set(field, list);
  }
  return found;
}

const recordOf = (command: CommandName): string => RECORD_OF_COMMAND[command.split('.')[0] ?? ''] ?? '';

/** Rows of a list belong to the command's own record. */
function inRows(command: CommandName, contract: ContractFields, parts: Parts): Suggested {
  const record = recordOf(command);
  const rows = contract.get('rows');
  if (rows?.kind !== 'list') return suggestedIn(contract, record, parts, 0);
  const found = suggestedIn(new Map([...contract].filter(([field]) => field !== 'rows')), record, parts, 0);
  const best = listFor(record, rows.fields, parts, new Set(), 0);
  found.lists.set('rows', best);
  return found;
}

/** What of an answer may be what, for a command. */
export function suggestAnswer(command: CommandName, parts: Parts): Suggested {
  const contract = fieldsOf(COMMANDS[command].output);
  const found = inRows(command, contract, parts);
  const hasOwnFields = [...contract.values()].filter(({ kind }) => kind === 'value').length > 2;
  if (!hasOwnFields) return found;
  // One record may come as the only row of a list.
  let best = found;
  for (const { path, parts: within } of parts.lists) {
    const row = within();
    const fields = fieldsFor(
      contract,
      recordOf(command),
      row.leaves.map((leaf) => prefixed(path, leaf)),
    );
    const inRow: Suggested = { record: found.record, fields, lists: found.lists };
    if (weightOf(inRow) > weightOf(best) + 1.5) best = inRow;
  }
  return best;
}

/** What of a request may take what. */
export function suggestRequest(command: CommandName, parts: Parts): Suggested {
  const found = suggestedIn(fieldsOf(COMMANDS[command].input), recordOf(command), { ...parts, groups: [] }, 0);
  if (found.fields.get('reference') === null && command.endsWith('find-by-reference')) {
    // A search by any word of a kind finds by reference too.
    const [best] = parts.leaves
      .map((leaf) => ({ leaf, ...fitOf('text', found.record, leaf) }))
      .filter(({ score }) => score >= FIELD_MIN)
      .toSorted((a, b) => b.score - a.score);
    if (best !== undefined)
      found.fields.set('reference', {
        path: best.leaf.path,
        leaf: best.leaf,
        confidence: best.score,
        reason: best.reason,
        isOwn: false,
      });
  }
  return found;
}

/** A list of bare values: the place that takes all of them, or the one that takes one of them for each call. */
export function placeForEach(record: string, parts: Parts): { leaf: Leaf; repeats: boolean } | null {
  const field = `${record}Id`;
  if (ruleOf(field, record) === undefined) return null;
  const inLists = parts.lists.flatMap(({ path, parts: within }) =>
    within().leaves.map((leaf) => ({ ...prefixed(path, leaf), around: [...path.split('/'), ...leaf.around] })),
  );
  const all = [...parts.leaves, ...inLists];
  const [best] = all
    .map((leaf) => ({ leaf, score: fitOf(field, record, { ...leaf, repeats: false }).score }))
    .filter(({ score }) => score >= FIELD_MIN)
    .toSorted((a, b) => b.score - a.score);
  return best === undefined ? null : { leaf: best.leaf, repeats: best.leaf.repeats };
}
