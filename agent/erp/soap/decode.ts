import { SaxesParser } from 'saxes';
import type { Steps } from '../steps.ts';
import type { Keep } from './kept-rows.ts';
import { Refused, TEXT_CHARS_MAX, type TreeBuilder, tooLong, treeBuilder } from './tree-builder.ts';
import type { XmlElement } from './xml-tree.ts';

/**
 * Bytes of an answer → element tree, in one pass and in steps of a slice, with everything hostile refused:
 *   D1  no DTD; entities only the five of XML and numeric references
 *   D2  depth, number of elements and size are bounded, and rows beyond a list's bound are not kept
 *   D3  bytes are decoded by the charset that the answer names, and a wrong byte is refused, never replaced
 *   D4  nothing may follow the root element, and nothing may be missing from it
 *   D5  never throws
 */
export type Decoded =
  /** `leftOut`: for each list of Keep, how many of its elements were not kept. */
  | { ok: true; root: XmlElement; leftOut: readonly number[] }
  /** `tooLarge`: there is more than may be kept; else it is no document that we take. */
  | { ok: false; problem: string; tooLarge: boolean };

/** 300,000: 1,000 rows of 300 elements, some 60 MB of tree. */
export const ELEMENTS_MAX = 300_000;
/** 64 KiB take some 3 ms, and most answers are one slice. */
const SLICE_BYTES = 64 * 1024;

const ALL: Keep = { lists: [], rowsMax: 0, elementsMax: ELEMENTS_MAX };

/** UTF-16 without a byte order mark: every second byte of `<?` or `<x` is zero (XML 1.0, appendix F). */
function bareUtf16(bytes: Uint8Array): string | null {
  if (bytes[0] === 0x3c && bytes[1] === 0 && bytes[2] !== 0) return 'utf-16le';
  return bytes[0] === 0 && bytes[1] === 0x3c ? 'utf-16be' : null;
}

/** Every byte is a character, so that a declaration can be looked at before the charset is known. */
const LATIN1 = new TextDecoder('latin1');

/** What the XML declaration names. */
function declaredCharset(bytes: Uint8Array): string | undefined {
  const start = LATIN1.decode(bytes.subarray(0, 200));
  return /^\s*(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*\sencoding\s*=\s*["']([A-Za-z0-9._:-]+)["']/.exec(start)?.[1];
}

const isCharset = (name: string): boolean => {
  try {
    return new TextDecoder(name).encoding !== '';
  } catch {
    return false;
  }
};

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

const hasMark = (bytes: Uint8Array, at = 0): boolean =>
  bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf;

/** Behind what files saved with a byte order mark, or with a line too many, put before the document. */
function documentIn(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (hasMark(bytes, start) || [0x20, 0x09, 0x0a, 0x0d].includes(bytes[start] ?? 0))
    start += hasMark(bytes, start) ? 3 : 1;
  return start === 0 ? bytes : bytes.subarray(start);
}

/**
 * The charset: a byte order mark, then Content-Type, then the XML declaration, then UTF-8. What names
 * UTF-16 and has bytes that cannot be it is read as UTF-8: some servers declare the one and send the other. Where the
 * document calls itself UTF-8, is it, and only the web server says otherwise, the document is believed.
 */
export function charsetOf(contentType: string, bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (hasMark(bytes)) return 'utf-8';
  const bare = bareUtf16(bytes);
  if (bare !== null) return bare;
  const said = /;\s*charset\s*=\s*"?([A-Za-z0-9._:-]+)/i.exec(contentType)?.[1];
  const declared = declaredCharset(bytes);
  const named = said ?? declared ?? 'utf-8';
  const differ = said !== undefined && !/^utf-?8$/i.test(said) && /^utf-?8$/i.test(declared ?? '');
  if (differ && isCharset(said) && isUtf8(bytes)) return 'utf-8';
  return /^utf-?16/i.test(named) ? 'utf-8' : named;
}

function decoderFor(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    throw new Refused('a charset that is not known');
  }
}

/** The text of the next bytes; without any, what is left at the end. A character may lie across two slices. */
function textOf(decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true });
  } catch {
    throw new Refused(`bytes that are not ${decoder.encoding}`);
  }
}

/**
 * Six handlers and no more: saxes keeps each as a property of the parser, and at the seventh V8 stores the parser as
 * a dictionary, which makes it five times slower (Node 26, saxes 6.0.0). So there is none for errors: they are thrown.
 */
function parserFor(builder: TreeBuilder): SaxesParser<{ xmlns: true }> {
  const parser = new SaxesParser({ xmlns: true, position: false, defaultXMLVersion: '1.0', forceXMLVersion: true });
  parser.on('doctype', () => {
    throw new Refused('a DTD');
  });
  parser.on('attribute', builder.countAttribute);
  parser.on('opentag', builder.openTag);
  parser.on('text', builder.addText);
  parser.on('cdata', builder.addText);
  parser.on('closetag', builder.closeTag);
  return parser;
}

/** What the parser holds back until a text, comment or attribute has ended; it has no other way to tell. */
const heldBack = (parser: object): number => {
  const text: unknown = Reflect.get(parser, 'text');
  return typeof text === 'string' ? text.length : 0;
};

/**
 * @param contentType the header as it came; only its charset counts here
 * @param keep lists that are cut while they are parsed
 * @returns the root element, or why the bytes are not an XML document that we take; never a part of one
 */
export function* decodeXml(sent: Uint8Array, contentType: string, keep: Keep = ALL): Steps<Decoded> {
  const bytes = documentIn(sent);
  if (bytes.length === 0) return { ok: false, problem: 'an empty body', tooLarge: false };
  try {
    const decoder = decoderFor(charsetOf(contentType, hasMark(sent) ? sent : bytes));
    const builder = treeBuilder(keep);
    const parser = parserFor(builder);
    for (let start = 0; start < bytes.length; start += SLICE_BYTES) {
      if (start > 0) yield;
      parser.write(textOf(decoder, bytes.subarray(start, start + SLICE_BYTES)));
      if (heldBack(parser) > TEXT_CHARS_MAX) throw tooLong();
    }
    parser.write(textOf(decoder)).close();
    return { ok: true, root: builder.root(), leftOut: builder.leftOut() };
  } catch (thrown) {
    if (thrown instanceof Refused) return { ok: false, problem: thrown.message, tooLarge: thrown.tooLarge };
    const problem = thrown instanceof Error ? thrown.message.slice(0, 200) : 'not XML';
    return { ok: false, problem, tooLarge: false };
  }
}
