import { group, optional, type Part, value } from '../envelope.ts';
import { badValue, unknownCustomer, unknownOrder } from '../verdicts.ts';
import { readFlag, readKey, writeAmount, writeDate, writeKey, writeQuantity } from '../wire-format.ts';
import { childText } from '../xml-tree.ts';
import { findCustomer } from './customers.ts';
import {
  done,
  numberIn,
  type OperationContext,
  type ReadOperation,
  type Row,
  refused,
  rowOf,
  rowsOf,
  textIn,
  textOrNullIn,
} from './operation.ts';
import { pageOf, readPage } from './paging.ts';

/** The elements of AuftragKopf. */
export const orderHead = (row: Row): Part[] => [
  value('AuftragsNr', writeKey(numberIn(row, 'order_no'))),
  value('KundenNr', writeKey(numberIn(row, 'customer_no'))),
  ...optional('BestellNr', textOrNullIn(row, 'customer_reference')),
  ...optional('FremdReferenz', textOrNullIn(row, 'reference')),
  value('AuftragsDatum', writeDate(textIn(row, 'ordered_on'))),
  value('WunschTermin', writeDate(textOrNullIn(row, 'requested_on'))),
  value('Status', String(numberIn(row, 'status'))),
  value('MengeGesamt', writeQuantity(numberIn(row, 'quantity'))),
  value('MengeGeliefert', writeQuantity(numberIn(row, 'shipped'))),
  value('Waehrung', textIn(row, 'currency')),
  value('BruttoSumme', writeAmount(numberIn(row, 'gross_total'))),
];

/** Open: something is still to be shipped. Order keys follow the dates, so the key alone sorts newest first. */
const LIST = `SELECT * FROM sales_order
  WHERE customer_no = ?1 AND (?2 = 0 OR status IN (10, 20, 30, 95)) AND (?3 IS NULL OR order_no < ?3)
  ORDER BY order_no DESC LIMIT ?4`;

/** AuftraegeLesen */
export const listOrders: ReadOperation = (context, request) => {
  const key = childText(request, 'KundenNr');
  const customer = findCustomer(context, key);
  if (customer === null) return refused(unknownCustomer(key));
  const flag = childText(request, 'NurOffene');
  const openOnly = readFlag(flag);
  if (openOnly === null) return refused(badValue('NurOffene', flag));
  const page = readPage(request);
  if ('problem' in page) return refused(page.problem);
  const { after, rowsMax } = page.wish;
  const found = rowsOf(context, LIST, numberIn(customer, 'customer_no'), openOnly ? 1 : 0, after, rowsMax + 1);
  const { rows, bookmark } = pageOf(found, page.wish, (row) => numberIn(row, 'order_no'));
  return done([
    group(
      'Auftraege',
      rows.map((row) => group('Auftrag', orderHead(row))),
    ),
    ...bookmark,
  ]);
};

const linesOf = (context: OperationContext, orderNo: number): Part[] =>
  rowsOf(
    context,
    `SELECT l.*, i.description, i.unit FROM order_line l LEFT JOIN item i USING (item_no) WHERE order_no = ? ORDER BY line_no`,
    orderNo,
  ).map((row) =>
    group('Position', [
      value('PosNr', String(numberIn(row, 'line_no'))),
      value('ArtikelNr', textIn(row, 'item_no')),
      ...optional('Bezeichnung', textOrNullIn(row, 'description')),
      ...optional('Einheit', textOrNullIn(row, 'unit')),
      value('Menge', writeQuantity(numberIn(row, 'quantity'))),
      value('MengeGeliefert', writeQuantity(numberIn(row, 'shipped'))),
      value('LieferTermin', writeDate(textOrNullIn(row, 'due_on'))),
      value('BruttoPreis', writeAmount(numberIn(row, 'gross_price'))),
      value('BruttoBetrag', writeAmount(numberIn(row, 'gross_amount'))),
    ]),
  );

const shipmentsOf = (context: OperationContext, orderNo: number): Part[] =>
  rowsOf(context, 'SELECT * FROM shipment WHERE order_no = ? ORDER BY shipment_no', orderNo).map((row) => {
    const shipmentNo = numberIn(row, 'shipment_no');
    const lines = rowsOf(context, 'SELECT * FROM shipment_line WHERE shipment_no = ? ORDER BY line_no', shipmentNo);
    return group('Lieferung', [
      value('LieferscheinNr', writeKey(shipmentNo)),
      value('LieferDatum', writeDate(textOrNullIn(row, 'shipped_on'))),
      ...optional('Spediteur', textOrNullIn(row, 'carrier')),
      ...optional('SendungsNr', textOrNullIn(row, 'tracking_no')),
      group(
        'Positionen',
        lines.map((line) =>
          group('Position', [
            value('PosNr', String(numberIn(line, 'line_no'))),
            value('ArtikelNr', textIn(line, 'item_no')),
            value('Menge', writeQuantity(numberIn(line, 'quantity'))),
          ]),
        ),
      ),
    ]);
  });

/** AuftragLesen */
export const readOrder: ReadOperation = (context, request) => {
  const key = childText(request, 'AuftragsNr');
  const orderNo = readKey(key);
  const row = orderNo === null ? null : rowOf(context, 'SELECT * FROM sales_order WHERE order_no = ?', orderNo);
  if (row === null || orderNo === null) return refused(unknownOrder(key));
  return done([
    group('Auftrag', orderHead(row)),
    group('Positionen', linesOf(context, orderNo)),
    group('Lieferungen', shipmentsOf(context, orderNo)),
  ]);
};

/** Where each kind of number (SuchArt) is found. */
const SEARCHES: Readonly<Record<string, string>> = {
  AUFTRAG: 'order_no = CAST(?1 AS INTEGER)',
  BESTELLNR: 'customer_reference = ?1',
  RECHNUNG: 'order_no IN (SELECT order_no FROM invoice WHERE invoice_no = CAST(?1 AS INTEGER))',
  LIEFERUNG: 'order_no IN (SELECT order_no FROM shipment WHERE shipment_no = CAST(?1 AS INTEGER))',
  REFERENZ: 'reference = ?1',
};
const BY_NUMBER = new Set(['AUFTRAG', 'RECHNUNG', 'LIEFERUNG']);
const FOUND_MAX = 100;

/** AuftragSuchen: works on the search index, which may lag behind the orders. Nothing found is an empty list, not an error. */
export const searchOrders: ReadOperation = (context, request) => {
  const kind = childText(request, 'SuchArt');
  const condition = SEARCHES[kind];
  if (condition === undefined) return refused(badValue('SuchArt', kind));
  const wanted = childText(request, 'SuchWert');
  if (wanted === '') return refused(badValue('SuchWert', wanted));
  const customerKey = childText(request, 'KundenNr');
  const customerNo = customerKey === '' ? null : (readKey(customerKey) ?? -1);
  const impossible = BY_NUMBER.has(kind) && !/^\d{1,10}$/.test(wanted);
  const rows = impossible
    ? []
    : rowsOf(
        context,
        `SELECT * FROM sales_order WHERE ${condition} AND (?2 IS NULL OR customer_no = ?2) AND indexed_at_ms <= ?3
         ORDER BY order_no DESC LIMIT ${FOUND_MAX}`,
        wanted,
        customerNo,
        context.nowMs(),
      );
  return done([
    group(
      'Auftraege',
      rows.map((row) => group('Auftrag', orderHead(row))),
    ),
  ]);
};
