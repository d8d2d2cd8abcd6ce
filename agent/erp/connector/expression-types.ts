import { z } from 'zod';
import type { Format } from '#contracts/connector-format';
import type { FoundValue, ReadFields } from '#contracts/connector-read';
import { takenFormat } from './aggregate.ts';
import type { ContractFields } from './contract-fields.ts';
import { type ExpressionType, typeOfFormat } from './expressions.ts';
import { TEXT } from './formats.ts';

/** The types that values have in an expression: those of their formats, or of the contract's input. */

const formatOf = (as: string | undefined, formats: Record<string, Format>): Format =>
  (as === undefined ? undefined : formats[as]) ?? TEXT;

export const typesOf = (
  values: Record<string, FoundValue>,
  formats: Record<string, Format>,
): Record<string, ExpressionType> =>
  Object.fromEntries(
    Object.entries(values).map(([name, { as, take }]) => [
      name,
      typeOfFormat(takenFormat(take, formatOf(as, formats))),
    ]),
  );

/** The fields of an entry; lists in it and values computed are left out. */
export function rowTypes(fields: ReadFields, formats: Record<string, Format>): Record<string, ExpressionType> {
  const types: Record<string, ExpressionType> = {};
  for (const [field, entry] of Object.entries(fields)) {
    if ('path' in entry) types[field] = typeOfFormat(takenFormat(entry.take, formatOf(entry.as, formats)));
    else if ('const' in entry && typeof entry.const === 'string') types[field] = 'string';
    else if ('const' in entry && typeof entry.const === 'boolean') types[field] = 'bool';
    else if ('position' in entry) types[field] = 'int';
  }
  return types;
}

/** The fields of a command's input that are no lists. Amounts are text there: `decimal(input.x)`. */
export function inputTypes(input: ContractFields): Record<string, ExpressionType> {
  const types: Record<string, ExpressionType> = {};
  for (const [name, field] of input) {
    if (field.kind !== 'value') continue;
    const schema = field.schema instanceof z.ZodNullable ? field.schema.unwrap() : field.schema;
    types[name] = schema instanceof z.ZodBoolean ? 'bool' : schema instanceof z.ZodNumber ? 'int' : 'string';
  }
  return types;
}
