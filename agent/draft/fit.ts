import type { Leaf } from './leaves.ts';
import { tell } from './names.ts';
import { RECORDS } from './rules/commands.ts';
import { FIELD_RULES, type FieldRule, type Kind } from './rules/fields.ts';
import { OWN_CONCEPTS, OWN_ID } from './rules/records.ts';
import { valuesSpeak } from './samples.ts';

/** How well a place of a message fits a field, from 0 to 1, and why. */
export interface Fit {
  score: number;
  reason: string;
  /** It is so by standing in the record, not by its name. */
  isOwn: boolean;
}
const NONE: Fit = { score: 0, reason: '', isOwn: false };

const TIMES = new Set(['date', 'dateTime']);
const NUMBERS = new Set([
  ...['decimal', 'double', 'float', 'int', 'integer', 'long', 'short', 'byte'],
  ...['nonNegativeInteger', 'positiveInteger', 'unsignedInt', 'unsignedLong', 'unsignedShort'],
]);
const FRACTIONS = new Set(['decimal', 'double', 'float']);

/** What the type of the schema says for a kind of value: fits 0.1, does not go with it -0.5, nothing 0. */
function typeSpeaks(kind: Kind, { primitive, words }: Leaf): number {
  if (primitive === '') return 0;
  const isTime = TIMES.has(primitive);
  const isNumber = NUMBERS.has(primitive);
  switch (kind) {
    case 'date':
      return isTime ? 0.1 : isNumber || primitive === 'boolean' || words.length > 0 ? -0.5 : 0;
    case 'decimal':
      return isNumber ? 0.1 : isTime || primitive === 'boolean' || words.length > 0 ? -0.5 : 0;
    case 'integer':
      return isNumber && !FRACTIONS.has(primitive) ? 0.1 : isTime || primitive === 'boolean' ? -0.5 : 0;
    case 'flag':
      return primitive === 'boolean' || words.length > 0 ? 0.1 : isTime || FRACTIONS.has(primitive) ? -0.5 : 0;
    default:
      return isTime || primitive === 'boolean' || FRACTIONS.has(primitive) ? -0.5 : 0;
  }
}

/** What each next set of a rule is less likely by. */
const LATER = 0.02;
const WEIGHTS = {
  concepts: 0.7,
  some: 0.12,
  known: 0.22,
  unknown: 0.05,
  unknownId: 0.12,
  unknownMost: 0.2,
  around: 0.16,
  aroundUnknown: 0.03,
  depth: 0.015,
  seen: 0.04,
  unseen: -0.15,
};
/** What stands around a place speaks for it less than its own name. */
const LENT = 0.8;

/** How surely the name, or what stands around it, speaks of each concept. */
const SPOKEN = new WeakMap<Leaf, Map<string, number>>();
function spoken(leaf: Leaf): Map<string, number> {
  const known = SPOKEN.get(leaf);
  if (known !== undefined) return known;
  const concepts = new Map(tell(leaf.name).concepts);
  for (const name of leaf.around)
    for (const [concept, sure] of tell(name).concepts) if (!concepts.has(concept)) concepts.set(concept, LENT * sure);
  SPOKEN.set(leaf, concepts);
  return concepts;
}

/** What answers and their records are called says nothing about what is in them. */
const SILENT_AROUND = new Set(['reference', 'read', 'list', 'find', 'result', 'search', 'message', 'document']);

/** What of the name the rule does not account for. */
function unexplained(leaf: Leaf, explained: ReadonlySet<string>, kind: Kind): number {
  let known = 0;
  let unknown = 0;
  for (const { concepts } of tell(leaf.name).words) {
    if (concepts.length === 0) unknown += kind === 'id' ? WEIGHTS.unknownId : WEIGHTS.unknown;
    else if (!concepts.some((concept) => explained.has(concept))) known += WEIGHTS.known;
  }
  for (const name of leaf.around)
    for (const { concepts } of tell(name).words)
      if (concepts.length === 0) unknown += WEIGHTS.aroundUnknown;
      else if (!concepts.some((concept) => explained.has(concept) || SILENT_AROUND.has(concept)))
        known += WEIGHTS.around;
  return known + Math.min(unknown, WEIGHTS.unknownMost);
}

