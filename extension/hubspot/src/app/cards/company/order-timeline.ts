import type { IsoDate } from '../contracts/dates.ts';
import type { Invoice } from '../contracts/invoice.ts';
import type { SalesOrder, SalesOrderStatus } from '../contracts/sales-order.ts';
import { dateText, type Format } from '../words/format.ts';
import { STATUS_WORDS } from '../words/order-status.ts';

/** The steps of an order's life with the dates that are known, and how far it has come. */
export interface Timeline {
  names: string[];
  /** Index of the step that the order stands at. */
  current: number;
}

/** How far each state is along the road; draft, cancelled and on hold are not on it. */
const ROAD: readonly SalesOrderStatus[] = ['confirmed', 'part-shipped', 'shipped', 'invoiced', 'paid'];

const earliest = (dates: readonly (IsoDate | null)[]): IsoDate | null =>
  dates.filter((date) => date !== null).sort((a, b) => a.localeCompare(b))[0] ?? null;
const latest = (dates: readonly (IsoDate | null)[]): IsoDate | null =>
  dates.filter((date) => date !== null).sort((a, b) => b.localeCompare(a))[0] ?? null;

/**
 * `Ordered 12 Nov → Confirmed → Part shipped 14 Nov → Shipped → Invoiced → Paid`.
 * The ERP gives no date for a confirmation or a payment of an order, so these have none.
 * @param invoices those of this order that are known
 */
export function timelineOf(order: SalesOrder, invoices: readonly Invoice[], nowMs: number, format: Format): Timeline {
  const named = (word: string, date: IsoDate | null): string =>
    date === null ? word : `${word} ${dateText(date, nowMs, format)}`;
  const ordered = named('Ordered', order.orderedOn);
  const stage = ROAD.indexOf(order.status);
  if (stage < 0) return { names: [ordered, STATUS_WORDS[order.status].word], current: 1 };

  const shippedOn = order.shipments.map((shipment) => shipment.shippedOn);
  const dates: Partial<Record<SalesOrderStatus, IsoDate | null>> = {
    'part-shipped': earliest(shippedOn),
    shipped: stage >= ROAD.indexOf('shipped') ? latest(shippedOn) : null,
    invoiced:
      stage < ROAD.indexOf('invoiced')
        ? null
        : earliest(invoices.filter(({ kind }) => kind === 'invoice').map(({ issuedOn }) => issuedOn)),
  };
  const wasSplit = order.status === 'part-shipped' || order.shipments.length > 1;
  const steps = ROAD.filter((status) => status !== 'part-shipped' || wasSplit);
  return {
    names: [ordered, ...steps.map((status) => named(STATUS_WORDS[status].word, dates[status] ?? null))],
    current: 1 + steps.indexOf(order.status),
  };
}
