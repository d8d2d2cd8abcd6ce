import type { Payment } from '../contracts/payment.ts';
import { compare, signOf, subtract, sum } from '../words/decimals.ts';
import { amountText, type Format, plural } from '../words/format.ts';

/** More would push the next payment out of sight. */
const INVOICES_NAMED = 4;

/** What a payment was for, in the words of its cell. */
export interface AllocationWords {
  /** The amount is null where it is the whole payment, which stands beside it. */
  named: { invoiceId: string; amount: string | null }[];
  /** What is not named: further invoices, money that paid nothing yet; one line each. */
  rest: string[];
}

export const newestFirst = (payments: readonly Payment[]): Payment[] =>
  [...payments].sort((a, b) => b.receivedOn.localeCompare(a.receivedOn));

/** Invoices with their part of the money, each once, and what was not allocated. */
export function allocationsOf({ amount, currency, allocations }: Payment, format: Format): AllocationWords {
  const ids = [...new Set(allocations.map(({ invoiceId }) => invoiceId))];
  const parts = ids.map((invoiceId) => ({
    invoiceId,
    part: sum(allocations.filter((one) => one.invoiceId === invoiceId).map((one) => one.amount)),
  }));
  const left = subtract(amount, sum(parts.map(({ part }) => part)));
  const hidden = parts.length - INVOICES_NAMED;
  const rest = [
    ...(hidden > 0 ? [`and ${plural(hidden, 'more invoice', 'more invoices')}`] : []),
    // More than was received may be paid with it: a discount, a credit note. Nothing is left to allocate then.
    ...(signOf(left) === 0 || (parts.length > 0 && signOf(left) !== signOf(amount))
      ? []
      : [parts.length === 0 ? 'not allocated yet' : `${amountText(left, currency, format)} not allocated yet`]),
  ];
  return {
    named: parts.slice(0, INVOICES_NAMED).map(({ invoiceId, part }) => ({
      invoiceId,
      amount: compare(part, amount) === 0 ? null : amountText(part, currency, format),
    })),
    rest,
  };
}
