import { group, optional, type Part, value } from '../envelope.ts';
import { badPosition, badValue, unknownCustomer } from '../verdicts.ts';
import { readDate, readQuantity, writeAmount, writeFlag, writeQuantity } from '../wire-format.ts';
import { childrenOf, childText, type XmlElement } from '../xml-tree.ts';
import { findCustomer } from './customers.ts';
import { done, numberIn, type OperationContext, type ReadOperation, refused, rowOf } from './operation.ts';

/** Kontor keeps its price lists in one currency; what an order in another would cost it does not say. */
const HOUSE_CURRENCY = 'EUR';

/** The customer's own list goes before the one for everybody, and of each the break that the quantity has reached. */
const BREAK = `SELECT net_price, from_quantity, customer_no FROM item_price
  WHERE item_no = ?1 AND customer_no IN (0, ?2) AND from_quantity <= ?3
  ORDER BY customer_no DESC, from_quantity DESC LIMIT 1`;

/** @returns the elements of one Preis; null where the quantity is none */
function priceOf(context: OperationContext, customerNo: number, position: XmlElement): Part | null {
  const itemNo = childText(position, 'ArtikelNr');
  const quantity = readQuantity(childText(position, 'Menge'));
  if (quantity === null || quantity <= 0) return null;
  const item = rowOf(context, 'SELECT * FROM item WHERE item_no = ?', itemNo);
  const head = [value('ArtikelNr', itemNo), value('Bekannt', writeFlag(item !== null))];
  const tail = [value('Waehrung', HOUSE_CURRENCY), value('PreisKennzeichen', 'N')];
  if (item === null) return group('Preis', [...head, ...tail]);
  const found = rowOf(context, BREAK, itemNo, customerNo, quantity);
  const list = numberIn(item, 'net_price');
  const price = found === null ? list : numberIn(found, 'net_price');
  const from = found === null ? 0 : numberIn(found, 'from_quantity');
  const origin = found === null ? 'LISTE' : numberIn(found, 'customer_no') > 0 ? 'KUNDE' : 'STAFFEL';
  return group('Preis', [
    ...head,
    value('Preis', writeAmount(price)),
    ...tail,
    ...optional('AbMenge', from > 0 ? writeQuantity(from) : null),
    value('Herkunft', origin),
  ]);
}

/** PreiseLesen: one entry for each position asked for, in that order; an unknown item has Bekannt N. Prices are net. */
export const readPrices: ReadOperation = (context, request) => {
  const key = childText(request, 'KundenNr');
  const customer = findCustomer(context, key);
  if (customer === null) return refused(unknownCustomer(key));
  const day = childText(request, 'Stichtag');
  if (readDate(day) === 'not-a-date') return refused(badValue('Stichtag', day));
  const positions = childrenOf(request, 'Positionen').flatMap((list) => childrenOf(list, 'Position'));
  const prices: Part[] = [];
  for (const [index, position] of positions.entries()) {
    const price = priceOf(context, numberIn(customer, 'customer_no'), position);
    if (price === null) return refused(badPosition((index + 1) * 10, 'Menge', childText(position, 'Menge')));
    prices.push(price);
  }
  return done([group('Preise', prices)]);
};
