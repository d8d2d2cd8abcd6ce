import type { Quote } from '#contracts/connector-send';
import { bad, type Formatted, good } from './format-value.ts';

/** Controls have a meaning in no filter language, and end a statement in some. */
const CONTROL = /\p{Cc}/u;
/** Characters with a meaning in a filter of Dynamics NAV. */
const NAV_MEANING = /['*?@&|()<>=.%"\\]/g;

const doubled = (text: string): string => text.replaceAll("'", "''");

/**
 * Text made harmless for the language that the ERP reads it in. A lookup that widens would show somebody else's
 * orders, so a value that cannot be quoted is refused. An empty one is refused too: in most filters it means "all".
 */
export function quoted(quote: Quote | undefined, text: string): Formatted<string> {
  if (quote === undefined || quote === 'plain') return good(text);
  if (CONTROL.test(text)) return bad('a control character cannot be quoted');
  if (text.trim() === '') return bad('an empty value would widen the filter');
  switch (quote) {
    case 'nav-filter':
      // Between quotes NAV still knows wildcards, and %me and its like at the start.
      if (/[*?]|^[@%]/.test(text)) return bad('a wildcard cannot be quoted');
      return good(`'${doubled(text)}'`);
    case 'nav-contains':
      return good(`@*${text.replace(NAV_MEANING, '?')}*`);
    case 'sql-literal':
      // Some databases take a backslash for an escape, others as it is.
      return text.includes('\\') ? bad('a backslash cannot be quoted') : good(`'${doubled(text)}'`);
    case 'sql-contains':
      return good(`'%${doubled(text.replace(/[%_[\]\\^]/g, '_'))}%'`);
    case 'odata-literal':
      return good(`'${doubled(text)}'`);
    case 'digits':
      return /^\d{1,40}$/.test(text) ? good(text) : bad('digits alone were expected');
    case 'word':
      // Two points are a range in many filters.
      return /^[\p{L}\p{N}_][\p{L}\p{N}_.-]*$/u.test(text) && !text.includes('..')
        ? good(text)
        : bad('only letters, digits, - and _ were expected');
    case 'no-wildcard':
      return /[*?%]/.test(text) ? bad('a wildcard cannot be sent') : good(text);
  }
}
