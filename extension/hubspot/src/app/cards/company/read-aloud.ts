import type { IsoDate } from '../contracts/dates.ts';
import type { SalesOrder } from '../contracts/sales-order.ts';
import { signOf, subtract } from '../words/decimals.ts';
import { dateText, type Format, listed, quantityText, quoted } from '../words/format.ts';
import { shippedText } from './document-rows.ts';

/** More items or parcels than this are not listened to; the tables below have them all. */
const ITEMS_SAID = 3;
const PARCELS_SAID = 2;

type Say = (date: IsoDate) => string;

const inOrder = (dates: readonly (IsoDate | null)[]): IsoDate[] =>
  [...new Set(dates.filter((date) => date !== null))].sort((a, b) => a.localeCompare(b));

/** ` with DHL 00340434, and UPS 1Z999`; nothing where no parcel has a carrier or a number. */
function parcels({ shipments }: SalesOrder): string {
  const said = shipments.flatMap(({ carrier, trackingNumber }) => {
    const words = [carrier, trackingNumber].filter((part) => part !== null).map(quoted);
    return words.length === 0 ? [] : [words.join(' ')];
  });
  if (said.length === 0) return '';
  const more = said.length - PARCELS_SAID;
  return ` with ${listed([...said.slice(0, PARCELS_SAID), ...(more > 0 ? [`${more} more`] : [])])}`;
}

/** `3 of 8 Centrifugal pump 40 l/min`, or only the sum where there are many items. */
function shares(order: SalesOrder, format: Format): string {
  const left = order.lines.filter(({ shipped }) => signOf(shipped) > 0);
  if (left.length === 0 || left.length > ITEMS_SAID) return `${shippedText(order, format)} pieces`;
  const of = ({ shipped, ordered, description, itemId }: SalesOrder['lines'][number]): string =>
    `${quantityText(shipped, format)} of ${quantityText(ordered, format)} ${quoted(description ?? itemId)}`;
  return listed(left.map(of));
}

/** `due on 28 Nov`, `due from 28 Nov to 4 Dec`; null where the ERP names no date. */
function due({ lines }: SalesOrder, say: Say): string | null {
  const open = lines.filter(({ ordered, shipped }) => signOf(subtract(ordered, shipped)) > 0);
  const dates = inOrder(open.map(({ nextOn }) => nextOn));
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined) return null;
  return first === last ? `due on ${say(first)}` : `due from ${say(first)} to ${say(last)}`;
}

/** How an order stands, in words for the telephone: `Order 240871 was part shipped on 14 Nov, 3 of 8 pumps, with DHL 0034; the rest is due on 28 Nov.` */
export function readAloud(order: SalesOrder, nowMs: number, format: Format): string {
  const say: Say = (date) => dateText(date, nowMs, format);
  const name = `Order ${order.orderId}`;
  const lastOn = inOrder(order.shipments.map(({ shippedOn }) => shippedOn)).at(-1);
  const shippedOn = lastOn === undefined ? '' : `${order.shipments.length > 1 ? ', last' : ''} on ${say(lastOn)}`;
  const rest = due(order, say);
  switch (order.status) {
    case 'draft':
      return `${name} is entered and not confirmed yet.`;
    case 'confirmed':
      return `${name} is confirmed and has not left yet${rest === null ? '; there is no date for it yet' : `; it is ${rest}`}.`;
    case 'part-shipped': {
      const later = rest === null ? 'there is no date for the rest yet' : `the rest is ${rest}`;
      return `${name} was part shipped${shippedOn}, ${shares(order, format)},${parcels(order)}; ${later}.`.replace(
        ',;',
        ';',
      );
    }
    case 'shipped':
    case 'invoiced':
    case 'paid': {
      const further = { shipped: '', invoiced: ' It is invoiced.', paid: ' It is invoiced and paid.' }[order.status];
      return `${name} was shipped completely${shippedOn}${parcels(order)}.${further}`;
    }
    case 'cancelled':
      return `${name} was cancelled.`;
    case 'on-hold':
      return `${name} is on hold: nothing leaves until that is settled.`;
    default:
      return order.status satisfies never;
  }
}
