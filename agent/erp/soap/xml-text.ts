/** Text as it stands in XML that we write. */

/** Not a Char of XML 1.0 (section 2.2): controls, lone surrogates, U+FFFE and U+FFFF. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the purpose
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/u;
const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};

export const isXmlText = (text: string): boolean => !NOT_XML.test(text);

/** A carriage return is written as a reference, because a parser turns a bare one into a line feed. */
export const escapeText = (text: string): string => text.replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? '');

/** XML whose letters beyond ASCII are references: the same in every charset. */
export const asciiOf = (xml: string): string => xml.replace(/\P{ASCII}/gu, (letter) => `&#${letter.codePointAt(0)};`);

/** In an attribute, a parser turns every bare line feed and tab into a space. */
export const escapeAttribute = (text: string): string =>
  text.replace(/[&<>"\r\n\t]/g, (character) => ESCAPES[character] ?? '');
