/** An ERP for previews: it knows a few customers, prices and stock, and a test changes what it likes while it runs. */

import { env } from 'cloudflare:test';
import { expect } from 'vitest';
import type { CustomerSearchBy } from '#contracts/commands';
import { CAST_ITEMS } from '../sandbox/cast.ts';
import { orderSummary, page } from './erp-answers.ts';
import type { Answers } from './fake-agent.ts';

export interface ErpCustomer {
  customerId: string;
  name: string;
  town: string | null;
  taxId: string | null;
  email: string | null;
  onHold: boolean;
  holdReason: string | null;
  currency: string;
  creditLimit: string | null;
  creditUsed: string | null;
}

export const erpCustomer = (customerId: string, more: Partial<ErpCustomer> = {}) => ({
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
  creditLimit: '50000.00',
  creditUsed: '1000.00',
  ...more,
});

export interface PreviewErp {
  /** By number; any other is a customer without trouble. */
  customers: Record<string, Partial<ErpCustomer>>;
  /** What a search finds, by what it is for. */
  found: Partial<Record<CustomerSearchBy, ReturnType<typeof erpCustomer>[]>>;
  /** Net, by item; an item that is not here is not known. */
  prices: Record<string, string | null>;
  /** Free, by item; plenty where nothing is said. */
  stock: Record<string, string>;
  /** Orders of everybody, with what is on them. */
  orders: { orderId: string; orderedOn: string; lines: [itemId: string, quantity: string][] }[];
}

export const previewErp = (more: Partial<PreviewErp> = {}): PreviewErp => ({
  customers: {},
  found: {},
  prices: Object.fromEntries(CAST_ITEMS.map(({ itemId, netPrice }) => [itemId, netPrice])),
  stock: {},
  orders: [],
  ...more,
});

const summaryOf = ({ orderId, orderedOn, lines }: PreviewErp['orders'][number], customerId: string) => ({
  ...orderSummary(orderId, { customerId }),
  orderedOn,
  quantityOrdered: String(lines.reduce((sum, [, quantity]) => sum + Number(quantity), 0)),
});

/** What such an ERP answers. It is looked at anew for each question. */
export const answersOf = (erp: PreviewErp): Answers => ({
  'customer.read': ({ customerId }: { customerId: string }) => ({
    output: erpCustomer(customerId, erp.customers[customerId]),
  }),
  'customer.search': ({ by }: { by: CustomerSearchBy }) => ({ output: { customers: erp.found[by] ?? [] } }),
  'customer.find-by-reference': () => ({ output: { customers: [] } }),
  'order.list': ({ customerId }: { customerId: string }) =>
    page(...erp.orders.map((order) => summaryOf(order, customerId))),
  'order.read': ({ orderId }: { orderId: string }) => {
    const order = erp.orders.find((one) => one.orderId === orderId);
    const lines = (order?.lines ?? []).map(([itemId, ordered], index) => ({
      line: index + 1,
      itemId,
      description: null,
      unit: null,
      ordered,
      shipped: '0',
      nextOn: null,
      unitPrice: '1',
      amount: '1',
    }));
    return {
      output: { ...summaryOf(order ?? { orderId, orderedOn: '2026-01-01', lines: [] }, '10452'), lines, shipments: [] },
    };
  },
  'item.price': ({ items }: { items: { itemId: string }[] }) => ({
    output: {
      prices: items.map(({ itemId }) => ({
        itemId,
        known: itemId in erp.prices,
        unitPrice: erp.prices[itemId] ?? null,
        currency: 'EUR',
        priceBasis: 'net',
      })),
    },
  }),
  'availability.read': ({ itemIds }: { itemIds: string[] }) => ({
    output: {
      items: itemIds.map((itemId) => {
        const free = erp.stock[itemId] ?? '9999';
        const one = {
          warehouseId: 'HH',
          name: null,
          onHand: free,
          allocated: '0',
          available: free,
          nextOn: null,
          nextQuantity: null,
        };
        return {
          itemId,
          description: null,
          unit: null,
          known: itemId in erp.prices,
          warehouses: itemId in erp.prices ? [one] : [],
        };
      }),
    },
  }),
  'order.find-by-reference': () => ({ output: { orders: [] } }),
});

let deals = 0;
type Line = [itemId: string, quantity: string, unitPrice: string];

/** A won deal of its own, so that no test sees an order number that another test's tenant wrote. Gives its id. */
export async function newDeal(customerId: string, ...lines: Line[]): Promise<string> {
  deals += 1;
  const dealId = `77${Date.now()}${deals}`.slice(-14);
  const response = await fetch(`${env.HUBSPOT_API_URL}/control/deals`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      dealId,
      name: `Deal ${dealId}`,
      customerId,
      stage: 'won',
      lines: lines.map(([itemId, quantity, unitPrice]) => ({ itemId, quantity, unitPrice })),
    }),
  });
  expect(response.status).toBe(201);
  await response.text();
  return dealId;
}

/** A deal of Alpenquell that nobody could object to. */
export const fineDeal = (): Promise<string> =>
  newDeal('10452', ['PUMP-0040', '2', '410.00'], ['SEAL-0014', '40', '12.80']);
