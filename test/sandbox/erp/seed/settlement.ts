import { addDays, earlier } from './calendar.ts';
import type { Prng } from './prng.ts';
import type { InvoiceRow, OrderRow, PaymentRow } from './rows.ts';

/** Days to pay. */
const TERMS_DAYS = 30;
const INVOICED = 50;
const PAID = 60;
const METHODS = ['Ueberweisung', 'Ueberweisung', 'Ueberweisung', 'SEPA-Lastschrift', 'Scheck'];
const NOT_YET_INVOICED = new Set([10, 20, 30, 40, 95]);

export interface Settled {
  invoices: InvoiceRow[];
  payments: PaymentRow[];
}

/** How an invoiced order stands: by chance, or said by a story (share of the total that was paid, in percent). */
export type PartPaid = (order: OrderRow) => number;

export const partPaidByChance =
  (prng: Prng): PartPaid =>
  () =>
    prng.chance(0.25) ? prng.int(20, 70) : 0;

function creditNote(invoice: InvoiceRow, today: string, prng: Prng): InvoiceRow | null {
  const line = invoice.order.lines[0];
  if (line === undefined || line.quantity < 2000) return null;
  const total = -line.grossPrice;
  if (-total * 2 >= invoice.total) return null;
  const issuedOn = earlier(addDays(invoice.issuedOn, prng.int(2, 12)), today);
  return { ...invoice, kind: 'GU', issuedOn, dueOn: null, total, open: total };
}

/**
 * Invoices, credit notes and payments of one customer's orders. Paid orders are paid in one or two payments, or
 * together with another invoice; a credit note is taken off a later payment, or stays open.
 */
export function settle(orders: readonly OrderRow[], partPaid: PartPaid, today: string, prng: Prng): Settled {
  const invoices: InvoiceRow[] = [];
  const payments: PaymentRow[] = [];

  const pay = (invoice: InvoiceRow, amount: number, receivedOn: string, credit: InvoiceRow | null): void => {
    invoice.open -= amount;
    const allocations = [{ invoice, amount }];
    if (credit !== null && credit.issuedOn <= receivedOn) {
      allocations.push({ invoice: credit, amount: credit.total });
      credit.open = 0;
    }
    const previous = payments.at(-1);
    const together =
      previous !== undefined && previous.receivedOn >= invoice.issuedOn && previous.allocations.length < 3;
    if (
      together &&
      credit === null &&
      prng.chance(0.4) &&
      previous.allocations.every((one) => one.invoice !== invoice)
    ) {
      previous.allocations.push(...allocations);
    } else {
      payments.push({ no: 0, customer: invoice.customer, receivedOn, method: prng.pick(METHODS), allocations });
    }
  };

  for (const order of orders) {
    if (order.status !== INVOICED && order.status !== PAID) continue;
    const shippedOn = order.shipments.at(-1)?.shippedOn ?? order.orderedOn;
    const issuedOn = earlier(addDays(shippedOn, prng.int(0, 2)), today);
    const total = order.grossTotal;
    const dueOn = addDays(issuedOn, TERMS_DAYS);
    const invoice: InvoiceRow = {
      no: 0,
      customer: order.customer,
      order,
      kind: 'RE',
      issuedOn,
      dueOn,
      total,
      open: total,
    };
    invoices.push(invoice);
    if (order.status === INVOICED) {
      const paid = Math.floor((total * partPaid(order)) / 100);
      if (paid > 0) pay(invoice, paid, earlier(addDays(issuedOn, prng.int(3, 25)), today), null);
      continue;
    }
    const credit = prng.chance(0.04) ? creditNote(invoice, today, prng) : null;
    if (credit !== null) invoices.push(credit);
    const firstOn = earlier(addDays(issuedOn, prng.int(4, 34)), today);
    if (prng.chance(0.15)) pay(invoice, Math.floor((total * prng.int(30, 60)) / 100), firstOn, null);
    const restOn = invoice.open === total ? firstOn : earlier(addDays(firstOn, prng.int(3, 20)), today);
    pay(invoice, invoice.open, restOn, credit);
  }
  return { invoices, payments };
}

/** What a customer owes or has ordered, gross cents: open documents and orders that are not invoiced yet. */
export const creditUsed = (orders: readonly OrderRow[], invoices: readonly InvoiceRow[]): number =>
  invoices.reduce((sum, { open }) => sum + open, 0) +
  orders.reduce((sum, { status, grossTotal }) => sum + (NOT_YET_INVOICED.has(status) ? grossTotal : 0), 0);
