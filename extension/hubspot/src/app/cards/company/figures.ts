import type { CompanyView } from '../contracts/card-api.ts';
import type { Fine } from '../gateway.ts';
import { signOf } from '../words/decimals.ts';
import { type Format, moneyText, plural } from '../words/format.ts';
import { isOpen } from '../words/order-status.ts';
import { creditOf, overdueDays, totalsByCurrency } from './money-facts.ts';

/** A number at the top of the card, and the words that make it honest. */
export interface Figure {
  label: string;
  number: string;
  note: string;
}

type Sections = Pick<Fine<CompanyView>, 'customer' | 'orders' | 'invoices'>;

/** Kept in place of a number that is on its way, so that nothing jumps. */
const NOT_YET = { number: '–', note: 'not known yet' };

const moneyOf = (rows: readonly { currency: string; amount: string }[], format: Format): string =>
  totalsByCurrency(rows)
    .map(({ currency, total }) => moneyText(total, currency, format))
    .join(' + ');

/** A list that goes on in the ERP gives a number that is too small, never too large. */
const orMore = ({ nextCursor }: { nextCursor: string | null }): string => (nextCursor === null ? '' : ' or more');

function openOrders({ orders }: Sections, format: Format): Figure {
  const label = 'Open orders';
  if (!('data' in orders)) return { label, ...NOT_YET };
  const open = orders.data.rows.filter(({ status }) => isOpen(status));
  const more = orMore(orders.data);
  if (open.length === 0) return { label, number: 'None', note: more === '' ? '' : 'among the newest orders' };
  const bases = new Set(open.map(({ priceBasis }) => priceBasis));
  const basis = bases.size > 1 ? '' : bases.has('gross') ? ', incl. VAT' : ', net';
  const number = moneyOf(
    open.map(({ currency, total }) => ({ currency, amount: total })),
    format,
  );
  return { label, number, note: `${plural(open.length, 'order', 'orders')}${more}${basis}` };
}

function unpaid({ invoices }: Sections, format: Format): Figure {
  const label = 'Not paid yet';
  if (!('data' in invoices)) return { label, ...NOT_YET };
  const open = invoices.data.rows.filter(({ kind, open }) => kind === 'invoice' && signOf(open) > 0);
  if (open.length === 0) return { label, number: 'None', note: '' };
  const number = moneyOf(
    open.map(({ currency, open }) => ({ currency, amount: open })),
    format,
  );
  return { label, number, note: `${plural(open.length, 'invoice', 'invoices')}${orMore(invoices.data)}, incl. VAT` };
}

function overdue({ invoices }: Sections, nowMs: number, format: Format): Figure {
  const label = 'Overdue';
  if (!('data' in invoices)) return { label, ...NOT_YET };
  const late = invoices.data.rows.filter((invoice) => overdueDays(invoice, nowMs, format) > 0);
  if (late.length === 0) return { label, number: 'None', note: '' };
  const oldest = Math.max(...late.map((invoice) => overdueDays(invoice, nowMs, format)));
  const number = moneyOf(
    late.map(({ currency, open }) => ({ currency, amount: open })),
    format,
  );
  return {
    label,
    number,
    note: `${plural(late.length, 'invoice', 'invoices')}${orMore(invoices.data)}, oldest ${plural(oldest, 'day', 'days')}`,
  };
}

function creditLeft({ customer }: Sections, format: Format): Figure {
  const label = 'Credit left';
  if (!('data' in customer)) return { label, ...NOT_YET };
  const { creditLimit, currency } = customer.data;
  if (creditLimit === null) return { label, number: 'No limit', note: 'kept in the ERP' };
  const credit = creditOf(customer.data);
  const limit = moneyText(creditLimit, currency, format);
  if (credit === null) return { label, number: '–', note: `limit ${limit}, use not known` };
  return { label, number: moneyText(credit.left, currency, format), note: `of ${limit}` };
}

/** The card's four figures. What is ready to ship is not among them: no section says it. */
export const figuresOf = (sections: Sections, nowMs: number, format: Format): Figure[] => [
  openOrders(sections, format),
  unpaid(sections, format),
  overdue(sections, nowMs, format),
  creditLeft(sections, format),
];
