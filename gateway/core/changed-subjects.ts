/** What an answer of the ERP is about, so that a change can tell which answers are of before. */

import type { ReadCommandName } from '#contracts/commands';
import { foldedKey } from '#contracts/ids';
import type { Push } from './push-record.ts';

export const customerSubject = (customerId: string): string => `customer ${foldedKey(customerId)}`;
export const itemSubject = (itemId: string): string => `item ${foldedKey(itemId)}`;

/** An order uses up its customer's credit, stands in the customer's lists, and takes of its items' stock. */
export function changedBy(before: Push, after: Push): string[] {
  const isNew = after.erpId !== null && after.erpId !== before.erpId;
  if (!isNew || after.write.command !== 'order.create') return [];
  const { customerId, lines } = after.write.input;
  const customers = customerId === null ? [] : [customerSubject(customerId)];
  return [...customers, ...new Set(lines.map(({ itemId }) => itemSubject(itemId)))];
}

/**
 * What would outdate an answer. Prices are not used up: an order changes none.
 * @param input of the command that asks
 * @param customerId whose data the answer is; null: nobody's
 */
export function subjectsOf(command: ReadCommandName, input: object, customerId: string | null): string[] {
  if (command === 'item.price') return [];
  const subjects = customerId === null ? [] : [customerSubject(customerId)];
  return 'itemIds' in input ? [...subjects, ...(input.itemIds as string[]).map(itemSubject)] : subjects;
}

/** Whose data an answer is, so that it can be erased with the customer; null: nobody's, or anybody's. */
export function customerOf(input: object, output: object): string | null {
  const { customerId } = { customerId: null, ...output, ...input } as { customerId: unknown };
  return typeof customerId === 'string' ? customerId : null;
}
