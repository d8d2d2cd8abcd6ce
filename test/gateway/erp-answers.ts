import { failure } from '#contracts/errors';
import { CAST_CUSTOMERS } from '../sandbox/cast.ts';
import { companyIdOf } from '../sandbox/hubspot/records.ts';
import type { Answers } from './fake-agent.ts';

const [NORDWIND, ALPENQUELL] = CAST_CUSTOMERS;
if (NORDWIND === undefined || ALPENQUELL === undefined) throw new Error('the cast is missing');

export const CUSTOMER_ID = NORDWIND.customerId;
export const COMPANY_ID = companyIdOf(CUSTOMER_ID);
export const OTHER_CUSTOMER_ID = ALPENQUELL.customerId;
/** Three lines of Nordwind's won deal. */
export const WON_DEAL_ID = '88412070';

export const customer = (customerId: string) => ({
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
  creditUsed: '1200.00',
});

export const orderSummary = (orderId: string, more: { customerId?: string; reference?: string | null } = {}) => ({
  orderId,
  customerId: CUSTOMER_ID,
  customerReference: null,
  reference: null,
  orderedOn: '2026-11-02',
  requestedOn: null,
  status: 'confirmed',
  erpStatus: '20',
  quantityOrdered: '120',
  quantityShipped: '0',
  total: '6389.20',
  currency: 'EUR',
  priceBasis: 'net',
  ...more,
});

const line = (number: number, itemId: string, ordered: string) => ({
  line: number,
  itemId,
  description: null,
  unit: 'ST',
  ordered,
  shipped: '0',
  nextOn: null,
  unitPrice: '1.00',
  amount: '1.00',
});

/** The order that the won deal becomes. */
export const order = (orderId: string, more: Parameters<typeof orderSummary>[1] = {}) => ({
  ...orderSummary(orderId, more),
  lines: [line(1, 'PUMP-0040', '12'), line(2, 'SEAL-0009', '100'), line(3, 'VALV-0025', '8.0')],
  shipments: [],
});

export const page = (...rows: unknown[]) => ({ output: { rows, problems: [], nextCursor: null } });

export const payment = (paymentId: string) => ({
  paymentId,
  customerId: CUSTOMER_ID,
  receivedOn: '2026-11-12',
  amount: '1200.00',
  currency: 'EUR',
  method: null,
  allocations: [],
});

/** The orders of every customer of this ERP: one is open, one is done. */
export const OPEN_ORDER_ID = '240871';
export const DONE_ORDER_ID = '240655';

/** An ERP that answers every read of the company card. */
export const HEALTHY: Answers = {
  'customer.read': ({ customerId }: { customerId: string }) => ({ output: customer(customerId) }),
  'order.list': ({ openOnly }: { openOnly: boolean }) =>
    page(orderSummary(OPEN_ORDER_ID), ...(openOnly ? [] : [orderSummary(DONE_ORDER_ID)])),
  'invoice.list': () => page(),
  'payment.list': () => page(payment('55120')),
};

/** What the company card asks, one question for each section. */
export const COMPANY_QUESTIONS = ['customer.read', 'order.list', 'invoice.list', 'order.list'] as const;

export const stockOf = (itemId: string) => ({
  itemId,
  description: null,
  unit: 'ST',
  known: true,
  warehouses: [
    { warehouseId: 'HH', name: null, onHand: '9', allocated: '2', available: '7', nextOn: null, nextQuantity: null },
  ],
});

/** An ERP that knows how much of everything is there. */
export const STOCKED: Answers = {
  'availability.read': ({ itemIds }: { itemIds: string[] }) => ({ output: { items: itemIds.map(stockOf) } }),
};

/** An ERP that answers every read of every card. */
export const EVERYTHING: Answers = {
  ...HEALTHY,
  ...STOCKED,
  'order.read': ({ orderId }: { orderId: string }) => ({ output: order(orderId) }),
  'order.find': () => ({ output: { orders: [] } }),
};

/** A lookup that finds this order. */
export const finds = (orderId: string): Answers => ({
  'order.find-by-reference': ({ reference }: { reference: string }) => ({
    output: { orders: [orderSummary(orderId, { reference })] },
  }),
  'order.read': () => ({ output: order(orderId) }),
});

/** A lookup that finds nothing. */
export const FINDS_NOTHING: Answers = { 'order.find-by-reference': () => ({ output: { orders: [] } }) };

export const UNREACHABLE = { error: failure('erp.unreachable', { detail: 'ECONNREFUSED 10.0.0.7:8000' }) };
