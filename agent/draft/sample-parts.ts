import type { XmlElement } from '../erp/soap/xml-tree.ts';
import { type Group, isKeyAttribute, isNamer, type Leaf, named, type Parts } from './leaves.ts';

/**
 * What an answer consists of, from a sample alone: where the WSDL names nothing (pairs of name and value, a document
 * in a text), names and values of the sample are all there is.
 */
const DEPTH_MAX = 12;
const PLACES_MAX = 4000;
const VALUES_MAX = 50;

/** What names an element beside its own name: `column` of `<field column="Name">`, `NAME` of `<FLD NAME="CUR">`. */
interface Namer {
  name: string;
  isAttribute: boolean;
  text: string;
}

const isWord = (text: string): boolean => /^[\p{L}_][\p{L}\p{N}_. -]{0,99}$/u.test(text);

function namerOf({ attributes = [], children }: XmlElement): Namer | null {
  const own = attributes.filter(({ namespace }) => namespace === '');
  for (const { name, value } of own)
    if (isNamer(name) && isWord(value)) return { name, isAttribute: true, text: value };
  if (children.length !== 2) return null;
  const [namer, holder] = children;
  if (namer === undefined || holder === undefined || namer.children.length > 0 || !isNamer(namer.name)) return null;
  const holds = /val|wert|text|content/i.test(holder.name) && isWord(namer.text.trim());
  return holds ? { name: namer.name, isAttribute: false, text: namer.text.trim() } : null;
}

const stepOf = ({ name }: XmlElement, namer: Namer | null): string =>
  namer === null ? name : `${name}[${namer.isAttribute ? '@' : ''}${namer.name}=${namer.text}]`;

interface Step {
  step: string;
  name: string;
  namer: Namer | null;
  elements: XmlElement[];
  repeats: boolean;
}

/** Children by how a path names them; one that occurs twice in any of its parents repeats. */
function stepsOf(parents: readonly XmlElement[]): Step[] {
  const steps = new Map<string, Step>();
  for (const parent of parents) {
    const seen = new Set<string>();
    for (const child of parent.children) {
      const namer = namerOf(child);
      const step = stepOf(child, namer);
      const known = steps.get(step) ?? { step, name: namer?.text ?? child.name, namer, elements: [], repeats: false };
      known.elements.push(child);
      // A counter of rows says that there may be more of them.
      known.repeats ||= seen.has(step) || (namer === null && isCounted(child));
      seen.add(step);
      steps.set(step, known);
    }
  }
  return [...steps.values()];
}

const isCounted = ({ attributes = [], children }: XmlElement): boolean =>
  children.length > 0 &&
  attributes.some(({ name, value }) => /^(?:num|nr|no|row|line|index|pos)$/i.test(name) && /^\d+$/.test(value));

const valuesOf = (elements: readonly XmlElement[]): string[] =>
  elements.flatMap(({ nil, text }) => (nil || text.trim() === '' ? [] : [text.trim()])).slice(0, VALUES_MAX);

const hasAttributes = ({ attributes = [] }: XmlElement): boolean =>
  attributes.some(({ namespace }) => namespace === '');

/** Attributes that name the record which the element is, or refers to. */
const keysOf = (elements: readonly XmlElement[], namer: Namer | null): string[] =>
  namer !== null
    ? []
    : [
        ...new Set(
          elements.flatMap(({ attributes = [] }) =>
            attributes.filter(({ namespace }) => namespace === '').map(({ name }) => name),
          ),
        ),
      ].filter(isKeyAttribute);

const attributeValues = (elements: readonly XmlElement[], key: string): string[] =>
  elements
    .flatMap(({ attributes = [] }) => attributes.filter(({ name }) => name === key).map(({ value }) => value))
    .slice(0, VALUES_MAX);

/** A sample says nothing of what must be there. */
const NOT_ASKED = { required: false, optional: '', unlisted: true };

/** @param isRow paths that are rows, though the sample may have one of them */
export function partsOfSample(from: readonly XmlElement[], isRow: (path: string) => boolean = () => false): Parts {
  const leaves: Leaf[] = [];
  const lists: Group[] = [];
  const groups: Group[] = [];
  const walk = (parents: readonly XmlElement[], prefix: string, around: readonly string[], depth: number): void => {
    if (depth > DEPTH_MAX) return;
    for (const { step, name, namer, elements, repeats } of stepsOf(parents)) {
      if (leaves.length >= PLACES_MAX) return;
      const path = prefix === '' ? step : `${prefix}/${step}`;
      const inner = elements.some(({ children }) => children.length > 0);
      const leaf = (own: string, at: string, values: string[], within: readonly string[]): void => {
        leaves.push({
          path: at,
          name: named(own, within),
          around: (named(own, within) === own ? within : within.slice(0, -1)).filter(
            (each) => named(each, ['']) !== '',
          ),
          primitive: '',
          words: [],
          values,
          ...NOT_ASKED,
          repeats: repeats && namer === null,
        });
      };
      const keys = keysOf(elements, namer);
      if (!inner && !(valuesOf(elements).length === 0 && elements.some(hasAttributes)))
        leaf(name, path, valuesOf(elements), around);
      for (const key of keys) leaf(key, `${path}/@${key}`, attributeValues(elements, key), [...around, name]);
      if (!inner) continue;
      if ((repeats || isRow(path)) && namer === null)
        lists.push({
          path,
          name,
          ...NOT_ASKED,
          parts: () => partsOfSample(elements, (below) => isRow(`${path}/${below}`)),
        });
      else {
        if (namer === null && depth < 2)
          groups.push({
            path,
            name,
            ...NOT_ASKED,
            parts: () => partsOfSample(elements, (below) => isRow(`${path}/${below}`)),
          });
        // The group that a selector names is a table or a block: its name is a counter more often than a word.
        const held =
          namer?.isAttribute === false
            ? elements.map((element) => ({ ...element, children: element.children.slice(1) }))
            : elements;
        walk(held, path, namer === null || isPair(elements) ? [...around, name] : around, depth + 1);
      }
    }
  };
  for (const key of keysOf(from, null))
    leaves.push({
      path: `@${key}`,
      name: key,
      around: [],
      primitive: '',
      words: [],
      values: attributeValues(from, key),
      ...NOT_ASKED,
      repeats: false,
    });
  walk(from, '', [], 0);
  return { leaves, lists, groups, types: new Map(), attributes: new Map(), isChosen: false, namers: [] };
}

/** `<field column="X"><val>…`: what is below is the value of X. */
const isPair = (elements: readonly XmlElement[]): boolean =>
  elements.every(
    ({ children }) => children.filter(({ children: below }) => below.length === 0).length <= 2 && children.length <= 2,
  );
