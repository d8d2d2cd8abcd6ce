import type { WarehouseStock } from '../contracts/availability.ts';
import { signOf, sum } from '../words/decimals.ts';
import { dateText, type Format, listed, plural, quantityText } from '../words/format.ts';
import { availableOf, type ItemStock } from './availability-words.ts';

/** More of one item would push the next item off the screen; the sum has them all. */
const WAREHOUSES_SHOWN = 8;
/** Empty ones are named as long as they fit a line. */
const NAMED_MAX = 3;

/** A warehouse's stock of one item, or the sum of all of them, as it stands in the table. */
export interface WarehouseRow {
  key: string;
  where: string;
  onHand: string;
  allocated: string;
  available: string;
  /** `20 on 9 Dec`. */
  next: string;
  isSum: boolean;
}

/** What is known of one item's stock, or in words why nothing is. */
export type ItemRows =
  | { itemId: string; known: true; rows: WarehouseRow[]; more: string | null }
  | { itemId: string; known: false; text: string };

const nameOf = ({ name, warehouseId }: WarehouseStock): string => name ?? warehouseId;

const isComing = ({ nextOn, nextQuantity }: WarehouseStock): boolean =>
  nextOn !== null && (nextQuantity === null || signOf(nextQuantity) > 0);

/** Something lies there, is promised, or is expected. */
const tells = (one: WarehouseStock): boolean =>
  isComing(one) || [one.onHand, one.allocated, one.available].some((quantity) => signOf(quantity) !== 0);

/** `20 on 9 Dec`, of the earliest day; `on 9 Dec` where the ERP does not say how many. */
function nextText(warehouses: readonly WarehouseStock[], nowMs: number, format: Format): string {
  const coming = warehouses.filter(isComing);
  const [day] = coming.flatMap(({ nextOn }) => (nextOn === null ? [] : [nextOn])).sort();
  if (day === undefined) return '–';
  const quantities = coming.flatMap((one) =>
    one.nextOn === day && one.nextQuantity !== null ? [one.nextQuantity] : [],
  );
  const on = `on ${dateText(day, nowMs, format)}`;
  return quantities.length === 0 ? on : `${quantityText(sum(quantities), format)} ${on}`;
}

function rowOf(where: string, warehouses: readonly WarehouseStock[], nowMs: number, format: Format): WarehouseRow {
  const [first] = warehouses;
  const isSum = warehouses.length !== 1;
  const total = (pick: (one: WarehouseStock) => string): string => quantityText(sum(warehouses.map(pick)), format);
  return {
    key: isSum || first === undefined ? 'sum' : first.warehouseId,
    where,
    onHand: total(({ onHand }) => onHand),
    allocated: total(({ allocated }) => allocated),
    // The sum is the one that the lines above say; a warehouse alone tells what it owes, too.
    available: isSum ? quantityText(availableOf(warehouses), format) : total(({ available }) => available),
    next: nextText(warehouses, nowMs, format),
    isSum,
  };
}

/** An item's sum where it lies in several warehouses, then each that has something to tell, one with stock to promise first. */
function rowsOf({ itemId, warehouses }: ItemStock, nowMs: number, format: Format): ItemRows {
  if (warehouses.length === 0) return { itemId, known: false, text: 'in no warehouse' };
  const row = (one: WarehouseStock) => rowOf(nameOf(one), [one], nowMs, format);
  const [only] = warehouses;
  if (only !== undefined && warehouses.length === 1) return { itemId, known: true, rows: [row(only)], more: null };
  const telling = warehouses.filter(tells).sort((a, b) => signOf(b.available) - signOf(a.available));
  const shown = telling.slice(0, WAREHOUSES_SHOWN);
  const sumRow = rowOf(`All ${warehouses.length} warehouses`, warehouses, nowMs, format);
  return { itemId, known: true, rows: [sumRow, ...shown.map(row)], more: moreText(warehouses, telling, shown) };
}

/** What is not shown, so that nobody takes the list for all there is. */
function moreText(
  all: readonly WarehouseStock[],
  telling: readonly WarehouseStock[],
  shown: readonly WarehouseStock[],
): string | null {
  const hidden = all.length - shown.length;
  if (hidden === 0) return null;
  if (telling.length > shown.length) {
    return `${plural(hidden, 'more warehouse is', 'more warehouses are')} not shown; the sum has them.`;
  }
  const named = all.filter((one) => !tells(one)).map(nameOf);
  const where = telling.length === 0 ? 'any of them' : hidden > NAMED_MAX ? `${hidden} more warehouses` : listed(named);
  return `Nothing in ${where}, and nothing expected.`;
}

/**
 * The stock of these items by warehouse, in the deal's order.
 * @param items what the gateway answered; one that it was not asked for is said to be missing
 */
export const warehouseRows = (
  itemIds: readonly string[],
  items: readonly ItemStock[],
  nowMs: number,
  format: Format,
): ItemRows[] =>
  itemIds.map((itemId) => {
    const item = items.find((one) => one.itemId === itemId);
    if (item === undefined) return { itemId, known: false, text: 'not asked' };
    return item.known ? rowsOf(item, nowMs, format) : { itemId, known: false, text: 'not known in the ERP' };
  });

/** Whether a warehouse owes more than it has, so that a sum is not simply all rows added up. */
export const isSomeOwing = (items: readonly ItemStock[]): boolean =>
  items.some(({ warehouses }) => warehouses.length > 1 && warehouses.some(({ available }) => signOf(available) < 0));
