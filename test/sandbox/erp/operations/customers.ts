import { group, optional, type Part, value } from '../envelope.ts';
import { unknownCustomer } from '../verdicts.ts';
import { readKey, writeAmount, writeDate, writeFlag, writeKey } from '../wire-format.ts';
import { childText } from '../xml-tree.ts';
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

/** The customer of a key as sent, padded; null where there is none. */
export function findCustomer(context: OperationContext, key: string): Row | null {
  const customerNo = readKey(key);
  return customerNo === null ? null : rowOf(context, 'SELECT * FROM customer WHERE customer_no = ?', customerNo);
}

/** Open documents, and orders that are not invoiced yet; counted when asked, so that a new order shows at once. */
const CREDIT_USED = `SELECT
  (SELECT COALESCE(SUM(open), 0) FROM invoice WHERE customer_no = ?1) +
  (SELECT COALESCE(SUM(gross_total), 0) FROM sales_order WHERE customer_no = ?1 AND status IN (10, 20, 30, 40, 95)) AS used`;

/** KundeLesen */
export const readCustomer: ReadOperation = (context, request) => {
  const key = childText(request, 'KundenNr');
  const row = findCustomer(context, key);
  if (row === null) return refused(unknownCustomer(key));
  return done([group('Kunde', customerParts(context, row))]);
};

/** The elements of Kunde. */
export function customerParts(context: OperationContext, row: Row): Part[] {
  const used = rowOf(context, CREDIT_USED, numberIn(row, 'customer_no'));
  const limit = row.credit_limit === null ? null : numberIn(row, 'credit_limit');
  return [
    value('KundenNr', writeKey(numberIn(row, 'customer_no'))),
    value('Name1', textIn(row, 'name1')),
    ...optional('Name2', textOrNullIn(row, 'name2')),
    ...optional('Strasse', textOrNullIn(row, 'street')),
    ...optional('Plz', textOrNullIn(row, 'postal_code')),
    ...optional('Ort', textOrNullIn(row, 'town')),
    ...optional('Land', textOrNullIn(row, 'country')),
    ...optional('UstIdNr', textOrNullIn(row, 'tax_id')),
    ...optional('EMail', textOrNullIn(row, 'email')),
    ...optional('Telefon', textOrNullIn(row, 'phone')),
    value('Waehrung', textIn(row, 'currency')),
    value('Sperre', writeFlag(row.on_hold === 1)),
    ...optional('SperrGrund', textOrNullIn(row, 'hold_reason')),
    ...optional('KreditLimit', limit === null ? null : writeAmount(limit)),
    value('KreditGenutzt', writeAmount(used === null ? 0 : numberIn(used, 'used'))),
    value('AngelegtAm', writeDate(textOrNullIn(row, 'created_on'))),
    ...optional('FremdReferenz', textOrNullIn(row, 'reference')),
  ];
}

/** Text for LIKE with `!` as escape character: what a caller sends is no pattern. */
const contained = (text: string): string => `%${text.replace(/[!%_]/g, '!$&')}%`;

const SEARCH = `SELECT customer_no, name1, postal_code, town, tax_id,
    (SELECT MAX(ordered_on) FROM sales_order o WHERE o.customer_no = c.customer_no) AS last_order_on
  FROM customer c
  WHERE customer_no > ?1 AND (?2 = '' OR name1 LIKE ?3 ESCAPE '!') AND (?4 = '' OR tax_id = ?4)
    AND (?5 = '' OR email LIKE ?6 ESCAPE '!')
  ORDER BY customer_no LIMIT ?7`;

/** KundenSuchen: all of the criteria that were sent must fit; by key, upwards. */
export const searchCustomers: ReadOperation = (context, request) => {
  const page = readPage(request);
  if ('problem' in page) return refused(page.problem);
  const [name, taxId, email] = [childText(request, 'Name'), childText(request, 'UstIdNr'), childText(request, 'EMail')];
  const criteria = [name, contained(name), taxId, email, contained(email)];
  const found = rowsOf(context, SEARCH, page.wish.after ?? 0, ...criteria, page.wish.rowsMax + 1);
  const { rows, bookmark } = pageOf(found, page.wish, (row) => numberIn(row, 'customer_no'));
  const customers = rows.map((row) =>
    group('Kunde', [
      value('KundenNr', writeKey(numberIn(row, 'customer_no'))),
      value('Name1', textIn(row, 'name1')),
      ...optional('Plz', textOrNullIn(row, 'postal_code')),
      ...optional('Ort', textOrNullIn(row, 'town')),
      ...optional('UstIdNr', textOrNullIn(row, 'tax_id')),
      value('LetzterAuftragAm', writeDate(textOrNullIn(row, 'last_order_on'))),
    ]),
  );
  return done([group('Kunden', customers), ...bookmark]);
};
