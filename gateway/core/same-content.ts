import type { Customer, NewCustomer } from '#contracts/customer';
import { addDecimals, compareDecimals, type Decimal } from '#contracts/decimal';
import { foldedKey, isSameKey } from '#contracts/ids';
import type { SalesOrder } from '#contracts/sales-order';
import type { OrderDraft } from './push-record.ts';

/** Quantity per item: an ERP may merge or split lines, sorts them as it likes, and writes an item's number as it has it. */
const quantities = (lines: readonly { itemId: string; quantity: Decimal }[]): Map<string, Decimal> => {
  const sums = new Map<string, Decimal>();
  for (const { itemId, quantity } of lines) {
    const item = foldedKey(itemId);
    const known = sums.get(item);
    sums.set(item, known === undefined ? quantity : addDecimals(known, quantity));
  }
  return sums;
};

/**
 * Whether an order found in the ERP is the one that was sent: customer, items and quantities.
 * Prices are left out, since an ERP may apply its own and states them with or without VAT.
 */
export function sameContent(sent: OrderDraft, found: SalesOrder): boolean {
  return (
    sent.customerId !== null && isSameKey(sent.customerId, found.customerId) && sameItems(sent.lines, foundItems(found))
  );
}

/** What an order that was read is compared by. */
export const foundItems = ({ lines }: SalesOrder) =>
  lines.map(({ itemId, ordered }) => ({ itemId, quantity: ordered }));

/** The same items in the same quantities, however they stand on lines. */
export function sameItems(
  one: readonly { itemId: string; quantity: Decimal }[],
  other: readonly { itemId: string; quantity: Decimal }[],
): boolean {
  const wanted = quantities(one);
  const got = quantities(other);
  return (
    wanted.size === got.size &&
    [...wanted].every(([itemId, quantity]) => {
      const found = got.get(itemId);
      return found !== undefined && compareDecimals(quantity, found) === 0;
    })
  );
}

/** Whether a customer found in the ERP is the one that was sent: its name, and its tax number where one was sent. */
export const sameCustomer = (sent: NewCustomer, found: Customer): boolean =>
  same(sent.name, found.name) && (sent.taxId === null || same(sent.taxId, found.taxId ?? ''));

/** An ERP that cuts a name keeps at least so much of it: shorter ones are names of their own. */
const CUT_MIN = 10;

/** ERPs cut, trim and raise case as they like. */
const same = (sent: string, found: string): boolean => {
  const [whole, part] = [plain(sent), plain(found)];
  return part !== '' && (whole === part || (part.length >= CUT_MIN && whole.startsWith(part)));
};

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
