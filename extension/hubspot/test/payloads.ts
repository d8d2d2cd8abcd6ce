/** Small recorded answers of the gateway, checked against the contracts as they are built. */
import { CompanyView, DealView, OrderView, PaymentsView, PushAnswer, SearchView, StockView } from '#contracts/card-api';
import { type ErrorCode, failure } from '#contracts/errors';

export const NOW = '2026-11-21T13:02:20.000Z';
const CORRELATION = '0123456789ab';
export const head = { ok: true, correlationId: CORRELATION, now: NOW, link: { online: true, since: null } };
const down = { online: false, since: '2026-11-21T12:10:00.000Z' };
export const AS_OF = '2026-11-21T13:02:00.000Z';

export function cardError(code: ErrorCode, message?: string) {
  const { detail: _kept, ...shown } = failure(code, message === undefined ? {} : { message });
  return { ...shown, correlationId: CORRELATION };
}
export const refusal = (code: ErrorCode) => ({ ok: false, error: cardError(code) });
export const fresh = (data: unknown) => ({ state: 'fresh', asOf: AS_OF, data });
export const stale = (data: unknown, code: ErrorCode | null) => ({
  state: 'stale',
  asOf: '2026-11-21T12:10:00.000Z',
  data,
  error: code === null ? null : cardError(code),
});
export const failed = (code: ErrorCode) => ({ state: 'failed', error: cardError(code) });
export const loading = { state: 'loading' };
export const page = (rows: unknown[], more: object = {}) => ({ rows, problems: [], nextCursor: null, ...more });
export const rowProblem = { row: 3, key: '240860', problem: 'total: not a decimal' };

export const order = (more: object = {}) => ({
  orderId: '240871',
  customerId: '10447',
  customerReference: '4500012',
  reference: null,
  orderedOn: '2026-11-12',
  requestedOn: null,
  status: 'part-shipped',
  erpStatus: '30',
  quantityOrdered: '8',
  quantityShipped: '3',
  total: '9120.00',
  currency: 'EUR',
  priceBasis: 'gross',
  ...more,
});
export const invoice = (more: object = {}) => ({
  invoiceId: '900311',
  customerId: '10447',
  orderId: '240871',
  kind: 'invoice',
  issuedOn: '2026-09-11',
  dueOn: '2026-10-11',
  total: '5000.00',
  open: '5000.00',
  currency: 'EUR',
  ...more,
});
export const payment = (more: object = {}) => ({
  paymentId: '55120',
  customerId: '10447',
  receivedOn: '2026-11-18',
  amount: '2000.00',
  currency: 'EUR',
  method: 'Bank transfer',
  allocations: [
    { invoiceId: '900311', amount: '1500.00' },
    { invoiceId: '900290', amount: '500.00' },
  ],
  ...more,
});
export const customer = (more: object = {}) => ({
  customerId: '10447',
  name: 'Nordwind Maschinen GmbH',
  street: 'Werftstraße 12',
  postalCode: '24143',
  town: 'Kiel',
  country: 'DE',
  taxId: 'DE811204471',
  email: null,
  phone: null,
  currency: 'EUR',
  onHold: false,
  holdReason: null,
  creditLimit: '50000.00',
  creditUsed: '45900.00',
  ...more,
});

const OVERDUE = [invoice(), invoice({ invoiceId: '900320', dueOn: '2026-11-01', total: '3240.00', open: '3240.00' })];
const CREDIT_NOTE = invoice({ invoiceId: '900400', kind: 'credit-note', dueOn: null, total: '-120.00', open: '0.00' });

const CONFIRMED = order({ orderId: '240855', status: 'confirmed', quantityShipped: '0', total: '12900.00' });
const PAID = order({ orderId: '240880', status: 'paid', quantityShipped: '8', total: '640.00' });
const EARLIER_PAYMENT = payment({
  paymentId: '55101',
  receivedOn: '2026-10-30',
  amount: '640.00',
  method: null,
  allocations: [{ invoiceId: '900280', amount: '640.00' }],
});

export const companyView = (more: object = {}) =>
  CompanyView.parse({
    ...head,
    companyId: '501',
    customerId: '10447',
    erpTitle: 'Kontor ERP',
    customer: fresh(customer()),
    openOrders: fresh(page([order(), CONFIRMED])),
    orders: fresh(page([PAID, order(), CONFIRMED])),
    invoices: fresh(page([CREDIT_NOTE, ...OVERDUE])),
    ...more,
  });
