import type { WarehouseStock } from '../contracts/availability.ts';
import type { StockView } from '../contracts/card-api.ts';
import type { IsoDate } from '../contracts/dates.ts';
import type { Decimal } from '../contracts/decimal.ts';
import type { Fine } from '../gateway.ts';
import { compare, signOf, subtract, sum } from '../words/decimals.ts';
import { dateText, type Format, quantityText } from '../words/format.ts';

/** Two dates tell when; more would not fit the line. */
const RECEIPTS_SHOWN = 2;

/** What can be promised of one item, in words. `enough`: the deal's quantity is there now; `not-compared`: nothing is wanted any more. */
export interface AvailabilityWords {
  level: 'enough' | 'short' | 'not-compared' | 'unknown-item' | 'not-known';
  text: string;
}

/** The gateway's answer about one item. */
export type ItemStock = Extract<Fine<StockView>['stock'], { state: 'fresh' }>['data']['items'][number];

/** What is expected and when, the earliest first, one day once. */
function receiptsOf(warehouses: readonly WarehouseStock[]): { on: IsoDate; quantity: string }[] {
  const planned = warehouses.flatMap(({ nextOn, nextQuantity }) =>
    nextOn === null || nextQuantity === null || signOf(nextQuantity) <= 0
      ? []
      : [{ on: nextOn, quantity: nextQuantity }],
  );
  const days = [...new Set(planned.map(({ on }) => on))].sort((a, b) => a.localeCompare(b));
  return days.map((on) => ({ on, quantity: sum(planned.filter((one) => one.on === on).map((one) => one.quantity)) }));
}

/** What can be promised now from all of them. One that owes more than it has counts as empty, since its debt is not another's. */
export const availableOf = (warehouses: readonly WarehouseStock[]): Decimal =>
  sum(warehouses.map(({ available }) => available).filter((available) => signOf(available) > 0));

/**
 * `40 now`; `60 now, 200 on 28 Nov` when the deal wants more than is there; `not known in the ERP`.
 * Warehouses are added up.
 * @param wanted the deal's quantity of this item; null: the ERP may have set it aside, so that what it says is beyond it
 */
export function availabilityWords(
  item: ItemStock,
  wanted: string | null,
  nowMs: number,
  format: Format,
): AvailabilityWords {
  if (!item.known) return { level: 'unknown-item', text: 'not known in the ERP' };
  const now = availableOf(item.warehouses);
  const inStock = signOf(now) > 0 ? `${quantityText(now, format)} now` : 'none now';
  if (wanted === null) return { level: 'not-compared', text: inStock };
  if (compare(now, wanted) >= 0) return { level: 'enough', text: inStock };
  const receipts = receiptsOf(item.warehouses)
    .slice(0, RECEIPTS_SHOWN)
    .map(({ on, quantity }) => `${quantityText(quantity, format)} on ${dateText(on, nowMs, format)}`);
  const missing = quantityText(subtract(wanted, now), format);
  const rest = receipts.length > 0 ? receipts : [`${missing} more not planned`];
  return { level: 'short', text: [inStock, ...rest].join(', ') };
}
