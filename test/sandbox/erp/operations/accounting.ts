import { group, optional, value } from '../envelope.ts';
import { badValue, unknownCustomer } from '../verdicts.ts';
import { readFlag, writeAmount, writeDate, writeKey } from '../wire-format.ts';
import { childText } from '../xml-tree.ts';
import { findCustomer } from './customers.ts';
import { done, numberIn, type ReadOperation, refused, rowsOf, textIn, textOrNullIn } from './operation.ts';
import { pageOf, readPage } from './paging.ts';

const INVOICES = `SELECT * FROM invoice
  WHERE customer_no = ?1 AND (?2 = 0 OR open <> 0) AND (?3 IS NULL OR invoice_no < ?3)
  ORDER BY invoice_no DESC LIMIT ?4`;

/** RechnungenLesen: invoices (RE) and credit notes (GU, negative), newest first. */
export const listInvoices: ReadOperation = (context, request) => {
  const key = childText(request, 'KundenNr');
  const customer = findCustomer(context, key);
  if (customer === null) return refused(unknownCustomer(key));
  const flag = childText(request, 'NurOffene');
  const openOnly = readFlag(flag);
  if (openOnly === null) return refused(badValue('NurOffene', flag));
  const page = readPage(request);
  if ('problem' in page) return refused(page.problem);
  const { after, rowsMax } = page.wish;
  const found = rowsOf(context, INVOICES, numberIn(customer, 'customer_no'), openOnly ? 1 : 0, after, rowsMax + 1);
  const { rows, bookmark } = pageOf(found, page.wish, (row) => numberIn(row, 'invoice_no'));
  const invoices = rows.map((row) =>
    group('Rechnung', [
      value('RechnungsNr', writeKey(numberIn(row, 'invoice_no'))),
      value('KundenNr', writeKey(numberIn(row, 'customer_no'))),
      ...optional('AuftragsNr', row.order_no === null ? null : writeKey(numberIn(row, 'order_no'))),
      value('Art', textIn(row, 'kind')),
      value('RechnungsDatum', writeDate(textIn(row, 'issued_on'))),
      value('FaelligAm', writeDate(textOrNullIn(row, 'due_on'))),
      value('Waehrung', textIn(row, 'currency')),
      value('BruttoBetrag', writeAmount(numberIn(row, 'gross_total'))),
      value('OffenerBetrag', writeAmount(numberIn(row, 'open'))),
    ]),
  );
  return done([group('Rechnungen', invoices), ...bookmark]);
};

const PAYMENTS = `SELECT * FROM payment WHERE customer_no = ?1 AND (?2 IS NULL OR payment_no < ?2)
  ORDER BY payment_no DESC LIMIT ?3`;
const ALLOCATIONS = 'SELECT * FROM allocation WHERE payment_no = ? ORDER BY invoice_no';

/** ZahlungenLesen: newest first, with what each was allocated to. */
export const listPayments: ReadOperation = (context, request) => {
  const key = childText(request, 'KundenNr');
  const customer = findCustomer(context, key);
  if (customer === null) return refused(unknownCustomer(key));
  const page = readPage(request);
  if ('problem' in page) return refused(page.problem);
  const { after, rowsMax } = page.wish;
  const found = rowsOf(context, PAYMENTS, numberIn(customer, 'customer_no'), after, rowsMax + 1);
  const { rows, bookmark } = pageOf(found, page.wish, (row) => numberIn(row, 'payment_no'));
  const payments = rows.map((row) => {
    const paymentNo = numberIn(row, 'payment_no');
    const allocations = rowsOf(context, ALLOCATIONS, paymentNo).map((allocation) =>
      group('Zuordnung', [
        value('RechnungsNr', writeKey(numberIn(allocation, 'invoice_no'))),
        value('Betrag', writeAmount(numberIn(allocation, 'amount'))),
      ]),
    );
    return group('Zahlung', [
      value('ZahlungsNr', writeKey(paymentNo)),
      value('KundenNr', writeKey(numberIn(row, 'customer_no'))),
      value('EingangsDatum', writeDate(textIn(row, 'received_on'))),
      value('Betrag', writeAmount(numberIn(row, 'amount'))),
      value('Waehrung', textIn(row, 'currency')),
      ...optional('Zahlart', textOrNullIn(row, 'method')),
      group('Zuordnungen', allocations),
    ]);
  });
  return done([group('Zahlungen', payments), ...bookmark]);
};
