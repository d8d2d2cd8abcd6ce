import { hiderOf, literal, spellingsOf } from '../erp/spellings.ts';

/** Takes credentials and sessions out of what is shown or kept. Everything here only ever takes more away. */
export const MASK = '***';

/** Shorter texts stand in many others by chance: they are taken away only where they are all that stands there. */
const ANYWHERE_CHARS_MIN = 4;

/**
 * @param secrets taken away wherever they stand
 * @param wholes taken away where they are the whole of an element's or attribute's text
 */
export function maskingOf(secrets: Iterable<string>, wholes: Iterable<string>): (text: string) => string {
  const given = [...secrets].filter((secret) => secret !== '');
  const anywhere = hiderOf(
    given.filter((secret) => secret.length >= ANYWHERE_CHARS_MIN),
    MASK,
  );
  const whole = [...given, ...wholes].filter((text) => text !== '').map(spellingsOf);
  const alone = whole.length === 0 ? null : new RegExp(`([>"'])\\s*(?:${whole.join('|')})\\s*(?=[<"'])`, 'g');
  return (text) => (alone === null ? anywhere(text) : anywhere(text).replace(alone, `$1${MASK}`));
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
    const bare = literal(name.replace(/^@?(?:.*:)?/, ''));
    masked = masked
      .replace(new RegExp(`(<(?:[\\w.-]+:)?${bare}(?:\\s[^>]*)?>)[^<]+(</)`, 'g'), `$1${MASK}$2`)
      .replace(new RegExp(`(\\s(?:[\\w.-]+:)?${bare}=)"[^"]*"`, 'g'), `$1"${MASK}"`);
  }
  return masked;
}
