/** Plain JSON, as a schema is made of. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** What one version of the contracts says: the name of a schema (`customer.Customer`) and its JSON Schema. */
export interface ContractSchemas {
  version: string;
  schemas: Record<string, JsonObject>;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Equal as JSON: the order of keys does not count, the order of lists does. */
export const isSameJson = (a: Json | undefined, b: Json | undefined): boolean => sortedText(a) === sortedText(b);

/** JSON text with sorted keys, so that the same content is the same text. */
export const sortedText = (value: Json | object | undefined, indent?: number): string =>
  JSON.stringify(value, (_key, inner: unknown) => (isPlain(inner) ? sorted(inner) : inner), indent) ?? '';

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const sorted = (value: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
