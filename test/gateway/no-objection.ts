/**
 * A preview asks the ERP about much that a test about something else does not care for. While a card sends, whatever
 * a test leaves without an answer is answered as by an ERP that has no objection; at all other times silence stays silence.
 */

import type { ReadCommandName } from '#contracts/commands';
import { CAST_DEALS } from '../sandbox/cast-deals.ts';

let sending = 0;

export async function whileSending<T>(send: () => Promise<T>): Promise<T> {
  sending += 1;
  try {
    return await send();
  } finally {
    sending -= 1;
  }
}

/** Just what the deals of the cast say. */
export const dealPriceOf = (itemId: string): string | null =>
  CAST_DEALS.flatMap(({ lines }) => lines).find((line) => line.itemId === itemId)?.unitPrice ?? null;

const ANSWERS: Partial<Record<ReadCommandName, (input: never) => unknown>> = {
  'customer.read': ({ customerId }: { customerId: string }) => ({
    customerId,
    name: 'Nordwind Maschinen GmbH',
    street: null,
    postalCode: null,
    town: 'Kiel',
    country: 'DE',
    taxId: null,
    email: null,
    phone: null,
    currency: 'EUR',
    onHold: false,
    holdReason: null,
    creditLimit: null,
    creditUsed: null,
  }),
  'order.list': () => ({ rows: [], problems: [], nextCursor: null }),
  'item.price': ({ items }: { items: { itemId: string }[] }) => ({
    prices: items.map(({ itemId }) => ({
      itemId,
      known: true,
      unitPrice: dealPriceOf(itemId),
      currency: 'EUR',
      priceBasis: 'net',
    })),
  }),
  'availability.read': ({ itemIds }: { itemIds: string[] }) => ({
    items: itemIds.map((itemId) => ({
      itemId,
      description: null,
      unit: 'ST',
      known: true,
      warehouses: [
        {
          warehouseId: 'HH',
          name: null,
          onHand: '9999',
          allocated: '0',
          available: '9999',
          nextOn: null,
          nextQuantity: null,
        },
      ],
    })),
  }),
};

export function noObjection(command: ReadCommandName, input: unknown): { output: unknown } | undefined {
  const answer = sending > 0 ? ANSWERS[command] : undefined;
  return answer === undefined ? undefined : { output: answer(input as never) };
}
