import { decodeXml } from '../soap/decode.ts';
import type { XmlGroup, XmlValue } from '../soap/encode.ts';
import { type Namespaces, namespaceOf } from '../soap/xml-path.ts';
import { escapeAttribute, escapeText, isXmlText } from '../soap/xml-text.ts';
import type { XmlElement } from '../soap/xml-tree.ts';
import type { Steps } from '../steps.ts';
import { bad, type Formatted, good } from './format-value.ts';

/** Documents that are carried as text inside an element: XML or JSON, in requests and in answers. */

class Refused extends Error {}

function xmlParts(name: string, value: XmlValue, parts: string[], prefixes: Set<string>): void {
  if (Array.isArray(value)) {
    for (const entry of value) xmlParts(name, entry, parts, prefixes);
    return;
  }
  const colon = name.indexOf(':');
  if (colon !== -1) prefixes.add(name.slice(0, colon));
  if (value === null) return;
  if (typeof value === 'string') {
    if (!isXmlText(value)) throw new Refused(`${name} has a character that XML does not allow`);
    parts.push(`<${name}>${escapeText(value)}</${name}>`);
    return;
  }
  parts.push(`<${name}`);
  for (const [key, attribute] of Object.entries(value)) {
    if (!key.startsWith('@') || attribute === null) continue;
    if (typeof attribute !== 'string') throw new Refused(`${name}/${key} takes one text`);
    if (!isXmlText(attribute)) throw new Refused(`${name}/${key} has a character that XML does not allow`);
    parts.push(` ${key.slice(1)}="${escapeAttribute(attribute)}"`);
  }
  parts.push('>');
  const own = value['.'];
  if (typeof own === 'string') {
    if (!isXmlText(own)) throw new Refused(`${name} has a character that XML does not allow`);
    parts.push(escapeText(own));
  }
  for (const [key, inner] of Object.entries(value)) {
    if (key !== '.' && !key.startsWith('@')) xmlParts(key, inner, parts, prefixes);
  }
  parts.push(`</${name}>`);
}

/** An XML document as text, its elements in the order of the group. A problem names the place, never the value. */
export function xmlText(
  { root, declaration }: { root: string; declaration: boolean },
  group: XmlGroup,
  namespaces: Namespaces,
): Formatted<string> {
  const parts: string[] = [];
  const prefixes = new Set<string>();
  try {
    xmlParts(root, group, parts, prefixes);
  } catch (thrown) {
    if (thrown instanceof Refused) return bad(thrown.message);
    throw thrown;
  }
  let declared = '';
  for (const prefix of prefixes) {
    const namespace = namespaceOf(prefix, namespaces);
    if (namespace === null) return bad(`the prefix ${prefix} is not in namespaces`);
    declared += ` xmlns:${prefix}="${escapeAttribute(namespace)}"`;
  }
  const text = parts.join('').replace(`<${root}`, () => `<${root}${declared}`);
  return good(declaration ? `<?xml version="1.0" encoding="UTF-8"?>${text}` : text);
}

const BARE = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?|true|false)$/;

function jsonOf(name: string, value: XmlValue, bare: ReadonlySet<string>): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `[${value.map((entry) => jsonOf(name, entry, bare)).join(',')}]`;
  if (typeof value === 'string') {
    if (!bare.has(name)) return JSON.stringify(value);
    if (!BARE.test(value)) throw new Refused(`${name} is neither a number nor true or false`);
    return value;
  }
  const members = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${jsonOf(key, inner, bare)}`);
  return `{${members.join(',')}}`;
}

/** A JSON document as text; `bare` are the names whose values are no strings. */
export function jsonText(group: XmlGroup, bare: readonly string[]): Formatted<string> {
  try {
    return good(jsonOf('', group, new Set(bare)));
  } catch (thrown) {
    if (thrown instanceof Refused) return bad(thrown.message);
    throw thrown;
  }
}

const DEPTH_MAX = 64;
const ELEMENTS_MAX = 300_000;

const element = (name: string, text: string, children: XmlElement[], nil: boolean): XmlElement => ({
  name,
  namespace: '',
  text,
  children,
  nil,
});

/** Members become elements, and an array repeats the element of its name; one in an array is called `item`. */
function elementsOf(name: string, value: unknown, depth: number, count: { left: number }): XmlElement[] {
  count.left -= 1;
  if (count.left < 0) throw new Refused(`more than ${ELEMENTS_MAX} values`);
  if (depth > DEPTH_MAX) throw new Refused(`deeper than ${DEPTH_MAX} levels`);
  if (Array.isArray(value)) {
    return value.flatMap((entry) =>
      Array.isArray(entry)
        ? [element(name, '', elementsOf('item', entry, depth + 1, count), false)]
        : elementsOf(name, entry, depth + 1, count),
    );
  }
  if (value === null) return [element(name, '', [], true)];
  if (typeof value !== 'object') return [element(name, String(value), [], false)];
  const children = Object.entries(value).flatMap(([key, inner]) => elementsOf(key, inner, depth + 1, count));
  return [element(name, '', children, false)];
}

/** Numbers keep the digits they were written with: no amount passes through a binary float. */
const asWritten = (_key: string, value: unknown, context?: { source?: string }): unknown =>
  typeof value === 'number' ? (context?.source ?? String(value)) : value;

function readJson(text: string): Formatted<XmlElement> {
  try {
    const [root, ...more] = elementsOf('item', JSON.parse(text, asWritten), 0, { left: ELEMENTS_MAX });
    // A list at the top is an element of its own, so that `item` is a path to its entries.
    const top = element('', '', root === undefined ? [] : [root, ...more], false);
    return good(text.trimStart().startsWith('[') ? top : (root ?? top));
  } catch (thrown) {
    return bad(thrown instanceof Refused ? thrown.message : 'text that is not JSON');
  }
}

/** The document that an answer carries as text. Its paths start below its root. */
export function* readPayload(text: string, holds: 'xml' | 'json'): Steps<Formatted<XmlElement>> {
  const trimmed = text.trim();
  if (trimmed === '') return bad('the document inside the answer is empty');
  if (holds === 'json') return readJson(trimmed);
  // It is text already: whatever charset its declaration names was that of another envelope.
  const decoded = yield* decodeXml(new TextEncoder().encode(trimmed), 'text/xml; charset=utf-8');
  return decoded.ok ? good(decoded.root) : bad(`the document inside the answer: ${decoded.problem}`);
}
