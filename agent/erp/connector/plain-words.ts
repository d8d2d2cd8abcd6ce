import { z } from 'zod';
import { instead } from './near-word.ts';

/**
 * What the schema of the document says, in words for somebody who has never seen a schema. No text of the document is
 * repeated: it may be a secret. What belongs at a place stands beside it in the contract.
 */
type Raw = z.core.$ZodRawIssue;

const keysOf = (schema: unknown): string[] => {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  return schema instanceof z.ZodRecord && schema.keyType instanceof z.ZodEnum ? schema.keyType.options.map(String) : [];
};

const about = (schema: unknown): string => {
  const said = schema instanceof z.ZodType ? schema.description : undefined;
  return said === undefined ? '' : `: ${said}`;
};

const BELONGS: Record<string, string> = {
  string: 'a text belongs here',
  number: 'a number belongs here, without quotes and without a unit',
  int: 'a whole number belongs here, without quotes and without a unit',
  boolean: 'true or false belongs here, without quotes',
  array: 'a list belongs here: put it in brackets, e.g. ["0"]',
};

function typeWords({ expected, input, inst }: Extract<Raw, { code: 'invalid_type' }>): string {
  if (input === undefined) return `it is missing${about(inst)}`;
  const keys = keysOf(inst);
  const group = `keys with values belong here${keys.length === 0 ? '' : ` (${keys.join(', ')})`}`;
  const belongs = BELONGS[expected] ?? group;
  if (input === null) return `nothing stands here, and ${belongs}`;
  const isQuotable = typeof input === 'number' || typeof input === 'boolean';
  if (expected === 'string' && isQuotable)
    return `YAML reads this as ${typeof input === 'number' ? 'a number' : 'yes or no'}, and a text belongs here: put it in quotes`;
  if (expected === 'int' && typeof input === 'number') return 'a whole number belongs here';
  const stands = Array.isArray(input) ? 'a list' : typeof input === 'object' ? 'keys' : 'a single value';
  return BELONGS[expected] === undefined ? `${group}, and ${stands} stands here` : belongs;
}

function oneOf(input: unknown, values: readonly unknown[]): string {
  const words = values.map(String);
  if (words.length === 1) return `write ${words[0]}`;
  const said = typeof input === 'string' ? instead(input, words, 'it is one of') : 'it is one of';
  return said.startsWith('did') ? `it is one of ${words.join(', ')}: ${said}` : `it is one of ${words.join(', ')}`;
}

function sizeWords({ origin }: { origin: string }, word: 'least' | 'most', size: number | bigint): string {
  if (origin === 'string')
    return word === 'least' ? 'nothing stands here, and a text belongs here' : `it is longer than ${size} characters`;
  return `it must be at ${word} ${size}${origin === 'array' ? ' long' : ''}`;
}

/** Of a key that is not known; of several, a line for each. */
function keyWords(keys: readonly string[], known: readonly string[]): string {
  const said = (key: string): string => {
    if (key === '<<') return '<< is not part of this language: give the whole group a name (&name) and use it (*name)';
    return known.length === 0 ? `${key} is not known here` : `${key} is not known here: ${instead(key, known)}`;
  };
  return keys.map(said).join('\n');
}

/** For zod, in place of its own sentences. */
export function plainWords(issue: Raw): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return typeWords(issue);
    case 'invalid_value':
      return issue.input === undefined
        ? `it is missing: ${oneOf(undefined, issue.values)}`
        : oneOf(issue.input, issue.values);
    case 'too_small':
      return sizeWords(issue, 'least', issue.minimum);
    case 'too_big':
      return sizeWords(issue, 'most', issue.maximum);
    case 'unrecognized_keys':
      return keyWords(issue.keys, keysOf(issue.inst));
    case 'invalid_union': {
      const { inst, input } = issue;
      if (!(inst instanceof z.ZodDiscriminatedUnion)) return undefined;
      const key = inst.def.discriminator;
      const given = typeof input === 'object' && input !== null ? Reflect.get(input, key) : undefined;
      return oneOf(given, [...(inst._zod.propValues?.[key] ?? [])]);
    }
    default:
      return undefined;
  }
}
