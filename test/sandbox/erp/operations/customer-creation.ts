import { value } from '../envelope.ts';
import * as verdicts from '../verdicts.ts';
import { writeKey } from '../wire-format.ts';
import { childText, type XmlElement } from '../xml-tree.ts';
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
import { CURRENCIES, REFERENCE_MAX } from './order-creation.ts';

/** Widths of Kontor's fields. */
const WIDTHS = { Name1: 60, Strasse: 40, Plz: 10, Ort: 40, UstIdNr: 20, EMail: 80, Telefon: 30 } as const;
/** Every new customer begins with it, in cents. */
const CREDIT_LIMIT = 500_000;

const plain = (taxId: string | null): string => (taxId ?? '').toUpperCase().replace(/[^A-Z0-9]/g, '');

/** What is wrong with the fields; null: nothing. */
function problemOf(request: XmlElement): verdicts.Verdict | null {
  for (const [field, width] of Object.entries(WIDTHS)) {
    const text = childText(request, field);
    if ([...text].length > width) return verdicts.fieldTooLong(field, width);
  }
  if (childText(request, 'Name1') === '') return verdicts.badValue('Name1', '');
  const country = childText(request, 'Land');
  if (!/^([A-Z]{2})?$/.test(country)) return verdicts.badValue('Land', country);
  if ([...childText(request, 'FremdReferenz')].length > REFERENCE_MAX) return verdicts.referenceTooLong(REFERENCE_MAX);
  const currency = childText(request, 'Waehrung');
  return CURRENCIES.has(currency) ? null : verdicts.unknownCurrency(currency);
}

function ownerOf(context: OperationContext, taxId: string): number | null {
  if (plain(taxId) === '') return null;
  const owner = rowsOf(context, 'SELECT customer_no, tax_id FROM customer').find(
    (row) => plain(textOrNullIn(row, 'tax_id')) === plain(taxId),
  );
  return owner === undefined ? null : numberIn(owner, 'customer_no');
}

/** KundeAnlegen. A tax number is one customer's; the same FremdReferenz is taken again and again. */
export const createCustomer: WriteOperation = (context, request) => {
  const problem = problemOf(request);
  if (problem !== null) return { refusal: refused(problem) };
  const owner = ownerOf(context, childText(request, 'UstIdNr'));
  if (owner !== null) return { refusal: refused(verdicts.taxIdTaken(childText(request, 'UstIdNr'), writeKey(owner))) };
  return { commit: () => done([value('KundenNr', writeKey(insertCustomer(context, request)))]) };
};

function insertCustomer(context: OperationContext, request: XmlElement): number {
  const given = (field: string): string | null => childText(request, field) || null;
  const last = rowOf(context, 'SELECT MAX(customer_no) AS last FROM customer');
  const customerNo = (last === null ? 0 : numberIn(last, 'last')) + 1;
  context.database
    .prepare(
      `INSERT INTO customer (customer_no, name1, street, postal_code, town, country, tax_id, email, phone, currency,
         on_hold, credit_limit, created_on, reference, indexed_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)`,
    )
    .run(
      customerNo,
      childText(request, 'Name1'),
      ...['Strasse', 'Plz', 'Ort', 'Land', 'UstIdNr', 'EMail', 'Telefon'].map(given),
      childText(request, 'Waehrung'),
      CREDIT_LIMIT,
      context.today,
      given('FremdReferenz'),
      context.nowMs() + context.indexLagMs,
    );
  return customerNo;
}
