import type { QName } from './shapes.ts';

/**
 * Prefixes and names of a document (Namespaces in XML 1.0), for elements of which there are very many and names of
 * which there are few: a name is resolved once in each scope. An unbound prefix is refused, never passed on.
 */
export interface Scope {
  /** Prefix → namespace; the empty prefix is the default. */
  readonly prefixes: ReadonlyMap<string, string>;
  readonly names: Map<string, QName>;
}

/** Why a name or a declaration is not allowed. */
export class BadName extends Error {}

/** 1,000: no service has that many element names; a document that has is looked up name by name. */
const NAMES_KEPT_MAX = 1000;

const XML = 'http://www.w3.org/XML/1998/namespace';
const XMLNS = 'http://www.w3.org/2000/xmlns/';

export const outermost = (): Scope => ({
  prefixes: new Map([
    ['', ''],
    ['xml', XML],
  ]),
  names: new Map(),
});

function split(written: string): [prefix: string, local: string] {
  const colon = written.indexOf(':');
  if (colon === -1) return ['', written];
  const prefix = written.slice(0, colon);
  const local = written.slice(colon + 1);
  if (prefix === '' || local === '' || local.includes(':')) throw new BadName('a malformed name');
  return [prefix, local];
}

const boundTo = (scope: Scope, prefix: string): string => {
  const namespace = scope.prefixes.get(prefix);
  if (namespace === undefined) throw new BadName('a prefix that is not declared');
  return namespace;
};

/** The full name of an element as written, e.g. `k:Auftrag`. */
export function elementName(scope: Scope, written: string): QName {
  const known = scope.names.get(written);
  if (known !== undefined) return known;
  const [prefix, local] = split(written);
  const name = { namespace: boundTo(scope, prefix), local };
  if (scope.names.size < NAMES_KEPT_MAX) scope.names.set(written, name);
  return name;
}

function declare(prefix: string, value: string): [string, string] {
  const namespace = value.trim();
  const reserved = prefix === 'xmlns' || namespace === XMLNS || (prefix === 'xml') !== (namespace === XML);
  if (reserved) throw new BadName('a reserved prefix or namespace');
  if (prefix !== '' && namespace === '') throw new BadName('a prefix declared as nothing');
  return [prefix, namespace];
}

/** The scope inside an element with these attributes; the same one where they declare nothing new. */
function scopeInside(scope: Scope, attributes: Record<string, string>): Scope {
  let prefixes: Map<string, string> | null = null;
  for (const written in attributes) {
    if (!written.startsWith('xmlns') || (written.length > 5 && written[5] !== ':')) continue;
    const [prefix, namespace] = declare(written.length > 5 ? split(written)[1] : '', attributes[written] ?? '');
    // ERPs repeat the same declaration on every row.
    if (scope.prefixes.get(prefix) === namespace) continue;
    prefixes ??= new Map(scope.prefixes);
    prefixes.set(prefix, namespace);
  }
  return prefixes === null ? scope : { prefixes, names: new Map() };
}

/**
 * What the attributes of one element say: the scope inside it, and its attributes that have a namespace, as
 * `{namespace}local` → value. One that is there twice under two prefixes is refused.
 */
export function readAttributes(
  outer: Scope,
  attributes: Record<string, string>,
): { scope: Scope; qualified: ReadonlyMap<string, string> } {
  const scope = scopeInside(outer, attributes);
  const qualified = new Map<string, string>();
  for (const written in attributes) {
    const [prefix, local] = split(written);
    if (prefix === '' || prefix === 'xmlns') continue;
    const name = `{${boundTo(scope, prefix)}}${local}`;
    if (qualified.has(name)) throw new BadName('an attribute twice');
    qualified.set(name, attributes[written] ?? '');
  }
  return { scope, qualified };
}