export const paymentsView = (payments: object = fresh(page([payment(), EARLIER_PAYMENT]))) =>
  PaymentsView.parse({ ...head, payments });
export const linkDown = { link: down };

export const orderView = () =>
  OrderView.parse({
    ...head,
    order: fresh({
      ...order(),
      lines: [
        {
          itemId: 'PUMP-0040',
          description: 'Centrifugal pump',
          unit: 'ST',
          line: 1,
          ordered: '8',
          shipped: '3',
          nextOn: '2026-11-28',
          unitPrice: '1140.00',
          amount: '9120.00',
        },
      ],
      shipments: [
        {
          shipmentId: '810022',
          shippedOn: '2026-11-14',
          carrier: 'DHL',
          trackingNumber: '0034567',
          lines: [{ line: 1, itemId: 'PUMP-0040', quantity: '3' }],
        },
      ],
    }),
  });

export const searchView = (more: object = {}) => {
  const none = fresh({ orders: [] });
  return SearchView.parse({ ...head, order: none, purchaseOrder: none, invoice: none, delivery: none, ...more });
};
export const found = (...orders: unknown[]) => fresh({ orders });

const line = (itemId: string | null, quantity: string | null, unitPrice: string | null) => ({
  itemId,
  name: `Item ${itemId}`,
  quantity,
  unitPrice,
});
export const dealView = (
  more: object = {},
  lines = [line('PUMP-0040', '12', '410.00'), line('SEAL-0009', '100', '9.50'), line('KIT-X', '1', '519.20')],
) =>
  DealView.parse({
    ...head,
    deal: {
      dealId: '88412070',
      name: 'Cooling circuit, hall 3',
      currency: 'EUR',
      won: true,
      erpOrderNumber: null,
      requestedOn: null,
      customerReference: null,
      gaps: [],
      company: { companyId: '501', name: 'Nordwind Maschinen GmbH', customerId: '10447' },
      lines,
    },
    erpTitle: 'Kontor ERP',
    push: null,
    changes: [],
    blockers: [],
    ...more,
  });

export const warehouse = (more: object = {}) => ({
  warehouseId: 'HH',
  name: 'Hamburg',
  onHand: '40',
  allocated: '0',
  available: '40',
  nextOn: null,
  nextQuantity: null,
  ...more,
});
export const item = (itemId: string, known: boolean, warehouses: unknown[]) => ({
  itemId,
  description: null,
  unit: 'ST',
  known,
  warehouses,
});
export const stockView = (stock?: object) =>
  StockView.parse({
    ...head,
    stock:
      stock ??
      fresh({
        items: [
          item('PUMP-0040', true, [warehouse()]),
          item('SEAL-0009', true, [warehouse({ available: '60', nextOn: '2026-11-28', nextQuantity: '200' })]),
          item('KIT-X', false, []),
        ],
      }),
  });

const SENT = {
  customerId: '10447',
  requestedOn: null,
  customerReference: '4500012',
  currency: 'EUR',
  lines: [
    { itemId: 'PUMP-0040', quantity: '12', unitPrice: '410.00' },
    { itemId: 'SEAL-0009', quantity: '100', unitPrice: '9.50' },
    { itemId: 'KIT-X', quantity: '1', unitPrice: '519.20' },
  ],
};
const ROAD = ['accepted', 'ready', 'sending', 'confirmed', 'done'];
export const push = (state: string, more: object = {}) => {
  const until = ROAD.includes(state) ? ROAD.slice(0, ROAD.indexOf(state) + 1) : ['accepted', 'ready', 'sending', state];
  const hasOrder = state === 'confirmed' || state === 'done';
  return {
    pushId: 'p_1c0a8e77f3d94b26',
    dealId: '88412070',
    revision: 1,
    reference: 'DB-88412070-1',
    state,
    steps: until.map((step) => ({ state: step, at: AS_OF })),
    orderId: hasOrder ? '240871' : null,
    sent: SENT,
    writtenBack: state === 'done',
    orderStatus: null,
    mayResolve: [],
    problem: null,
    ...more,
  };
};
export const pushAnswer = (state: string, more: object = {}, link: object = head.link) =>
  PushAnswer.parse({ ...head, link, push: push(state, more) });
