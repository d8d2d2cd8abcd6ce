import { SaxesParser } from 'saxes';
import type { XmlElement } from './xml-tree.ts';

/**
 * Bytes of an answer → element tree, in one pass, with everything hostile refused:
 *   D1  no DTD; entities only the five of XML and numeric references
 *   D2  depth, number of elements and size are bounded
 *   D3  bytes are decoded by the charset that the answer names, and a wrong byte is refused, never replaced
 *   D4  nothing may follow the root element, and nothing may be missing from it
 *   D5  never throws
 */
export type Decoded = { ok: true; root: XmlElement } | { ok: false; problem: string };

/** 64: the deepest answer of the ERPs we know has 14 levels. */
const DEPTH_MAX = 64;
/** 2,000,000: 50,000 rows of 40 fields; some 400 MB of tree at the very worst, bounded further by the byte limit. */
const ELEMENTS_MAX = 2_000_000;
/** Many declarations on one element slow every name look-up down. */
const ATTRIBUTES_MAX = 100;

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/** Most elements are leaves: they share one empty list, which nobody may add to. */
const NO_CHILDREN: XmlElement[] = [];

class Refused extends Error {}

/** The charset: Content-Type, then a byte order mark, then the XML declaration, then UTF-8. */
export function charsetOf(contentType: string, bytes: Uint8Array): string {
  const named = /;\s*charset\s*=\s*"?([A-Za-z0-9._:-]+)/i.exec(contentType)?.[1];
  if (named !== undefined) return named;
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const start = String.fromCharCode(...bytes.subarray(0, 200));
  return (
    /^\s*(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']/.exec(start)?.[1] ?? 'utf-8'
  );
}

function textOf(contentType: string, bytes: Uint8Array): string {
  const charset = charsetOf(contentType, bytes);
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(charset, { fatal: true });
  } catch {
    throw new Refused('a charset that is not known');
  }
  try {
    return decoder.decode(bytes);
  } catch {
    throw new Refused(`bytes that are not ${decoder.encoding}`);
  }
}

function treeOf(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const top: XmlElement = { name: '', namespace: '', text: '', children: NO_CHILDREN, nil: false };
  const open: XmlElement[] = [top];
  let here = top;
  let count = 0;
  let attributes = 0;

  parser.on('error', (error) => {
    throw new Refused(error.message.slice(0, 200));
  });
  parser.on('doctype', () => {
    throw new Refused('a DTD');
  });
  parser.on('opentagstart', () => {
    attributes = 0;
  });
  parser.on('attribute', () => {
    attributes += 1;
    if (attributes > ATTRIBUTES_MAX) throw new Refused(`more than ${ATTRIBUTES_MAX} attributes on an element`);
  });
  parser.on('opentag', (tag) => {
    count += 1;
    if (count > ELEMENTS_MAX) throw new Refused(`more than ${ELEMENTS_MAX} elements`);
    if (open.length > DEPTH_MAX) throw new Refused(`deeper than ${DEPTH_MAX} levels`);
    let nil = false;
    if (attributes > 0) {
      for (const name in tag.attributes) {
        const attribute = tag.attributes[name];
        if (attribute?.local === 'nil' && attribute.uri === XSI)
          nil = attribute.value === 'true' || attribute.value === '1';
      }
    }
    const element: XmlElement = { name: tag.local, namespace: tag.uri, text: '', children: NO_CHILDREN, nil };
    if (here.children === NO_CHILDREN) {
      here.text = '';
      here.children = [];
    }
    here.children.push(element);
    open.push(element);
    here = element;
  });
  const addText = (more: string): void => {
    if (here.children === NO_CHILDREN) here.text += more;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    open.pop();
    here = open[open.length - 1] ?? top;
  });
  parser.write(text).close();
  const root = top.children[0];
  if (root === undefined) throw new Refused('no element');
  return root;
}

/**
 * @param contentType the header as it came; only its charset counts here
 * @returns the root element, or why the bytes are not an XML document that we take; never a part of one
 */
export function decodeXml(bytes: Uint8Array, contentType: string): Decoded {
  if (bytes.length === 0) return { ok: false, problem: 'an empty body' };
  try {
    return { ok: true, root: treeOf(textOf(contentType, bytes)) };
  } catch (thrown) {
    if (thrown instanceof Refused) return { ok: false, problem: thrown.message };
    return { ok: false, problem: 'not XML' };
  }
}