function ruleFit(rule: FieldRule, record: string, leaf: Leaf): Fit {
  const concepts = spoken(leaf);
  const own = OWN_CONCEPTS[record] ?? [];
  const told = tell(leaf.name);
  let best = NONE;
  for (const [index, all] of rule.any.entries()) {
    const sure = Math.min(...all.map((concept) => concepts.get(concept) ?? 0));
    // One of them at least must be in the name itself, unless it is a bare number or name of what stands around it.
    const isNamed = all.some((concept) => told.concepts.has(concept));
    const isBare = told.words.length > 0 && told.words.every((word) => word.concepts.includes('number'));
    const isBareName = told.words.length > 0 && told.words.every((word) => word.concepts.includes('name'));
    if (sure === 0 || !(isNamed || (isBare && rule.kind === 'id') || (isBareName && rule.kind === 'text'))) continue;
    const explained = new Set([...all, ...own, ...(rule.some ?? []), ...(rule.silent ?? [])]);
    if (isBare) explained.add('number');
    if (isBareName && !isNamed) explained.add('name');
    const never = (rule.never ?? []).filter((concept) => told.concepts.has(concept) && !all.includes(concept));
    // The key of a record that is referred to is as good as its name.
    const isKey = isBare && leaf.path.split('/').at(-1)?.startsWith('@') === true;
    let score =
      WEIGHTS.concepts * (isKey ? Math.max(sure, 0.9) : sure) -
      index * LATER -
      unexplained(leaf, explained, rule.kind) -
      0.3 * never.length;
    if ((rule.some ?? []).some((concept) => told.concepts.has(concept) && !all.includes(concept)))
      score += WEIGHTS.some;
    else if (isKey || (told.words.length === 1 && told.concepts.get(all[0] ?? '') === 1)) score += WEIGHTS.some;
    else if (all.length > 1) score += WEIGHTS.some * 0.9;
    if (score > best.score) best = { score, reason: `"${leaf.name}" speaks of ${all.join(' and ')}`, isOwn: false };
  }
  return best;
}

/** A bare number, as the key of the record that it stands in. */
function ownFit(rule: FieldRule, record: string, field: string, leaf: Leaf): Fit {
  if (rule.own !== true || OWN_ID[record] !== field) return NONE;
  const { words } = tell(leaf.name);
  const own = new Set([...(OWN_CONCEPTS[record] ?? []), 'number']);
  const isBare = words.length > 0 && words.every(({ concepts }) => concepts.some((concept) => own.has(concept)));
  const isAttribute = leaf.path.split('/').at(-1)?.startsWith('@') === true;
  // What stands around it must not be another record, and of an attribute not a thing that is not known.
  const isOwn = leaf.around.every((name) =>
    tell(name).words.every(({ concepts }) =>
      concepts.length === 0
        ? !isAttribute
        : concepts.some((concept) => own.has(concept)) ||
          !concepts.some((concept) => (isAttribute ? !SILENT_AROUND.has(concept) : RECORDS.includes(concept))),
    ),
  );
  if (!isBare || !isOwn || !tell(leaf.name).concepts.has('number')) return NONE;
  // `No` and `Id` are keys more often than `Code`, `Value` and `Key`.
  const isKey = words.some(({ text }) => /^(?:code|cod|value|key|keys|codes|entry)$/.test(text));
  return {
    score: isAttribute ? 0.9 : isKey ? 0.56 : 0.7,
    reason: `a bare number in a record of "${record}"`,
    isOwn: true,
  };
}

export const ruleOf = (field: string, record: string): FieldRule | undefined =>
  FIELD_RULES[`${record} ${field}`] ?? FIELD_RULES[field];

export function fitOf(field: string, record: string, leaf: Leaf): Fit {
  const rule = ruleOf(field, record);
  if (rule === undefined || leaf.repeats || leaf.around.some((name) => tell(name).concepts.has('login'))) return NONE;
  const byName = ruleFit(rule, record, leaf);
  const byRecord = ownFit(rule, record, field, leaf);
  const { score, reason, isOwn } = byRecord.score > byName.score ? byRecord : byName;
  if (score <= 0) return NONE;
  const values = valuesSpeak(field, rule.kind, leaf.values);
  const seen = leaf.isUnseen ? WEIGHTS.unseen : leaf.values.length > 0 ? WEIGHTS.seen : 0;
  const depth = WEIGHTS.depth * (leaf.path.split('/').length - 1);
  return {
    score: Math.max(0, Math.min(1, score + typeSpeaks(rule.kind, leaf) + values - depth + seen)),
    reason,
    isOwn,
  };
}
