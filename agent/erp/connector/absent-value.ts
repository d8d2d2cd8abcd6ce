import type { Format } from '#contracts/connector-format';
import { writeValue } from './formats.ts';

/**
 * Fields by which one thing of the ERP is asked for, as it is. Not the text of a search: the ERP may have a company
 * under a shortened name, and "there is none" would have it made a second time.
 */
const NAMES_A_THING = new Set(['customerId', 'orderId', 'itemId', 'itemIds', 'entry', 'number']);

/**
 * Whether the ERP can have nothing by this value, because it has no room for it: a key too long or of padding alone, or
 * a text too long that names a thing.
 * @param field of the command's input; `entry`: of a list of bare values
 */
export function isAbsent(format: Format, field: string, value: unknown): boolean {
  const isKey = format.type === 'key' || (format.type === 'text' && NAMES_A_THING.has(field));
  return isKey && typeof value === 'string' && !writeValue(format, value).ok;
}
