import type { CustomerId } from '#contracts/ids';
import type { Push } from './push-record.ts';

/** Whose order the ERP was found to have by this move of a push; null: nobody's, or it was known before. */
export function orderedBy(before: Push, after: Push): CustomerId | null {
  const isNew = after.erpId !== null && after.erpId !== before.erpId;
  return isNew && after.write.command === 'order.create' ? after.write.input.customerId : null;
}
