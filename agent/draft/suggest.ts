import { COMMANDS, type CommandName } from '#contracts/commands';
import { type ContractFields, fieldsOf } from '../erp/connector/contract-fields.ts';
import type { ElementShape, OperationShape } from '../erp/soap/shapes.ts';
import { type Leaf, partsOf } from './leaves.ts';
import { speaksOf } from './names.ts';
import { FIELD_RULES } from './rules/fields.ts';

export interface Suggestion {
  path: string;
  leaf: Leaf;
  confidence: number;
  reason: string;
}
/** What is proposed for an object of the contract: null is a gap. */
export interface Suggested {
  fields: Map<string, Suggestion | null>;
  lists: Map<string, { each: string; inner: Suggested } | null>;
}

/** Below this nothing is proposed, since a wrong path costs more than a gap. */
const PROPOSED_MIN = 0.5;
const TIMES = new Set(['date', 'dateTime']);
const NUMBERS = new Set(['decimal', 'double', 'float', 'int', 'integer', 'long', 'short']);

const isDateField = (field: string): boolean => /On$|^on$/.test(field);
const isNumberField = (field: string): boolean =>
  /quantity|total|price|amount|open$|limit|used|onHand|allocated|available/i.test(field);

function scoreOf(field: string, command: CommandName, leaf: Leaf): { score: number; reason: string } {
  const noun = command.split('.')[0] ?? '';
  const rule = FIELD_RULES[`${noun} ${field}`] ?? FIELD_RULES[field];
  const local = leaf.shape.name.local;
  if (rule === undefined) return { score: 0, reason: '' };
  const has = rule.all.map((concept) => speaksOf(local, concept));
  const weakest = Math.min(...has);
  if (weakest === 0) return { score: 0, reason: '' };
  let score = 0.75 * weakest;
  for (const concept of rule.some ?? []) if (speaksOf(local, concept) > 0) score += 0.2 / (rule.some ?? []).length;
  for (const concept of rule.not ?? []) if (speaksOf(local, concept) >= weakest) score -= 0.35;
  const { primitive } = leaf;
  if (isDateField(field)) score += TIMES.has(primitive) ? 0.1 : NUMBERS.has(primitive) ? -0.5 : 0;
  if (isNumberField(field)) score += NUMBERS.has(primitive) ? 0.1 : TIMES.has(primitive) ? -0.5 : 0;
  // What lies deeper belongs to something else more often.
  score -= 0.04 * (leaf.path.split('/').length - 1);
  return { score: Math.max(0, Math.min(1, score)), reason: `"${local}" speaks of ${rule.all.join(' and ')}` };
}

/** One element for each field, each element once, the surest first; erpStatus may share the element of status. */
function fieldsFor(contract: ContractFields, command: CommandName, leaves: readonly Leaf[]): Suggested['fields'] {
  const candidates = [...contract]
    .filter(([field, { kind }]) => kind === 'value' && field !== 'problems' && field !== 'priceBasis')
    .flatMap(([field]) => leaves.map((leaf) => ({ field, leaf, ...scoreOf(field, command, leaf) })))
    .filter(({ score }) => score >= PROPOSED_MIN)
    .toSorted((a, b) => b.score - a.score || a.leaf.path.length - b.leaf.path.length);
  const fields: Suggested['fields'] = new Map();
  const taken = new Set<string>();
  for (const { field, leaf, score, reason } of candidates) {
    if (fields.has(field) || (taken.has(leaf.path) && field !== 'erpStatus' && field !== 'status')) continue;
    taken.add(leaf.path);
    fields.set(field, { path: leaf.path, leaf, confidence: score, reason });
  }
  for (const [field, { kind }] of contract) if (kind === 'value' && !fields.has(field)) fields.set(field, null);
  return fields;
}

const weight = ({ fields, lists }: Suggested): number =>
  [...fields.values()].reduce((sum, found) => sum + (found?.confidence ?? 0), 0) +
  [...lists.values()].reduce((sum, found) => sum + (found === null ? 0 : 0.5 * weight(found.inner)), 0);

/** Proposes places below one element for an object of the contract. */
function suggestedIn(contract: ContractFields, command: CommandName, base: ElementShape, depth: number): Suggested {
  const { leaves, lists } = partsOf(base);
  const found: Suggested = { fields: fieldsFor(contract, command, leaves), lists: new Map() };
  const used = new Set<string>();
  for (const [field, known] of contract) {
    if (known.kind !== 'list' || field === 'problems' || depth > 2) continue;
    const named = lists
      .filter(({ path }) => !used.has(path))
      .map(({ path, shape }) => ({ each: path, inner: suggestedIn(known.fields, command, shape, depth + 1) }))
      .map((one) => ({
        ...one,
        weight: weight(one.inner) + (speaksOf(one.each, field.replace(/s$/, '')) > 0 ? 0.6 : 0),
      }))
      .toSorted((a, b) => b.weight - a.weight);
    const [best] = named;
    if (best === undefined || best.weight < 1) found.lists.set(field, null);
    else {
      used.add(best.each);
      found.lists.set(field, { each: best.each, inner: best.inner });
    }
  }
  return found;
}

/** What of an answer may be what, for a command. */
export const suggestAnswer = (command: CommandName, { response }: OperationShape): Suggested =>
  suggestedIn(fieldsOf(COMMANDS[command].output), command, response, 0);

/** What of a request may take what; elements that are required and that nothing is known for are named too. */
export function suggestRequest(
  command: CommandName,
  { request }: OperationShape,
): { given: Suggested; unknown: Leaf[] } {
  const given = suggestedIn(fieldsOf(COMMANDS[command].input), command, request, 0);
  const paths = new Set([...given.fields.values()].map((found) => found?.path ?? ''));
  const unknown = partsOf(request).leaves.filter(({ path, shape }) => shape.minOccurs > 0 && !paths.has(path));
  return { given, unknown };
}
