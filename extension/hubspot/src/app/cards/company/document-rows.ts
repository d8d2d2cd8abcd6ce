import type { Invoice } from '../contracts/invoice.ts';
import type { PriceBasis } from '../contracts/money.ts';
import type { RowProblem } from '../contracts/page.ts';
import type { SalesOrderSummary } from '../contracts/sales-order.ts';
import { signOf, subtract } from '../words/decimals.ts';
import { amountText, dateText, type Format, listed, plural, quantityText, quoted } from '../words/format.ts';
import { overdueDays } from './money-facts.ts';

const BASIS_WORDS: Record<PriceBasis, string> = { gross: 'incl. VAT', net: 'net' };

/** The header of a column of amounts: its currency and tax basis, told once where all rows share them. */
export function amountHeader(label: string, rows: readonly { currency: string; priceBasis?: PriceBasis }[]): string {
  const currencies = new Set(rows.map(({ currency }) => currency));
  const bases = new Set(rows.map(({ priceBasis }) => priceBasis));
  const parts = [
    ...(currencies.size === 1 ? currencies : []),
    ...[...bases].flatMap((basis) => (bases.size > 1 || basis === undefined ? [] : [BASIS_WORDS[basis]])),
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

/** Overdue ones first, the oldest on top; then what is open by its due date, credit notes included; then the rest, newest first. */
export function byUrgency(invoices: readonly Invoice[], nowMs: number, format: Format): Invoice[] {
  const rank = (invoice: Invoice): number =>
    overdueDays(invoice, nowMs, format) > 0 ? 0 : signOf(invoice.open) === 0 ? 2 : 1;
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

/** `1,200.00 of 3,000.00 paid`; null where nothing or everything is paid, and for credit notes. */
export function paidText({ kind, total, open, currency }: Invoice, format: Format): string | null {
  const paid = subtract(total, open);
  if (kind !== 'invoice' || signOf(paid) <= 0 || signOf(open) <= 0) return null;
  return `${amountText(paid, currency, format)} of ${amountText(total, currency, format)} paid`;
}

type Unread = Pick<RowProblem, 'row' | 'key'>;
/** More would be a list of their own. */
const UNREAD_NAMED = 3;

/** The sentences about a list that was cut, and about rows that did not fit, by their numbers where these could be read; none where neither is so. */
export function unreadNote(problems: readonly Unread[], many: string): string[] {
  const unread = problems.filter(({ row }) => row !== null);
  const cut = unread.length < problems.length ? ['The ERP sent more rows than can be shown, so the list is cut.'] : [];
  if (unread.length === 0) return cut;
  const keys = unread.flatMap(({ key }) => (key === null ? [] : [quoted(key)])).slice(0, UNREAD_NAMED);
  const rest = unread.length - keys.length;
  const which =
    keys.length === 0
      ? `${unread.length} of the ${many}`
      : `Of the ${many}, ${listed([...keys, ...(rest === 0 ? [] : [`${rest} more`])])}`;
  return [
    ...cut,
    `${which} could not be read, so ${unread.length === 1 ? 'it is' : 'they are'} not shown. ${WHO_KNOWS}`,
  ];
}
const WHO_KNOWS = 'The person who looks after the ERP link can see why.';

/** The title of a list without rows: that there are none, which nobody knows where rows could not be read. */
export const emptyTitle = (none: string, many: string, problems: readonly Unread[]): string =>
  problems.length === 0 ? none : `No ${many} that could be read`;

/** What stands below a list that is not the whole truth; null when it is. */
export function listNote(
  page: { nextCursor: string | null; problems: readonly Unread[] },
  many: string,
): string | null {
  const parts = [
    ...(page.nextCursor === null ? [] : [`Older ${many} are in the ERP.`]),
    ...unreadNote(page.problems, many),
  ];
  return parts.length === 0 ? null : parts.join(' ');
}
