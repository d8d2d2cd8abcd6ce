import { z } from 'zod';

/** A field of a command's input or output, as far as a mapping needs to know it. */
export type ContractField =
  | { kind: 'value'; schema: z.ZodType; nullable: boolean }
  | { kind: 'list'; fields: ContractFields }
  | { kind: 'texts'; entry: ContractField };
export type ContractFields = ReadonlyMap<string, ContractField>;

function fieldOf(schema: unknown): ContractField {
  if (schema instanceof z.ZodArray) {
    return schema.element instanceof z.ZodObject
      ? { kind: 'list', fields: fieldsOf(schema.element) }
      : { kind: 'texts', entry: fieldOf(schema.element) };
  }
  const value = schema as z.ZodType;
  return { kind: 'value', schema: value, nullable: value.safeParse(null).success };
}

/** The fields of an object of the contract; none for anything else. */
export function fieldsOf(schema: unknown): ContractFields {
  const fields = new Map<string, ContractField>();
  if (!(schema instanceof z.ZodObject)) return fields;
  for (const [name, inner] of Object.entries(schema.shape)) fields.set(name, fieldOf(inner));
  return fields;
}
