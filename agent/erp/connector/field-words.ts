import { z } from 'zod';
import type { ContractField } from './contract-fields.ts';

/** What the contract wants in a field, for somebody who writes a connector. */

/** Each kind of text by one that it takes and one that it does not. */
const KINDS: readonly { takes: string; notAlso: string; words: string }[] = [
  { takes: '1.00', notAlso: 'x', words: 'a decimal: a format of type decimal' },
  { takes: '2026-01-31', notAlso: 'x', words: 'a day: a format of type date, datetime or epoch' },
  { takes: '2026-01-31T00:00:00.000Z', notAlso: 'x', words: 'a moment: a format of type datetime or epoch' },
  { takes: 'EUR', notAlso: 'x', words: 'a currency as three letters, e.g. EUR' },
  { takes: 'DE', notAlso: 'x', words: 'a country as two letters, e.g. DE' },
];

const bare = (schema: z.ZodType): unknown =>
  schema instanceof z.ZodNullable ? bare(schema.unwrap() as z.ZodType) : schema;

/** The words that a field may have, where it is one of a few. */
export function wordsOf(field: ContractField): string[] | null {
  if (field.kind !== 'value') return null;
  const schema = bare(field.schema);
  return schema instanceof z.ZodEnum ? schema.options.map(String) : null;
}

export function fieldWords(field: ContractField): string {
  if (field.kind !== 'value') return 'a list: each and fields';
  const words = wordsOf(field);
  if (words !== null) return `one of ${words.join(', ')}: a const, or a format of type words`;
  const takes = (value: unknown): boolean => field.schema.safeParse(value).success;
  if (takes(true)) return 'yes or no: a format of type flag';
  if (takes(1)) return 'a whole number: a format of type integer';
  return KINDS.find((kind) => takes(kind.takes) && !takes(kind.notAlso))?.words ?? 'a text';
}
