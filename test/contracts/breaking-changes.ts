import { type ContractSchemas, isObject, isSameJson, type Json, type JsonObject } from './json-schema.ts';

/**
 * Which changes of a contract need a new major version.
 *
 * Gateway and agent are updated at different times, and each is at once reader and writer. So both directions count:
 * what was narrowed breaks an old writer (its messages are refused), and what was widened breaks an old reader
 * (readers are strict: an unknown property, or an enum value they do not know, is refused).
 *
 * Additive, and therefore allowed within a major version, is only:
 *   - a new schema
 *   - words for people: title, description, examples, deprecated, $comment
 * A new optional property is breaking for an old strict reader. So is a new command or a new error code, since their
 * names are enums inside messages that exist. Everything that is not known here to be additive is breaking.
 */

const ANNOTATIONS = new Set(['$schema', '$comment', 'title', 'description', 'examples', 'deprecated']);
/** Keywords whose value is a list in which the order means nothing. */
const SETS = new Set(['enum', 'type', 'x-refinements']);
/** Keywords for which a smaller value is the narrower one, and those for which a larger one is. */
const UPPER_BOUNDS = new Set(['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']);
const LOWER_BOUNDS = new Set(['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']);
/** Keywords whose value is a schema, a list of schemas, or schemas by name. */
const SCHEMA = new Set(['items', 'additionalProperties', 'propertyNames', 'not', 'contains', 'unevaluatedProperties']);
const SCHEMA_LISTS = new Set(['anyOf', 'oneOf', 'allOf', 'prefixItems']);

/** One readable line for every breaking change from `published` to `current`; none when it is safe. */
export function breakingChanges(published: ContractSchemas, current: ContractSchemas): string[] {
  return Object.entries(published.schemas).flatMap(([name, before]) => {
    const now = current.schemas[name];
    return now === undefined ? [`${name}: the schema was removed`] : compareSchemas(name, before, now);
  });
}

function compareSchemas(at: string, before: Json, now: Json): string[] {
  if (isSameJson(before, now)) return [];
  if (!isObject(before) || !isObject(now)) return [`${at}: ${opened(before, now)}`];
  const keywords = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return keywords.flatMap((keyword) => compareKeyword(at, keyword, before, now));
}

const opened = (before: Json, now: Json): string =>
  now === false ? 'was closed' : before === false ? 'was opened' : 'has another schema';

function compareKeyword(at: string, keyword: string, before: JsonObject, now: JsonObject): string[] {
  const [old, fresh] = [before[keyword], now[keyword]];
  if (ANNOTATIONS.has(keyword) || isSameJson(old, fresh)) return [];
  if (keyword === 'properties' || keyword === '$defs') return compareProperties(at, old, fresh, requiredOf(now));
  if (keyword === 'required') return compareRequired(at, before, now);
  if (SETS.has(keyword) && old !== undefined && fresh !== undefined) return compareSets(at, keyword, old, fresh);
  if (UPPER_BOUNDS.has(keyword)) return [`${at}: ${keyword} ${bound(old, fresh, (a, b) => b < a)}`];
  if (LOWER_BOUNDS.has(keyword)) return [`${at}: ${keyword} ${bound(old, fresh, (a, b) => b > a)}`];
  if (SCHEMA.has(keyword) && old !== undefined && fresh !== undefined) {
    return compareSchemas(`${at}/${keyword}`, old, fresh);
  }
  if (SCHEMA_LISTS.has(keyword) && Array.isArray(old) && Array.isArray(fresh)) {
    return compareVariants(`${at}/${keyword}`, old, fresh);
  }
  return [`${at}: ${keyword} was ${old === undefined ? 'added' : fresh === undefined ? 'removed' : 'changed'}`];
}

const requiredOf = (schema: JsonObject): string[] =>
  Array.isArray(schema.required) ? schema.required.map(String) : [];

function compareProperties(at: string, old: Json | undefined, fresh: Json | undefined, required: string[]): string[] {
  const before = isObject(old) ? old : {};
  const now = isObject(fresh) ? fresh : {};
  const gone = Object.keys(before).filter((name) => !(name in now));
  const added = Object.keys(now).filter((name) => !(name in before));
  return [
    ...gone.map((name) => `${at}.${name}: the property was removed`),
    ...added.map((name) =>
      required.includes(name)
        ? `${at}.${name}: a required property was added`
        : `${at}.${name}: an optional property was added, which an old strict reader refuses`,
    ),
    ...Object.entries(before).flatMap(([name, schema]) => {
      const other = now[name];
      return other === undefined ? [] : compareSchemas(`${at}.${name}`, schema, other);
    }),
  ];
}

/** Only properties that stay; those that came or went are named by `compareProperties`. */
function compareRequired(at: string, before: JsonObject, now: JsonObject): string[] {
  const stays = (name: string) => hasProperty(before, name) && hasProperty(now, name);
  const [old, fresh] = [requiredOf(before), requiredOf(now)];
  return [
    ...fresh.filter((name) => stays(name) && !old.includes(name)).map((name) => `${at}.${name}: became required`),
    ...old.filter((name) => stays(name) && !fresh.includes(name)).map((name) => `${at}.${name}: became optional`),
  ];
}

const hasProperty = (schema: JsonObject, name: string): boolean =>
  isObject(schema.properties) && name in schema.properties;

function compareSets(at: string, keyword: string, old: Json, fresh: Json): string[] {
  const [before, now] = [members(old), members(fresh)];
  return [
    ...before.filter((value) => !now.includes(value)).map((value) => `${at}: ${keyword} lost ${value}`),
    ...now.filter((value) => !before.includes(value)).map((value) => `${at}: ${keyword} gained ${value}`),
  ];
}

const members = (value: Json): string[] =>
  (Array.isArray(value) ? value : [value]).map((member) => JSON.stringify(member));

function bound(old: Json | undefined, fresh: Json | undefined, isNarrower: (a: number, b: number) => boolean): string {
  if (typeof old !== 'number') return `was narrowed to ${fresh}`;
  if (typeof fresh !== 'number') return `was widened: ${old} no longer holds`;
  return `was ${isNarrower(old, fresh) ? 'narrowed' : 'widened'} from ${old} to ${fresh}`;
}

/** Variants have no names, so they are compared by place; one that came or went is said as such. */
function compareVariants(at: string, old: Json[], fresh: Json[]): string[] {
  const gone = old.filter((variant) => !fresh.some((other) => isSameJson(variant, other)));
  const added = fresh.filter((variant) => !old.some((other) => isSameJson(variant, other)));
  if (old.length === fresh.length) {
    return old.flatMap((variant, place) => compareSchemas(`${at}[${place}]`, variant, fresh[place] ?? true));
  }
  return [
    ...gone.map((variant) => `${at}: a variant was removed or changed: ${short(variant)}`),
    ...added.map((variant) => `${at}: a variant was added or changed: ${short(variant)}`),
  ];
}

const short = (schema: Json): string => {
  const text = JSON.stringify(schema);
  return text.length > 120 ? `${text.slice(0, 120)}…` : text;
};
