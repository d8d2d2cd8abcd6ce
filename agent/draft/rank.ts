import type { CommandName } from '#contracts/commands';
import type { OperationShape, ServiceShape } from '../erp/soap/shapes.ts';
import type { Message } from './message.ts';
import type { Messages } from './messages.ts';
import { tell } from './names.ts';
import { COMMAND_RULES, type CommandRule, DEEDS, RECORDS } from './rules/commands.ts';
import { placeForEach, type Suggested, suggestAnswer, suggestRequest, weightOf } from './suggest.ts';

export interface Ranked {
  service: string;
  operation: string;
  shape: OperationShape;
  /** 0 to 1. */
  confidence: number;
  reasons: string[];
  given: Suggested;
  answer: Suggested;
  request: Message;
  response: Message;
}

/** Below this an operation is not proposed. */
export const PROPOSED_MIN = 0.5;
/** So many of the likeliest by name are looked into: some WSDLs have thousands of operations. */
const LOOKED_INTO_MAX = 8;
/** Below this an operation's messages are not looked at. */
const WORTH_A_LOOK = 0.25;

const WEIGHTS = { verb: 0.34, noun: 0.34, fit: 0.34, other: 0.25, unknown: 0.04, lent: 0.85, generic: 0.6 };

/** Where values stand by name, no other element of the request takes any. */
const NOTHING = {
  leaves: [],
  lists: [],
  groups: [],
  types: new Map(),
  attributes: new Map(),
  isChosen: false,
  namers: [],
};

/** Lists of the input of which each entry may be asked for by a call of its own. */
const EACH = new Set(['itemIds', 'items']);

interface Named {
  service: string;
  shape: OperationShape;
  score: number;
  reasons: string[];
  verb: number;
  noun: number;
  /** Its name speaks of another record, or of another deed. */
  isOther: boolean;
}

const strongest = (name: string, concepts: readonly string[], less: number): { concept: string; sure: number } =>
  concepts.reduce(
    (found, concept, index) => {
      const sure = (tell(name).concepts.get(concept) ?? 0) * (1 - less * index);
      return sure > found.sure ? { concept, sure } : found;
    },
    { concept: '', sure: 0 },
  );

/** What the names of an operation and its service say. */
function byName(rule: CommandRule, service: string, shape: OperationShape): Named {
  const { name } = shape;
  const verb = strongest(name, rule.verbs, 0.08);
  const noun = strongest(name, rule.nouns, 0.15);
  const lent = strongest(service, rule.nouns, 0.15);
  const reasons: string[] = [];
  if (verb.sure > 0) reasons.push(`its name speaks of "${verb.concept}"`);
  if (noun.sure > 0) reasons.push(`its name speaks of "${noun.concept}"`);
  else if (lent.sure > 0) reasons.push(`its service speaks of "${lent.concept}"`);
  const nounSure = noun.sure > 0 ? noun.sure : WEIGHTS.lent * lent.sure;
  const explained = new Set([...rule.verbs, ...rule.nouns, ...rule.silent]);
  const others = new Set<string>();
  let unknown = 0;
  for (const { concepts } of tell(name).words) {
    if (concepts.some((concept) => explained.has(concept))) continue;
    const other = concepts.find((concept) => RECORDS.includes(concept) || DEEDS.includes(concept));
    if (other !== undefined) others.add(other);
    else unknown += WEIGHTS.unknown;
  }
  if (noun.sure === 0)
    for (const { concepts } of tell(service).words) {
      const isOurs = concepts.length === 0 || concepts.some((concept) => explained.has(concept));
      const other = isOurs ? undefined : concepts.find((concept) => RECORDS.includes(concept));
      if (other !== undefined) others.add(other);
    }
  if (others.size > 0) reasons.push(`but it speaks of "${[...others].join('", "')}"`);
  const score =
    WEIGHTS.verb * verb.sure + WEIGHTS.noun * nounSure - WEIGHTS.other * others.size - Math.min(unknown, 0.12);
  return { service, shape, score, reasons, verb: verb.sure, noun: nounSure, isOther: others.size > 0 };
}

const found = ({ fields, lists }: Suggested, names: readonly string[]): boolean =>
  names.some((name) => (fields.get(name) ?? lists.get(name) ?? null) !== null);

/** A write asks the ERP for this and that before; what reads by its name is not the write. */
const readsOnly = (name: string): boolean =>
  ['read', 'list', 'find'].some((deed) => (tell(name).concepts.get(deed) ?? 0) > 0);

