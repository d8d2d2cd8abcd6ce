import type { CommandName } from '#contracts/commands';
import { isSameKey } from '#contracts/ids';

/**
 * Whether an answer speaks of what was asked. A filter that the ERP does not understand, a wildcard in a key or an
 * argument in the wrong place all answer with somebody else's documents, and nothing else would show it.
 */
type Row = Readonly<Record<string, unknown>>;

const isOther = (row: Row, asked: Row, field: string): boolean => {
  const [is, wanted] = [row[field], asked[field]];
  return typeof is === 'string' && typeof wanted === 'string' && !isSameKey(is, wanted);
};

/** Of a row of a list that was asked for one customer: what is wrong with it. */
export const foreignRow = (row: Row, asked: Row): string | null =>
  isOther(row, asked, 'customerId') ? 'customerId: is not the customer that was asked for' : null;

/** The document that a read by key answers with must have that key. */
const KEY_OF: Partial<Record<CommandName, string>> = { 'customer.read': 'customerId', 'order.read': 'orderId' };

const rowsOf = (value: Row, list: string): Row[] => (Array.isArray(value[list]) ? (value[list] as Row[]) : []);

/** A lookup that finds by less than the whole reference would take another order for ours. */
function otherReference(value: Row, asked: Row, list: string, key: string): string | null {
  const other = rowsOf(value, list).find((row) => isOther(row, asked, 'reference'));
  return other === undefined
    ? null
    : `${key} ${String(other[key])} has another reference than the one that was asked for: ` +
        'say which rows count (where: row.reference == input.reference), or how the ERP writes it (as)';
}

/** What shows that an answer that is no page speaks of something else; null where nothing does. */
export function otherThanAsked(command: CommandName, value: Row, asked: Row): string | null {
  const key = KEY_OF[command];
  if (key !== undefined && isOther(value, asked, key)) return `${key}: is not the one that was asked for`;
  if (command === 'order.find-by-reference') return otherReference(value, asked, 'orders', 'orderId');
  if (command === 'customer.find-by-reference') return otherReference(value, asked, 'customers', 'customerId');
  return null;
}

/** A number that somebody reads out may stand on documents of several customers: those of others are not found. */
export const ofCustomer = (command: CommandName, value: Row, asked: Row): Row =>
  command === 'order.find'
    ? { ...value, orders: rowsOf(value, 'orders').filter((row) => foreignRow(row, asked) === null) }
    : value;
