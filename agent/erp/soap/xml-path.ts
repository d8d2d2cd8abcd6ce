import { NOTHING, type TextAt, TWICE, textIn, type XmlElement } from './xml-tree.ts';

/** A path of a connector document, split once. */
export interface XmlPath {
  /** As it is written in the document. */
  text: string;
  /** From the top of the answer, also where it is read in a row. */
  fromTop: boolean;
  steps: readonly PathStep[];
  attribute: NameTest | null;
}
interface NameTest {
  local: string;
  /** Null: any namespace. */
  namespace: string | null;
}
export interface PathStep extends NameTest {
  /** `[@column=Name]`, `[key/@value=id]`: only where an attribute, or an element below, has this text. */
  test: { path: XmlPath; text: string } | null;
}

/** Prefix → namespace, as the document gives them. */
export type Namespaces = Readonly<Record<string, string>>;

/** Prefixes that every document has. */
export const KNOWN_PREFIXES: Namespaces = {
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
  xsd: 'http://www.w3.org/2001/XMLSchema',
  soap11: 'http://schemas.xmlsoap.org/soap/envelope/',
  soap12: 'http://www.w3.org/2003/05/soap-envelope',
  soapenc: 'http://schemas.xmlsoap.org/soap/encoding/',
};

/** Null where the prefix is not declared. */
export function namespaceOf(prefix: string, namespaces: Namespaces): string | null {
  if (Object.hasOwn(namespaces, prefix)) return namespaces[prefix] ?? null;
  return Object.hasOwn(KNOWN_PREFIXES, prefix) ? (KNOWN_PREFIXES[prefix] ?? null) : null;
}

/** A prefix that the document does not declare. */
export class UnknownPrefix extends Error {}

function nameTest(qualified: string, namespaces: Namespaces): NameTest {
  const colon = qualified.indexOf(':');
  if (colon === -1) return { local: qualified, namespace: null };
  const prefix = qualified.slice(0, colon);
  const namespace = namespaceOf(prefix, namespaces);
  if (namespace === null) throw new UnknownPrefix(`the prefix ${prefix} is not in namespaces`);
  return { local: qualified.slice(colon + 1), namespace };
}

function stepOf(segment: string, namespaces: Namespaces): PathStep {
  const bracket = segment.indexOf('[');
  if (bracket === -1) return { ...nameTest(segment, namespaces), test: null };
  const condition = segment.slice(bracket + 1, -1);
  const equals = condition.indexOf('=');
  return {
    ...nameTest(segment.slice(0, bracket), namespaces),
    test: { path: compilePath(condition.slice(0, equals), namespaces), text: condition.slice(equals + 1) },
  };
}

/** @throws UnknownPrefix */
export function compilePath(text: string, namespaces: Namespaces): XmlPath {
  const fromTop = text.startsWith('/');
  const bare = fromTop ? text.slice(1) : text;
  const segments = bare === '.' || bare === '' ? [] : (bare.match(/(?:[^/[]|\[[^\]]*\])+/g) ?? []);
  const last = segments.at(-1);
  const attribute = last?.startsWith('@') ? nameTest(last.slice(1), namespaces) : null;
  const steps = (attribute === null ? segments : segments.slice(0, -1)).map((each) => stepOf(each, namespaces));
  return { text, fromTop, steps, attribute };
}

export function attributeOf(element: XmlElement, { local, namespace }: NameTest): string | null {
  for (const attribute of element.attributes ?? []) {
    if (attribute.name === local && (namespace === null || namespace === attribute.namespace)) return attribute.value;
  }
  return null;
}

/** The part of a path's test that is not the local name, which is looked at first since it is what mostly differs. */
function passes(element: XmlElement, { namespace, test }: PathStep): boolean {
  if (namespace !== null && element.namespace !== namespace) return false;
  if (test === null) return true;
  const { steps, attribute: own } = test.path;
  if (steps.length === 0 && own !== null) return attributeOf(element, own) === test.text;
  // Of several elements at the place, one with this text is enough.
  return elementsOn(element, test.path).some((at) => {
    const { attribute } = test.path;
    if (attribute !== null) return attributeOf(at, attribute) === test.text;
    return at.children.length === 0 && at.text.trim() === test.text;
  });
}

const isPlain = ({ namespace, test }: PathStep): boolean => namespace === null && test === null;

/** Every element at the path, in document order. A path that ends at an attribute gives the elements that have it. */
export function elementsOn(from: XmlElement, path: XmlPath): XmlElement[] {
  let found: XmlElement[] = [from];
  for (const step of path.steps) {
    const next: XmlElement[] = [];
    const plain = isPlain(step);
    for (const element of found) {
      for (const child of element.children)
        if (child.name === step.local && (plain || passes(child, step))) next.push(child);
    }
    found = next;
  }
  return found;
}

/** The one text at the path. */
export function textOn(from: XmlElement, path: XmlPath): TextAt {
  let here = from;
  for (const step of path.steps) {
    let match: XmlElement | undefined;
    for (const child of here.children) {
      if (child.name !== step.local || !(isPlain(step) || passes(child, step))) continue;
      if (match !== undefined) return TWICE;
      match = child;
    }
    if (match === undefined) return NOTHING;
    here = match;
  }
  return path.attribute === null ? textIn(here) : { ok: true, text: attributeOf(here, path.attribute) };
}

/** Every text at the path, none left out; elements without text are passed over. */
export function textsOn(from: XmlElement, path: XmlPath): string[] {
  return elementsOn(from, path).flatMap((element) => {
    const { attribute } = path;
    const text = attribute === null ? textIn(element) : { ok: true as const, text: attributeOf(element, attribute) };
    return text.ok && text.text !== null && text.text.trim() !== '' ? [text.text.trim()] : [];
  });
}
