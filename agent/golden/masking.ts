import { asciiOf, escapeAttribute, escapeText } from '../erp/soap/xml-text.ts';

/** Takes credentials and sessions out of what is shown or kept. Everything here only ever takes more away. */
export const MASK = '***';

/** Shorter texts stand in many others by chance: they are taken away only where they are all that stands there. */
const ANYWHERE_CHARS_MIN = 4;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const base64Of = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

/** Every way in which a secret may be written in a message, a header or an address. */
const writtenForms = (secret: string): string[] => [
  ...new Set([
    secret,
    escapeText(secret),
    escapeAttribute(secret),
    asciiOf(escapeText(secret)),
    secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;'),
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    base64Of(secret),
  ]),
];

/**
 * @param secrets taken away wherever they stand
 * @param wholes taken away where they are the whole of an element's or attribute's text
 */
export function maskingOf(secrets: Iterable<string>, wholes: Iterable<string>): (text: string) => string {
  const given = [...secrets].filter((secret) => secret !== '');
  const anywhere = given
    .filter((secret) => secret.length >= ANYWHERE_CHARS_MIN)
    .flatMap(writtenForms)
    .toSorted((a, b) => b.length - a.length);
  const whole = [...given, ...wholes].filter((text) => text !== '').flatMap(writtenForms);
  const alone =
    whole.length === 0 ? null : new RegExp(`([>"'])\\s*(?:${whole.map(escaped).join('|')})\\s*(?=[<"'])`, 'g');
  return (text) => {
    let masked = text;
    for (const secret of anywhere) masked = masked.replaceAll(secret, MASK);
    return alone === null ? masked : masked.replace(alone, `$1${MASK}`);
  };
}

/** With a mask in place of every text and attribute value: for a login, where all that is sent opens the door. */
export const maskAllTexts = (xml: string): string =>
  xml
    .replace(/>([^<]*[^<\s][^<]*)</g, `>${MASK}<`)
    .replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, MASK)
    .replace(/\s(?!xmlns[:=])([\w.-]+(?::[\w.-]+)?)="[^"]*"/g, ` $1="${MASK}"`);

/** With a mask in place of the text of these elements and attributes, by local name. */
export function maskNamed(xml: string, names: Iterable<string>): string {
  let masked = xml;
  for (const name of names) {
    const bare = escaped(name.replace(/^@?(?:.*:)?/, ''));
    masked = masked
      .replace(new RegExp(`(<(?:[\\w.-]+:)?${bare}(?:\\s[^>]*)?>)[^<]+(</)`, 'g'), `$1${MASK}$2`)
      .replace(new RegExp(`(\\s(?:[\\w.-]+:)?${bare}=)"[^"]*"`, 'g'), `$1"${MASK}"`);
  }
  return masked;
}
