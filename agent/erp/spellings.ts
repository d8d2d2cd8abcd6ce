import type { ConnectorDocument } from '#contracts/connector';

/** How a secret may be written in a text that somebody else made of it: an ERP repeats what it was sent, as it likes. */

export const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const base64Of = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

const NAMED: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };
const IN_JSON: Record<string, string> = { '\n': '\\\\n', '\r': '\\\\r', '\t': '\\\\t' };

/** Hexadecimal digits, small or capital. */
const hex = (code: number, digits: number): string =>
  code
    .toString(16)
    .padStart(digits, '0')
    .replace(/[a-f]/g, (digit) => `[${digit}${digit.toUpperCase()}]`);

/** One character: as a reference of XML, escaped as often as one likes, as bytes of an address, in JSON, or as it is. */
function character(letter: string): string {
  if (/[A-Za-z0-9]/.test(letter)) return letter;
  const code = letter.codePointAt(0) ?? 0;
  const references = [`#0*${code}`, `#[xX]0*${hex(code, 1)}`, ...(NAMED[letter] === undefined ? [] : [NAMED[letter]])];
  const units = Array.from({ length: letter.length }, (_, at) => letter.charCodeAt(at));
  const spellings = [
    `&(?:amp;)*(?:${references.join('|')});`,
    [...Buffer.from(letter, 'utf8')].map((byte) => `%(?:25)*${hex(byte, 2)}`).join(''),
    units.map((unit) => `\\\\u${hex(unit, 4)}`).join(''),
    ...(IN_JSON[letter] === undefined ? [] : [IN_JSON[letter]]),
    ...(letter === ' ' ? ['\\+'] : []),
    literal(letter),
  ];
  return `${/["\\]/.test(letter) ? '\\\\?' : ''}(?:${spellings.join('|')})`;
}

/** Every way in which a text may be written in a message, a header or an address: the source of a RegExp. */
export const spellingsOf = (text: string): string =>
  `(?:${[...text].map(character).join('')}|${literal(base64Of(text))})`;

/** A text that was cut before it gets here has so many characters at least, and at most. */
const [CUT_CHARS_MIN, CUT_CHARS_MAX] = [80, 2_000];
/** Fewer letters of a secret at the end of a text are chance. */
const BEGUN_CHARS_MIN = 4;

/** What of a spelling is left where the text was cut in the middle of it. */
const CUT_SPELLING = /(?:&[#\w;]*|%[0-9A-Fa-f]*|\\+u?[0-9A-Fa-f]*)?$/y;

/** Whether a secret begins there, and the text was cut in the middle of it. */
function isCutSecret(text: string, from: number, spellings: readonly RegExp[]): boolean {
  let to = from;
  for (const [count, spelling] of spellings.entries()) {
    CUT_SPELLING.lastIndex = to;
    if (count >= BEGUN_CHARS_MIN && CUT_SPELLING.test(text)) return true;
    spelling.lastIndex = to;
    if (!spelling.test(text)) return false;
    to = spelling.lastIndex;
  }
  return false;
}

/** Takes the beginning of a secret away from the end of a text. */
function withoutBegun(text: string, spellings: readonly RegExp[], mask: string): string {
  for (let from = Math.max(0, text.length - CUT_CHARS_MAX); from < text.length; from += 1) {
    if (isCutSecret(text, from, spellings)) return text.slice(0, from) + mask;
  }
  return text;
}

/**
 * Takes texts away in whatever way they are written, the longest first, so that no end of one is left; nor the
 * beginning of one at the end of a text that may have been cut there.
 */
export function hiderOf(texts: Iterable<string>, mask: string): (text: string) => string {
  const sorted = [...new Set(texts)].filter((text) => text !== '').toSorted((a, b) => b.length - a.length);
  const whole = sorted.map((text) => new RegExp(spellingsOf(text), 'g'));
  const sticky = (source: string): RegExp => new RegExp(source, 'y');
  const begun = sorted.flatMap((text) => [
    [...text].map(character).map(sticky),
    [...base64Of(text)].map(literal).map(sticky),
  ]);
  return (text) => {
    const left = whole.reduce((hidden, way) => hidden.replace(way, mask), text);
    if (text.length < CUT_CHARS_MIN) return left;
    return begun.reduce((hidden, way) => withoutBegun(hidden, way, mask), left);
  };
}

/** The settings that must not leave the agent, and what HTTP sends in place of them. */
export function secretTexts({ settings, login }: ConnectorDocument, given: Record<string, string>): string[] {
  const secrets = Object.entries(given).flatMap(([name, value]) => (settings[name]?.secret ? [value] : []));
  if (login?.http?.type !== 'basic') return secrets;
  return [...secrets, base64Of(`${given[login.http.user] ?? ''}:${given[login.http.password] ?? ''}`)];
}