/** Whether the lists of the answer are called as the records are. */
const speaksInRows = ({ nouns }: CommandRule, { lists }: Suggested): boolean =>
  [...lists.values()].some((list) => list?.each.split('/').some((step) => strongest(step, nouns, 0).sure > 0) === true);

/** How much of what the contract has there was found, from 0 to 1. */
function share(suggested: Suggested): number {
  const all =
    suggested.fields.size +
    [...suggested.lists.values()].reduce((sum, list) => sum + (list?.inner.fields.size ?? 4), 0);
  return all === 0 ? 0 : Math.min(1, (1.4 * weightOf(suggested)) / all);
}

function lookedInto(
  command: CommandName,
  { service, shape, score, reasons, verb, noun, isOther }: Named,
  messages: Messages,
): Ranked {
  const rule = COMMAND_RULES[command];
  const request = messages.requestOf(command, shape);
  const response = messages.responseOf(command, shape);
  const given = request.pairs === null ? suggestRequest(command, request.parts) : suggestRequest(command, NOTHING);
  const answer = suggestAnswer(command, response.parts);
  const said = [...reasons];
  let total = score;
  // A type of the schema that speaks of the record stands for the noun that the name does not have.
  if (noun === 0 && (request.isGeneric || response.isGeneric)) {
    total += WEIGHTS.generic * WEIGHTS.noun;
    said.push('it carries records of any kind');
  }
  const isWrite = rule.gives.length === 0;
  const [asked, told] = [share(given), share(answer)];
  total += WEIGHTS.fit * (isWrite ? 0.75 * asked + 0.25 * told : 0.3 * asked + 0.7 * told);
  const taken = [...given.fields.values()].filter((one) => one !== null).length;
  if (taken > 0) said.push(`its request takes ${taken} of ${given.fields.size} fields`);
  const read = [...answer.fields.values()].filter((one) => one !== null).length;
  if (read > 0 && answer.fields.size > 2) said.push(`its answer has ${read} of ${answer.fields.size} fields`);
  for (const [list, one] of answer.lists) if (one !== null) said.push(`its answer has rows for ${list}`);
  const takes =
    (request.pairs !== null && request.takesAny) ||
    found(given, rule.needs) ||
    (request.takesAny && !rule.byPlace) ||
    (request.pairs === null &&
      rule.needs.some((need) => EACH.has(need)) &&
      placeForEach('item', request.parts) !== null);
  if (!takes) {
    total = Math.min(total, PROPOSED_MIN - 0.05);
    said.push(`but nothing in its request takes ${rule.needs.join(' or ')}`);
  }
  if (!isWrite && !found(answer, rule.gives) && !response.isGeneric) {
    total = Math.min(total, PROPOSED_MIN - 0.05);
    said.push(`but nothing in its answer gives ${rule.gives.join(' or ')}`);
  }
  const isNamed = noun > 0 || request.isGeneric || response.isGeneric || speaksInRows(rule, answer);
  // The wrong operation for a write is the worst of mistakes: any doubt is a person's to settle.
  if (verb === 0 || !isNamed || (isWrite && isOther)) total = Math.min(total, PROPOSED_MIN - 0.05);
  if (messages.isSampled(command, shape) && !(isWrite && verb === 0 && readsOnly(shape.name))) {
    total = Math.max(total, 0.95);
    said.unshift('a sample of it was given for this command');
  }
  const confidence = Math.max(0, Math.min(1, total));
  return { service, operation: shape.name, shape, confidence, reasons: said, given, answer, request, response };
}

/** The operations that may carry a command, likeliest first, each with why. */
export function rankedFor(
  command: CommandName,
  services: ReadonlyMap<string, ServiceShape>,
  messages: Messages,
): Ranked[] {
  const rule = COMMAND_RULES[command];
  const all = [...services].flatMap(([service, { operations }]) =>
    [...operations.values()].map((shape) => byName(rule, service, shape)),
  );
  const sampled = all.filter(({ shape }) => messages.isSampled(command, shape));
  const likely = all
    .filter(({ score, verb }) => score >= WORTH_A_LOOK && verb > 0)
    .toSorted((a, b) => b.score - a.score || a.shape.name.localeCompare(b.shape.name))
    .slice(0, LOOKED_INTO_MAX);
  return [...new Set([...sampled, ...likely])]
    .map((named) => lookedInto(command, named, messages))
    .filter(({ confidence }) => confidence > 0.2)
    .toSorted((a, b) => b.confidence - a.confidence || a.operation.localeCompare(b.operation));
}
