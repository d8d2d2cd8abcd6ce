import { grossOf, lineAmount, netOf } from '../amounts.ts';
import { value } from '../envelope.ts';
import * as verdicts from '../verdicts.ts';
import { readAmount, readDate, readQuantity, writeKey } from '../wire-format.ts';
import { childrenOf, childText, type XmlElement } from '../xml-tree.ts';
import { findCustomer } from './customers.ts';
import {
  done,
  numberIn,
  type OperationContext,
  refused,
  rowOf,
  rowsOf,
  textOrNullIn,
  type WriteOperation,
} from './operation.ts';

/** The foreign reference field of orders and customers. */
export const REFERENCE_MAX = 20;
export const CURRENCIES = new Set(['EUR', 'CHF', 'DKK', 'GBP', 'PLN', 'SEK', 'USD']);
const CONFIRMED = 20;

interface NewLine {
  itemNo: string;
  quantity: number;
  netPrice: number;
  grossPrice: number;
}

/** PreisKennzeichen: whether prices in the request are without VAT (N, netto) or with it (B, brutto). */
type PriceMark = 'N' | 'B';

function readLine(
  context: OperationContext,
  position: XmlElement,
  place: number,
  mark: PriceMark,
): { line: NewLine } | { problem: verdicts.Verdict } {
  const itemNo = childText(position, 'ArtikelNr');
  const item = rowOf(context, 'SELECT * FROM item WHERE item_no = ?', itemNo);
  if (item === null) return { problem: verdicts.unknownItem(place, itemNo) };
  const quantityText = childText(position, 'Menge');
  const quantity = readQuantity(quantityText);
  if (quantity === null || quantity <= 0) return { problem: verdicts.badPosition(place, 'Menge', quantityText) };
  const vat = numberIn(item, 'vat');
  const priceText = childText(position, 'Preis');
  if (priceText === '') {
    const netPrice = numberIn(item, 'net_price');
    return { line: { itemNo, quantity, netPrice, grossPrice: grossOf(netPrice, vat) } };
  }
  const price = readAmount(priceText);
  if (price === null || price < 0) return { problem: verdicts.badPosition(place, 'Preis', priceText) };
  const [netPrice, grossPrice] = mark === 'N' ? [price, grossOf(price, vat)] : [netOf(price, vat), price];
  return { line: { itemNo, quantity, netPrice, grossPrice } };
}

/** AuftragAnlegen. The same FremdReferenz is taken again and again: every call makes an order. */
export const createOrder: WriteOperation = (context, request) => {
  const refuse = (verdict: verdicts.Verdict) => ({ refusal: refused(verdict) });
  if (context.periodClosed) return refuse(verdicts.PERIOD_CLOSED);
  const key = childText(request, 'KundenNr');
  const customer = findCustomer(context, key);
  if (customer === null) return refuse(verdicts.unknownCustomer(key));
  if (customer.on_hold === 1) return refuse(verdicts.customerOnHold(key, textOrNullIn(customer, 'hold_reason')));
  const reference = childText(request, 'FremdReferenz');
  if ([...reference].length > REFERENCE_MAX) return refuse(verdicts.referenceTooLong(REFERENCE_MAX));
  const currency = childText(request, 'Waehrung');
  if (!CURRENCIES.has(currency)) return refuse(verdicts.unknownCurrency(currency));
  const mark = childText(request, 'PreisKennzeichen');
  if (mark !== 'N' && mark !== 'B') return refuse(verdicts.badValue('PreisKennzeichen', mark));
  const requestedText = childText(request, 'WunschTermin');
  const requestedOn = readDate(requestedText);
  if (requestedOn === 'not-a-date') return refuse(verdicts.badValue('WunschTermin', requestedText));
  const positions = childrenOf(request, 'Positionen').flatMap((list) => childrenOf(list, 'Position'));
  if (positions.length === 0) return refuse(verdicts.NO_POSITIONS);
  const lines: NewLine[] = [];
  for (const [index, position] of positions.entries()) {
    const read = readLine(context, position, (index + 1) * 10, mark);
    if ('problem' in read) return refuse(read.problem);
    lines.push(read.line);
  }
  const head = {
    customerNo: numberIn(customer, 'customer_no'),
    customerReference: childText(request, 'BestellNr') || null,
    reference: reference || null,
    requestedOn,
    currency,
  };
  return { commit: () => done([value('AuftragsNr', writeKey(insertOrder(context, head, lines)))]) };
};

interface NewHead {
  customerNo: number;
  customerReference: string | null;
  reference: string | null;
  requestedOn: string | null;
  currency: string;
}

/** Writes order, lines and reservations as one transaction. @returns the order's key */
function insertOrder(context: OperationContext, head: NewHead, lines: readonly NewLine[]): number {
  const { database } = context;
  const quantity = lines.reduce((sum, line) => sum + line.quantity, 0);
  const total = lines.reduce((sum, line) => sum + lineAmount(line.grossPrice, line.quantity), 0);
  database.exec('BEGIN IMMEDIATE');
  try {
    const { lastInsertRowid } = database
      .prepare('INSERT INTO sales_order VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)')
      .run(
        head.customerNo,
        head.customerReference,
        head.reference,
        context.today,
        head.requestedOn,
        CONFIRMED,
        quantity,
        head.currency,
        total,
        context.nowMs() + context.indexLagMs,
      );
    const orderNo = Number(lastInsertRowid);
    const insertLine = database.prepare('INSERT INTO order_line VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?)');
    lines.forEach((line, index) => {
      const amount = lineAmount(line.grossPrice, line.quantity);
      const { itemNo, netPrice, grossPrice } = line;
      insertLine.run(orderNo, (index + 1) * 10, itemNo, line.quantity, head.requestedOn, netPrice, grossPrice, amount);
      reserve(context, itemNo, line.quantity);
    });
    database.exec('COMMIT');
    return orderNo;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

/** In the warehouse that has the most of it free, also beyond what is there. */
function reserve(context: OperationContext, itemNo: string, quantity: number): void {
  const [warehouse] = rowsOf(
    context,
    'SELECT warehouse FROM stock WHERE item_no = ? ORDER BY on_hand - reserved DESC, warehouse LIMIT 1',
    itemNo,
  );
  context.database
    .prepare('UPDATE stock SET reserved = reserved + ? WHERE item_no = ? AND warehouse = ?')
    .run(quantity, itemNo, warehouse?.warehouse ?? '');
}
