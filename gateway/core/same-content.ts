import { addDecimals, compareDecimals, type Decimal } from '#contracts/decimal';
import type { NewSalesOrder, SalesOrder } from '#contracts/sales-order';

/** Quantity per item: an ERP may merge or split lines, and sorts them as it likes. */
const quantities = (lines: readonly { itemId: string; quantity: Decimal }[]): Map<string, Decimal> => {
  const sums = new Map<string, Decimal>();
  for (const { itemId, quantity } of lines) {
    const known = sums.get(itemId);
    sums.set(itemId, known === undefined ? quantity : addDecimals(known, quantity));
  }
  return sums;
};

/**
 * Whether an order found in the ERP is the one that was sent: customer, items and quantities.
 * Prices are left out, since an ERP may apply its own and states them with or without VAT.
 */
export function sameContent(sent: NewSalesOrder, found: SalesOrder): boolean {
  if (sent.customerId !== found.customerId) return false;
  const wanted = quantities(sent.lines);
  const got = quantities(found.lines.map(({ itemId, ordered }) => ({ itemId, quantity: ordered })));
  return (
    wanted.size === got.size &&
    [...wanted].every(([itemId, quantity]) => {
      const other = got.get(itemId);
      return other !== undefined && compareDecimals(quantity, other) === 0;
    })
  );
}
