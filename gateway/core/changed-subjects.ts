/** What an answer of the ERP is about, so that a change can tell which answers are of before. */

import type { Push } from './push-record.ts';

export const customerSubject = (customerId: string): string => `customer ${customerId}`;
const itemSubject = (itemId: string): string => `item ${itemId}`;

/** An order uses up its customer's credit, stands in the customer's lists, and takes of its items' stock. */
export function changedBy(before: Push, after: Push): string[] {
  const isNew = after.erpId !== null && after.erpId !== before.erpId;
  if (!isNew || after.write.command !== 'order.create') return [];
  const { customerId, lines } = after.write.input;
  const customers = customerId === null ? [] : [customerSubject(customerId)];
  return [...customers, ...new Set(lines.map(({ itemId }) => itemSubject(itemId)))];
}

/**
 * @param input of the command that asks
 * @param customerId whose data the answer is; null: nobody's
 */
export function subjectsOf(input: object, customerId: string | null): string[] {
  const subjects = customerId === null ? [] : [customerSubject(customerId)];
  return 'itemIds' in input ? [...subjects, ...(input.itemIds as string[]).map(itemSubject)] : subjects;
}
