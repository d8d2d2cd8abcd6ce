import { SaxesParser } from 'saxes';

/** An element with its namespace resolved. `text` is all character data directly inside it. */
export interface XmlElement {
  uri: string;
  local: string;
  attributes: Readonly<Record<string, string>>;
  children: XmlElement[];
  text: string;
}

/** Deeper than any message of the service by far; a bound for hostile input. */
const DEPTH_MAX = 32;
/** An order of 999 positions has about 4,000. */
const ELEMENTS_MAX = 20_000;

/**
 * Parses one document. Refuses document type declarations, so no entity is ever declared or fetched.
 * @returns the root, or a sentence that says what is wrong
 */
export function parseXml(text: string): { root: XmlElement } | { problem: string } {
  const parser = new SaxesParser({ xmlns: true });
  const open: XmlElement[] = [];
  let root: XmlElement | null = null;
  let elements = 0;
  parser.on('error', (error) => {
    throw new Refusal(error.message);
  });
  parser.on('doctype', () => {
    throw new Refusal('document type declarations are not allowed');
  });
  parser.on('opentag', (tag) => {
    elements += 1;
    if (elements > ELEMENTS_MAX) throw new Refusal('too many elements');
    if (open.length >= DEPTH_MAX) throw new Refusal('nested too deeply');
    const attributes = Object.fromEntries(Object.values(tag.attributes).map(({ local, value }) => [local, value]));
    const element: XmlElement = { uri: tag.uri, local: tag.local, attributes, children: [], text: '' };
    const parent = open.at(-1);
    if (parent === undefined) root = element;
    else parent.children.push(element);
    open.push(element);
  });
  const append = (data: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += data;
  };
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('closetag', () => {
    open.pop();
  });
  try {
    parser.write(text).close();
  } catch (error) {
    if (error instanceof Refusal) return { problem: error.message };
    throw error;
  }
  return root === null ? { problem: 'no document element' } : { root };
}

class Refusal extends Error {}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text made safe between tags. */
export const escapeXml = (text: string): string => text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '');

/** The text of a child, by local name; empty where the child is missing. Outer white space is no part of a value. */
export const childText = (element: XmlElement, local: string): string =>
  element.children.find((child) => child.local === local)?.text.trim() ?? '';

export const childrenOf = (element: XmlElement, local: string): XmlElement[] =>
  element.children.filter((child) => child.local === local);
