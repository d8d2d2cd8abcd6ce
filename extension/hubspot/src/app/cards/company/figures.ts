import type { CompanyView } from '../contracts/card-api.ts';
import type { Fine } from '../gateway.ts';
import { signOf } from '../words/decimals.ts';
import { type Format, moneyText, plural } from '../words/format.ts';
import { creditOf, overdueDays, totalsByCurrency } from './money-facts.ts';

/** A number at the top of the card, and the words that make it honest. */
export interface Figure {
  label: string;
  number: string;
  note: string;
  /** Where the documents behind the number stand; absent where there are none. */
  door?: Door;
}

/** A tab of the card. */
export type Door = 'orders' | 'invoices' | 'payments' | 'details';

type Sections = Pick<Fine<CompanyView>, 'customer' | 'openOrders' | 'invoices'>;

/** Kept in place of a number that is on its way or not to be had, so that nothing jumps. */
const missing = ({ state }: { state: string }): { number: string; note: string } => ({
  number: '–',
  note: state === 'failed' ? 'could not be loaded' : 'not known yet',
});

const moneyOf = (rows: readonly { currency: string; amount: string }[], format: Format): string =>
  totalsByCurrency(rows)
    .map(({ currency, total }) => moneyText(total, currency, format))
    .join(' + ');

/** A list that goes on in the ERP, or has rows that could not be read, gives a number that is too small, never too large. */
const orMore = ({ nextCursor, problems }: { nextCursor: string | null; problems: readonly unknown[] }): string =>
  nextCursor === null && problems.length === 0 ? '' : ' or more';

/** Nothing in a list, as far as it could be read. */
const none = (more: string): { number: string; note: string } => ({
  number: 'None',
  note: more === '' ? '' : 'among those that could be read',
});

function open({ openOrders }: Sections, format: Format): Figure {
  const label = 'Open orders';
  if (!('data' in openOrders)) return { label, ...missing(openOrders) };
  const { rows } = openOrders.data;
  const more = orMore(openOrders.data);
  if (rows.length === 0) return { label, ...none(more) };
  const bases = new Set(rows.map(({ priceBasis }) => priceBasis));
  const basis = bases.size > 1 ? '' : bases.has('gross') ? ', incl. VAT' : ', net';
  const number = moneyOf(
    rows.map(({ currency, total }) => ({ currency, amount: total })),
    format,
  );
  return { label, number, note: `${plural(rows.length, 'order', 'orders')}${more}${basis}`, door: 'orders' };
}

function unpaid({ invoices }: Sections, format: Format): Figure {
  const label = 'Not paid yet';
  if (!('data' in invoices)) return { label, ...missing(invoices) };
  const open = invoices.data.rows.filter(({ kind, open }) => kind === 'invoice' && signOf(open) > 0);
  if (open.length === 0) return { label, ...none(orMore(invoices.data)) };
  const number = moneyOf(
    open.map(({ currency, open }) => ({ currency, amount: open })),
    format,
  );
  const note = `${plural(open.length, 'invoice', 'invoices')}${orMore(invoices.data)}, incl. VAT`;
  return { label, number, note, door: 'invoices' };
}

function overdue({ invoices }: Sections, nowMs: number, format: Format): Figure {
  const label = 'Overdue';
  if (!('data' in invoices)) return { label, ...missing(invoices) };
  const late = invoices.data.rows.filter((invoice) => overdueDays(invoice, nowMs, format) > 0);
  if (late.length === 0) return { label, ...none(orMore(invoices.data)) };
  const oldest = Math.max(...late.map((invoice) => overdueDays(invoice, nowMs, format)));
  const number = moneyOf(
    late.map(({ currency, open }) => ({ currency, amount: open })),
    format,
  );
  return {
    label,
    number,
    note: `${plural(late.length, 'invoice', 'invoices')}${orMore(invoices.data)}, oldest ${plural(oldest, 'day', 'days')}`,
    door: 'invoices',
  };
}

function creditLeft({ customer }: Sections, format: Format): Figure {
  const label = 'Credit left';
  if (!('data' in customer)) return { label, ...missing(customer) };
  const { creditLimit, currency } = customer.data;
  if (creditLimit === null) return { label, number: 'No limit', note: 'kept in the ERP' };
  const credit = creditOf(customer.data);
  const limit = moneyText(creditLimit, currency, format);
  if (credit === null) return { label, number: '–', note: `limit ${limit}, use not known`, door: 'details' };
  return { label, number: moneyText(credit.left, currency, format), note: `of ${limit}`, door: 'details' };
}

/** The card's four figures. What is ready to ship is not among them: no section says it. */
export const figuresOf = (sections: Sections, nowMs: number, format: Format): Figure[] => [
  open(sections, format),
  unpaid(sections, format),
  overdue(sections, nowMs, format),
  creditLeft(sections, format),
];
