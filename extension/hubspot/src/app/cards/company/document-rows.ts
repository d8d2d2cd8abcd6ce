import type { Invoice } from '../contracts/invoice.ts';
import type { PriceBasis } from '../contracts/money.ts';
import type { SalesOrderSummary } from '../contracts/sales-order.ts';
import { signOf } from '../words/decimals.ts';
import { dateText, type Format, plural, quantityText } from '../words/format.ts';
import { overdueDays } from './money-facts.ts';

/** The header of a column of amounts: its currency and tax basis, told once where all rows share them. */
export function amountHeader(label: string, rows: readonly { currency: string; priceBasis: PriceBasis }[]): string {
  const currencies = new Set(rows.map(({ currency }) => currency));
  const bases = new Set(rows.map(({ priceBasis }) => priceBasis));
  const parts = [
    ...(currencies.size === 1 ? currencies : []),
    ...(bases.size === 1 ? [bases.has('gross') ? 'incl. VAT' : 'net'] : []),
  ];
  return parts.length === 0 ? label : `${label} (${parts.join(', ')})`;
}

/** Whether the column's header cannot name the currency, so that each cell must. */
export const isMixed = (rows: readonly { currency: string }[]): boolean =>
  new Set(rows.map(({ currency }) => currency)).size > 1;

/** `3 of 8`; a dash while nothing has left. */
export function shippedText(
  order: Pick<SalesOrderSummary, 'quantityShipped' | 'quantityOrdered'>,
  format: Format,
): string {
  if (signOf(order.quantityShipped) <= 0) return '–';
  return `${quantityText(order.quantityShipped, format)} of ${quantityText(order.quantityOrdered, format)}`;
}

const holds = (needle: string, ...texts: (string | null)[]): boolean =>
  texts.some((text) => text?.toLowerCase().includes(needle.trim().toLowerCase()) ?? false);

/** Orders by any of their numbers. */
export const ordersWith = (orders: readonly SalesOrderSummary[], needle: string): SalesOrderSummary[] =>
  orders.filter(({ orderId, customerReference, reference }) => holds(needle, orderId, customerReference, reference));

/** Invoices by their own or their order's number. */
export const invoicesWith = (invoices: readonly Invoice[], needle: string): Invoice[] =>
  invoices.filter(({ invoiceId, orderId }) => holds(needle, invoiceId, orderId));

/** Overdue ones first, the oldest on top; then what is still open by its due date; then the rest, newest first. */
export function byUrgency(invoices: readonly Invoice[], nowMs: number, format: Format): Invoice[] {
  const rank = (invoice: Invoice): number =>
    overdueDays(invoice, nowMs, format) > 0 ? 0 : signOf(invoice.open) > 0 ? 1 : 2;
  return [...invoices].sort((a, b) => {
    const [left, right] = [rank(a), rank(b)];
    if (left !== right) return left - right;
    return left === 2 ? b.issuedOn.localeCompare(a.issuedOn) : (a.dueOn ?? '9').localeCompare(b.dueOn ?? '9');
  });
}

/** `12 Oct, 40 days overdue`, `28 Nov`, or a dash. */
export function dueText(invoice: Invoice, nowMs: number, format: Format): string {
  if (invoice.dueOn === null) return '–';
  const days = overdueDays(invoice, nowMs, format);
  const date = dateText(invoice.dueOn, nowMs, format);
  return days > 0 ? `${date}, ${plural(days, 'day', 'days')} overdue` : date;
}

/** What stands below a list that is not the whole truth; null when it is. */
export function listNote(
  page: { nextCursor: string | null; problems: readonly unknown[] },
  one: string,
  many: string,
): string | null {
  const unread = page.problems.length;
  const parts = [
    ...(page.nextCursor === null ? [] : [`Older ${many} are in the ERP.`]),
    ...(unread === 0
      ? []
      : [`${plural(unread, one, many)} could not be read and ${unread === 1 ? 'is' : 'are'} not shown.`]),
  ];
  return parts.length === 0 ? null : parts.join(' ');
}
