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

/** 80: the shortest that a text of an ERP is cut to before it gets here. */
const CUT_CHARS_MIN = 80;
/** Fewer letters of a text at the end of another are chance. */
const BEGUN_CHARS_MIN = 3;
/** After so many, whatever follows is taken with them. */
const BEGUN_CHARS_MAX = 16;

/** What of a spelling is left where the text was cut in the middle of it. */
const CUT_SPELLING = /(?:&[#\w;]*|%[0-9A-Fa-f]*|\\+u?[0-9A-Fa-f]*)?/.source;

/** The beginning of a text, where the end of another cut it off: the source of a RegExp. */
function begunOf(text: string): string {
  const begun = (characters: string[]): string => {
    const sure = characters.slice(0, BEGUN_CHARS_MIN).join('');
    const maybe = [...characters.slice(BEGUN_CHARS_MIN, BEGUN_CHARS_MAX), '[^]*'];
    return `${sure}${maybe.map((next) => `(?:${next}`).join('')}${')?'.repeat(maybe.length)}`;
  };
  const ways = [[...text].map(character), [...base64Of(text)].map(literal)];
  return `(?:${ways.map(begun).join('|')})${CUT_SPELLING}$`;
}

/**
 * Takes texts away in whatever way they are written, the longest first, so that no end of one is left; nor the
 * beginning of one at the end of a text that is long enough to have been cut there.
 */
export function hiderOf(texts: Iterable<string>, mask: string): (text: string) => string {
  const sorted = [...new Set(texts)].filter((text) => text !== '').toSorted((a, b) => b.length - a.length);
  const patterns = sorted.map((text) => new RegExp(spellingsOf(text), 'g'));
  const begun = sorted.filter((text) => text.length > BEGUN_CHARS_MIN).map((text) => new RegExp(begunOf(text)));
  const take = (text: string, ways: RegExp[]): string => ways.reduce((left, way) => left.replace(way, mask), text);
  return (text) => take(take(text, patterns), text.length < CUT_CHARS_MIN ? [] : begun);
}

/** The settings that must not leave the agent, and what HTTP sends in place of them. */
export function secretTexts({ settings, login }: ConnectorDocument, given: Record<string, string>): string[] {
  const secrets = Object.entries(given).flatMap(([name, value]) => (settings[name]?.secret ? [value] : []));
  if (login?.http?.type !== 'basic') return secrets;
  return [...secrets, `${given[login.http.user] ?? ''}:${given[login.http.password] ?? ''}`];
}
