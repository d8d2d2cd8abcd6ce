import { COMMANDS, type CommandName } from '#contracts/commands';
import { type ContractFields, fieldsOf } from '../erp/connector/contract-fields.ts';
import type { Formats } from './formats.ts';
import type { Leaf } from './leaves.ts';
import type { Message, Pairs } from './message.ts';
import { RECORD_OF_LIST } from './rules/records.ts';
import type { Suggested, SuggestedList, Suggestion } from './suggest.ts';
import { plain } from './yaml-text.ts';

/** The answer of a command, as it stands in a document. */
interface Writing {
  formats: Formats;
  /** Paths are checked against the WSDL; those that it does not have must say so. */
  isChecked: boolean;
  /** Where values stand by name: what a gap must name is the name alone. */
  pairs: Pairs | null;
}

export const why = ({ confidence, reason }: Suggestion): string => `# ${confidence.toFixed(2)} ${reason}`;

function placeLine(field: string, record: string, found: Suggestion, { formats, isChecked }: Writing): string {
  const format = formats.nameFor(field, record, found.leaf);
  const as = format === null ? '' : `, as: ${format}`;
  const unlisted = isChecked && found.leaf.unlisted ? ', unlisted: true' : '';
  return `${field}: { path: ${plain(found.path)}${as}${unlisted} } ${why(found)}`;
}

/** What is not known has no values to look at. */
export const UNKNOWN: Leaf = {
  ...{ path: '', name: '', around: [], primitive: '', words: [], values: [] },
  ...{ required: false, optional: '', unlisted: false, repeats: false },
};

function gapLine(field: string, record: string, isRow: boolean, { pairs, formats }: Writing): string {
  const format = formats.nameFor(field, record, UNKNOWN);
  const as = format === null ? '' : `, as: ${format}`;
  if (pairs === null)
    return `${field}: { path: TODO${as} } # nothing is called like it, and it may not stay out: name its place`;
  const path = isRow || pairs.row === '' ? pairs.value : `${pairs.row}/${pairs.value}`;
  return `${field}: { path: ${plain(path)}${as} } # which name has it in the answer? capture one: --samples reads the names from it`;
}

function fieldLines(
  found: Suggested,
  contract: ContractFields,
  writing: Writing,
  pad: string,
  isRow: boolean,
): string[] {
  const lines: string[] = [];
  const missing: string[] = [];
  for (const [field, known] of contract) {
    if (known.kind === 'list' || field === 'problems') continue;
    const one = found.fields.get(field) ?? null;
    if (field === 'priceBasis') lines.push(`${pad}priceBasis: { const: TODO } # net or gross: only a person knows`);
    else if (one !== null) lines.push(`${pad}${placeLine(field, found.record, one, writing)}`);
    else if (field === 'known') lines.push(`${pad}known: { const: true } # what is in the answer is known`);
    else if (known.kind === 'value' && known.nullable) missing.push(field);
    else lines.push(`${pad}${gapLine(field, found.record, isRow, writing)}`);
  }
  if (missing.length > 0) lines.push(`${pad}# left out, since nothing is called like it: ${missing.join(', ')}`);
  return lines;
}

function listLines(
  field: string,
  list: SuggestedList | null,
  contract: ContractFields,
  writing: Writing,
  pad: string,
  isRow: boolean,
): string[] {
  const { isChecked } = writing;
  // A row that holds values by name holds no rows of its own.
  const pairs = isRow ? null : writing.pairs;
  const empty: Suggested = { record: RECORD_OF_LIST[field] ?? '', fields: new Map(), lists: new Map() };
  if (list === null) {
    const each = pairs === null ? 'TODO' : plain(pairs.row === '' ? '.' : pairs.row);
    const hint =
      pairs === null
        ? ' # no list looks like it: name the element that is repeated, or one that never comes with `unlisted: true`'
        : '';
    return [
      `${pad}${field}:`,
      `${pad}  each: ${each}${hint}`,
      `${pad}  fields:`,
      ...objectLines(empty, contract, { ...writing, pairs }, `${pad}    `, true),
    ];
  }
  return [
    `${pad}${field}:`,
    `${pad}  each: ${plain(list.each)}`,
    ...(isChecked && list.unlisted ? [`${pad}  unlisted: true`] : []),
    `${pad}  fields:`,
    ...objectLines(list.inner, contract, writing, `${pad}    `, true),
  ];
}

function objectLines(
  found: Suggested,
  contract: ContractFields,
  writing: Writing,
  pad: string,
  isRow: boolean,
): string[] {
  const lines = fieldLines(found, contract, writing, pad, isRow);
  for (const [field, known] of contract) {
    if (known.kind !== 'list' || field === 'problems') continue;
    const list = found.lists.get(field) ?? null;
    const [name = '', each = '', ...rest] = listLines(field, list, known.fields, writing, pad, isRow);
    lines.push(name, each, ...aroundRows(field, list, pad), ...rest);
  }
  return lines;
}

/** Rows that say an outer record again in each are one entry; one entry comes for each item that was asked for. */
function aroundRows(field: string, list: SuggestedList | null, pad: string): string[] {
  const grouped = [...(list?.inner.lists.values() ?? [])].find((inner) => inner?.each === '.');
  return [
    ...(grouped && grouped.groupBy !== null ? [`${pad}  groupBy: ${plain(grouped.groupBy)}`] : []),
    ...(field === 'items' ? [`${pad}  complete: ${EACH_ITEM}`] : []),
  ];
}
const EACH_ITEM = '{ from: itemIds, by: itemId, otherwise: { itemId: { from: itemId }, known: { const: false } } }';

export function answerLines(
  command: CommandName,
  answer: Suggested,
  message: Message,
  formats: Formats,
  isPaged: boolean,
  pad: string,
): string[] {
  const writing = { formats, isChecked: message.payload === null, pairs: message.isSampled ? null : message.pairs };
  const output = fieldsOf(COMMANDS[command].output);
  // Where pages are read by number, the answer's own word for the next one is not asked for.
  const read = isPaged ? new Map([...output].filter(([field]) => field !== 'nextCursor')) : output;
  return objectLines(answer, read, writing, pad, false);
}
