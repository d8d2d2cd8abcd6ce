import type { IsoDate } from '../contracts/dates.ts';
import type { SalesOrder } from '../contracts/sales-order.ts';
import { signOf, subtract } from '../words/decimals.ts';
import { dateText, dayOf, type Format, listed, quantityText, quoted } from '../words/format.ts';
import { isOpen } from '../words/order-status.ts';
import { shippedText } from './document-rows.ts';

/** More items or parcels than this are not listened to; the tables below have them all. */
const ITEMS_SAID = 3;
const PARCELS_SAID = 2;

type Say = (date: IsoDate) => string;

const inOrder = (dates: readonly (IsoDate | null)[]): IsoDate[] =>
  [...new Set(dates.filter((date) => date !== null))].sort((a, b) => a.localeCompare(b));

/** What is on its way or there. Before all of it is, a delivery without a date is one that is being made ready. */
const leftOf = ({ status, shipments }: SalesOrder): SalesOrder['shipments'] =>
  status === 'part-shipped' || status === 'cancelled'
    ? shipments.filter(({ shippedOn }) => shippedOn !== null)
    : shipments;

/** `with DHL 00340434 and UPS 1Z999`; null where no parcel has a carrier or a number. */
function parcels(shipments: SalesOrder['shipments']): string | null {
  const said = shipments.flatMap(({ carrier, trackingNumber }) => {
    const words = [carrier, trackingNumber].filter((part) => part !== null).map(quoted);
    return words.length === 0 ? [] : [words.join(' ')];
  });
  if (said.length === 0) return null;
  const more = said.length - PARCELS_SAID;
  return `with ${listed([...said.slice(0, PARCELS_SAID), ...(more > 0 ? [`${more} more`] : [])])}`;
}

/**
 * `3 of 8 Centrifugal pump 40 l/min`, or only the sum where there are many items: `42.5 of 62.5`, without a noun, since
 * a unit's code (`ST`, `MTR`) is no word to say. Null where nothing is known, or metres would be added to pieces.
 */
function shares(order: SalesOrder, format: Format): string | null {
  const left = order.lines.filter(({ shipped }) => signOf(shipped) > 0);
  if (left.length === 0 || left.length > ITEMS_SAID) {
    const isAlike = new Set(order.lines.map(({ unit }) => unit)).size <= 1;
    return isAlike && signOf(order.quantityShipped) > 0 ? shippedText(order, format) : null;
  }
  const of = ({ shipped, ordered, description, itemId }: SalesOrder['lines'][number]): string =>
    `${quantityText(shipped, format)} of ${quantityText(ordered, format)} ${quoted(description ?? itemId)}`;
  return listed(left.map(of));
}

/** `is due on 28 Nov`, `was due from 12 Oct to 4 Nov`; null where the ERP names no date. An ERP keeps the day that was promised, also when it is past. */
function due({ lines }: SalesOrder, today: string, say: Say): string | null {
  const open = lines.filter(({ ordered, shipped }) => signOf(subtract(ordered, shipped)) > 0);
  const dates = inOrder(open.map(({ nextOn }) => nextOn));
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined) return null;
  if (first < today && last >= today) return `was due from ${say(first)} on, the last of it is due on ${say(last)}`;
  const verb = last < today ? 'was' : 'is';
  return `${verb} due ${first === last ? `on ${say(first)}` : `from ${say(first)} to ${say(last)}`}`;
}

/** What stands where the deliveries of an order would: whether none has left, or only none is known, since not every ERP tells them. */
export function noDeliveryText({ status, quantityShipped }: Pick<SalesOrder, 'status' | 'quantityShipped'>): string {
  const nothingLeft = isOpen(status) && status !== 'part-shipped' && signOf(quantityShipped) === 0;
  return nothingLeft ? 'Nothing has been shipped yet.' : 'No deliveries are known.';
}

/** How an order stands, in words for the telephone: `Order 240871 was part shipped on 14 Nov, 3 of 8 pumps, with DHL 0034; the rest is due on 28 Nov.` */
export function readAloud(order: SalesOrder, nowMs: number, format: Format): string {
  const say: Say = (date) => dateText(date, nowMs, format);
  const name = `Order ${order.orderId}`;
  const gone = leftOf(order);
  const lastOn = inOrder(gone.map(({ shippedOn }) => shippedOn)).at(-1);
  const isDated = lastOn !== undefined && gone.every(({ shippedOn }) => shippedOn !== null);
  const shippedOn = isDated ? `${gone.length > 1 ? ', last' : ''} on ${say(lastOn)}` : '';
  const rest = due(order, dayOf(nowMs, format), say);
  const withWhom = parcels(gone);
  const partShipped = (later: string): string => {
    const left = [`${name} was part shipped${shippedOn}`, shares(order, format), withWhom];
    return `${left.filter((part) => part !== null).join(', ')}; ${later}.`;
  };
  switch (order.status) {
    case 'draft':
      return `${name} is entered and not confirmed yet.`;
    case 'confirmed':
      return `${name} is confirmed and has not left yet${rest === null ? '; there is no date for it yet' : `; it ${rest}`}.`;
    case 'part-shipped':
      return partShipped(rest === null ? 'there is no date for the rest yet' : `the rest ${rest}`);
    case 'shipped':
    case 'invoiced':
    case 'paid': {
      const further = { shipped: '', invoiced: ' It is invoiced.', paid: ' It is invoiced and paid.' }[order.status];
      return `${name} was shipped completely${shippedOn}${withWhom === null ? '' : ` ${withWhom}`}.${further}`;
    }
    case 'cancelled':
      // Not every ERP has a word of its own for an order that was closed after a part of it had left.
      return signOf(order.quantityShipped) > 0 || gone.length > 0
        ? partShipped('the rest was cancelled')
        : `${name} was cancelled.`;
    case 'on-hold':
      return `${name} is on hold: nothing leaves until that is settled.`;
    default:
      return order.status satisfies never;
  }
}
