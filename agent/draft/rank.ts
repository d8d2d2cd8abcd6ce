import type { CommandName } from '#contracts/commands';
import type { ElementShape, OperationShape, ServiceShape } from '../erp/soap/shapes.ts';
import { partsOf } from './leaves.ts';
import { speaksOf } from './names.ts';
import { COMMAND_RULES } from './rules/commands.ts';
import { suggestRequest } from './suggest.ts';

export interface Ranked {
  service: string;
  operation: string;
  shape: OperationShape;
  /** 0 to 1. */
  confidence: number;
  reasons: string[];
}

/** Below this an operation is not proposed. */
export const PROPOSED_MIN = 0.5;

/** Below this an operation's request is not looked at: some WSDLs are very large. */
const WORTH_A_LOOK = 0.4;

const hasRows = (shape: ElementShape): boolean => partsOf(shape).lists.length > 0;
const best = (name: string, concepts: readonly string[]): { concept: string; score: number } =>
  concepts.reduce(
    (found, concept) => {
      const score = speaksOf(name, concept);
      return score > found.score ? { concept, score } : found;
    },
    { concept: '', score: 0 },
  );

/** The operations that may carry a command, likeliest first, each with why. */
export function rankedFor(command: CommandName, services: ReadonlyMap<string, ServiceShape>): Ranked[] {
  const rule = COMMAND_RULES[command];
  const ranked: Ranked[] = [];
  for (const [service, { operations }] of services)
    for (const shape of operations.values()) {
      const { name } = shape;
      const reasons: string[] = [];
      const verb = best(name, rule.verbs);
      const noun = best(name, rule.nouns);
      const lent = best(service, rule.nouns);
      const nounScore = Math.max(noun.score, 0.8 * lent.score);
      if (verb.score > 0) reasons.push(`its name speaks of "${verb.concept}"`);
      if (noun.score > 0) reasons.push(`and of "${noun.concept}"`);
      else if (lent.score > 0) reasons.push(`its service speaks of "${lent.concept}"`);
      let score = 0.45 * verb.score + 0.45 * nounScore;
      if (rule.hasRows !== null && hasRows(shape.response) === rule.hasRows) {
        score += 0.1;
        reasons.push(rule.hasRows ? 'its answer has rows' : 'its answer is one record');
      }
      const against = rule.not.filter((concept) => speaksOf(name, concept) > Math.max(verb.score, noun.score) - 0.3);
      if (against.length > 0) {
        score -= 0.3;
        reasons.push(`but it speaks of "${against.join('", "')}"`);
      }
      if (score > WORTH_A_LOOK) {
        const { given } = suggestRequest(command, shape);
        const fields = [...given.fields.values()];
        const taken = fields.filter((found) => found !== null).length;
        score += fields.length === 0 ? 0 : (0.15 * taken) / fields.length;
        if (taken > 0) reasons.push(`its request takes ${taken} of ${fields.length} fields`);
      }
      // Without either of both it is a guess that only costs time.
      if (verb.score === 0 || nounScore === 0) score = Math.min(score, PROPOSED_MIN - 0.05);
      const confidence = Math.max(0, Math.min(1, score));
      if (confidence > 0.2) ranked.push({ service, operation: name, shape, confidence, reasons });
    }
  return ranked.toSorted((a, b) => b.confidence - a.confidence || a.operation.localeCompare(b.operation));
}
