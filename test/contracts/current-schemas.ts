import { readdirSync } from 'node:fs';
import { z } from 'zod';
import { COMMANDS } from '#contracts/commands';
import { ERRORS } from '#contracts/errors';
import { CONTRACT_VERSION } from '#contracts/version';
import { type ContractSchemas, isSameJson, type Json, type JsonObject } from './json-schema.ts';

export const CONTRACTS_FOLDER = new URL('../../contracts/', import.meta.url);

/**
 * Every exported schema of contracts/ as JSON Schema (draft 2020-12), by `<file>.<export>`.
 * The plain name is what travels; `….parsed` beside it is what a reader holds after defaults and transforms,
 * where that differs. Besides the zod schemas:
 *   commands.<name>.input / .output / .effect   the table of commands
 *   errors.categories                           the category of every error code, since it decides behaviour
 *   <file>.<NAME>                               numbers and words that both sides must agree on, such as frames.CLOSE
 */
export async function currentSchemas(): Promise<ContractSchemas> {
  const schemas: Record<string, JsonObject> = {};
  const files = readdirSync(CONTRACTS_FOLDER).filter(
    // The parts of the connector document are described within it.
    (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('connector-'),
  );
  for (const file of files.sort()) {
    const module: Record<string, unknown> = await import(new URL(file, CONTRACTS_FOLDER).href);
    for (const [name, value] of Object.entries(module)) {
      Object.assign(schemas, schemasOf(`${file.slice(0, -'.ts'.length)}.${name}`, value));
    }
  }
  return { version: CONTRACT_VERSION, schemas };
}

/** Exported values that say nothing about what travels, or are described by their own entries. */
const NOT_DESCRIBED = new Set(['version.CONTRACT_VERSION', 'decimal.ZERO']);

/** The JSON Schemas of one exported value; none for a function or a type. */
export function schemasOf(name: string, value: unknown): Record<string, JsonObject> {
  if (value === COMMANDS) return commandSchemas();
  if (value === ERRORS) return { 'errors.categories': errorCategories() };
  if (value instanceof z.ZodType) return bothForms(name, value);
  if (typeof value === 'function' || NOT_DESCRIBED.has(name)) return {};
  return { [name]: { const: JSON.parse(JSON.stringify(value)) as Json } };
}

function commandSchemas(): Record<string, JsonObject> {
  const entries = Object.entries(COMMANDS).map(([name, command]) => ({
    ...bothForms(`commands.${name}.input`, command.input),
    ...bothForms(`commands.${name}.output`, command.output),
    [`commands.${name}.effect`]: { const: command.effect },
  }));
  return Object.assign({}, ...entries);
}

const errorCategories = (): JsonObject => ({
  type: 'object',
  properties: Object.fromEntries(Object.entries(ERRORS).map(([code, { category }]) => [code, { const: category }])),
  required: Object.keys(ERRORS).sort(),
  additionalProperties: false,
});

function bothForms(name: string, schema: z.ZodType): Record<string, JsonObject> {
  const travels = jsonSchemaOf(schema, 'input');
  const parsed = jsonSchemaOf(schema, 'output');
  return isSameJson(travels, parsed) ? { [name]: travels } : { [name]: travels, [`${name}.parsed`]: parsed };
}

/**
 * JSON Schema cannot say what a `refine` checks, so its sentence is published beside it as `x-refinements`.
 * A refinement that keeps its sentence and changes its code is not seen.
 */
function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const made = z.toJSONSchema(schema, {
    io,
    override: ({ zodSchema, jsonSchema }) => {
      const refinements = (zodSchema._zod.def.checks ?? []).flatMap(refinementOf);
      if (refinements.length > 0) Object.assign(jsonSchema, { 'x-refinements': refinements });
    },
  });
  return JSON.parse(JSON.stringify(made)) as JsonObject;
}

function refinementOf(check: z.core.$ZodCheck<never>): string[] {
  const { check: kind, error } = check._zod.def;
  if (kind !== 'custom') return [];
  const sentence = error?.({ code: 'custom', input: undefined, path: [], message: '' } as never);
  return [typeof sentence === 'string' ? sentence : (sentence?.message ?? 'unnamed')];
}
