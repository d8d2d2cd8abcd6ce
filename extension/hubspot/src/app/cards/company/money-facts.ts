import type { Customer } from '../contracts/customer.ts';
import type { Decimal } from '../contracts/decimal.ts';
import type { Invoice } from '../contracts/invoice.ts';
import { percentOf, signOf, subtract, sum } from '../words/decimals.ts';
import { dayOf, daysBetween, type Format } from '../words/format.ts';

/** Sums of one currency each, in the order met: amounts of two currencies are never added. */
export function totalsByCurrency(
  rows: readonly { currency: string; amount: string }[],
): { currency: string; total: Decimal }[] {
  const currencies = [...new Set(rows.map(({ currency }) => currency))];
  return currencies.map((currency) => ({
    currency,
    total: sum(rows.filter((row) => row.currency === currency).map(({ amount }) => amount)),
  }));
}

/** Days since an unpaid invoice was due; 0 when it is not overdue, paid, a credit note or has no due date. */
export function overdueDays(invoice: Invoice, nowMs: number, format: Format): number {
  if (invoice.kind !== 'invoice' || invoice.dueOn === null || signOf(invoice.open) <= 0) return 0;
  return Math.max(0, daysBetween(invoice.dueOn, dayOf(nowMs, format)));
}

export interface Credit {
  /** Below zero: the limit is exceeded. */
  left: Decimal;
  /** Null for a limit of zero: the customer is to owe nothing, and there is no share of nothing. */
  usedPercent: number | null;
}

/** What a customer's credit looks like; null where the ERP keeps no limit or does not say what is used. */
export function creditOf({ creditLimit, creditUsed }: Customer): Credit | null {
  if (creditLimit === null || creditUsed === null) return null;
  return { left: subtract(creditLimit, creditUsed), usedPercent: percentOf(creditUsed, creditLimit) };
}
