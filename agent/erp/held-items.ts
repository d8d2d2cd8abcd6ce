import type { Availability } from '#contracts/availability';
import type { CommandName } from '#contracts/commands';
import type { ItemId } from '#contracts/ids';
import type { ItemPrice } from '#contracts/item-price';
import { isAbsent } from './connector/absent-value.ts';
import type { PreparedCommand } from './connector/prepare.ts';

/**
 * Of the items that a read asks for, those that the ERP has no room for: one of them would keep the whole request from
 * being made. They are answered here as the ERP answers for an item that it does not know; the others are asked.
 */

type Asked = Readonly<Record<string, unknown>>;
type UnknownItem = (itemId: ItemId, asked: Asked) => Availability | ItemPrice;

/** The reads over items: the list that is asked for, the list of the answer, and the entry of an unknown item. */
const LISTS: Partial<Record<CommandName, { asked: string; answered: string; unknown: UnknownItem }>> = {
  'availability.read': {
    asked: 'itemIds',
    answered: 'items',
    unknown: (itemId) => ({ itemId, known: false, description: null, unit: null, warehouses: [] }),
  },
  'item.price': {
    asked: 'items',
    answered: 'prices',
    // In the currency asked for, and net as the contract's own prices are: there is no price that it could be of.
    unknown: (itemId, { currency }) =>
      ({ itemId, known: false, unitPrice: null, currency, priceBasis: 'net' }) as ItemPrice,
  },
};

export interface HeldItems {
  /** What is asked of the ERP; null: nothing is left to ask. */
  asked: Asked | null;
  /** How many items are not asked for. */
  leftOut: number;
  /** The answer to everything that was asked, from the ERP's: one entry for each item, in the order asked. */
  whole(answer: object): object;
}

const itemIdOf = (entry: unknown): ItemId =>
  (typeof entry === 'object' && entry !== null ? Reflect.get(entry, 'itemId') : entry) as ItemId;

/** What is to be asked of the ERP; for commands over no items, everything. */
export function heldItems(
  { name, itemFormats }: Pick<PreparedCommand, 'name' | 'itemFormats'>,
  asked: Asked,
): HeldItems {
  const list = LISTS[name];
  const entries = list === undefined ? [] : (asked[list.asked] as readonly unknown[]);
  const isHeld = (entry: unknown): boolean =>
    !itemFormats.some((format) => isAbsent(format, 'itemId', itemIdOf(entry)));
  const held = entries.filter(isHeld);
  const leftOut = entries.length - held.length;
  if (list === undefined || leftOut === 0) return { asked, leftOut: 0, whole: (answer) => answer };
  return {
    asked: held.length === 0 ? null : { ...asked, [list.asked]: held },
    leftOut,
    whole(answer) {
      const given: unknown[] = [...((Reflect.get(answer, list.answered) as unknown[] | undefined) ?? [])];
      const all = entries.flatMap((entry) =>
        isHeld(entry) ? given.splice(0, 1) : [list.unknown(itemIdOf(entry), asked)],
      );
      return { ...answer, [list.answered]: [...all, ...given] };
    },
  };
}
