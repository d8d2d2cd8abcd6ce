/**
 * What an element is called that holds a field of the contract. `any`: sets of concepts (see words.ts), the likeliest
 * first; all of a set must be in the name. `some` makes it likelier. `silent`: concepts that may stand in its name
 * without saying anything. `never`: concepts that speak against it even where they are silent elsewhere. A known word
 * that is none of these speaks against it, an unknown one a little.
 */
export interface FieldRule {
  any: readonly (readonly string[])[];
  some?: readonly string[];
  silent?: readonly string[];
  never?: readonly string[];
  kind: Kind;
  /** A bare number in a record of its own is this field too, e.g. `No` of a customer. */
  own?: boolean;
}
/** What kind of value it is: decides which types of a schema, and which values of samples, may be it. */
export type Kind = 'id' | 'text' | 'date' | 'decimal' | 'integer' | 'flag' | 'word';

const PLACE = ['address', 'billing', 'customer', 'name'];
const MONEY = ['amount', 'currency', 'net', 'gross', 'total'];
const COUNT = ['total', 'unit', 'measure', 'onHand'];

/** By field, and by `record field` where a field is called otherwise there. Records are those of records.ts. */
export const FIELD_RULES: Record<string, FieldRule> = {
  customerId: { any: [['customer']], some: ['number'], silent: ['billing'], kind: 'id', own: true },
  orderId: { any: [['order']], some: ['number'], silent: ['document', 'created'], kind: 'id', own: true },
  invoiceId: { any: [['invoice']], some: ['number'], silent: ['document'], kind: 'id', own: true },
  paymentId: { any: [['payment']], some: ['number'], silent: ['document'], kind: 'id', own: true },
  shipmentId: { any: [['shipment']], some: ['number'], silent: ['document', 'order'], kind: 'id', own: true },
  warehouseId: { any: [['warehouse']], some: ['number'], kind: 'id', own: true },
  itemId: { any: [['item']], some: ['number', 'reference'], kind: 'id', own: true },
  customerReference: {
    any: [['purchase'], ['customer', 'order'], ['customer', 'reference'], ['yours', 'reference'], ['yours', 'order']],
    some: ['number', 'reference'],
    silent: ['order', 'document'],
    kind: 'id',
  },
  reference: {
    any: [['external', 'reference'], ['external'], ['reference'], ['external', 'number']],
    some: ['number'],
    silent: ['document', 'order', 'reference'],
    never: ['customer', 'item', 'yours', 'purchase'],
    kind: 'id',
  },
  name: {
    any: [['name'], ['description']],
    silent: ['customer'],
    never: ['address', 'billing', 'number'],
    kind: 'text',
  },
  street: { any: [['street'], ['address']], silent: PLACE, never: ['name'], kind: 'text' },
  postalCode: { any: [['postalCode']], silent: [...PLACE, 'number'], kind: 'id' },
  town: { any: [['town']], silent: PLACE, kind: 'text' },
  country: { any: [['country']], silent: [...PLACE, 'number'], kind: 'id' },
  taxId: { any: [['taxId'], ['tax', 'number']], some: ['number'], silent: ['tax', 'customer'], kind: 'id' },
  email: { any: [['email']], silent: PLACE, kind: 'text' },
  phone: { any: [['phone']], silent: ['customer', 'number', 'address'], kind: 'id' },
  currency: { any: [['currency']], silent: ['number', 'document', 'name'], kind: 'id' },
  onHold: { any: [['blocked']], silent: ['credit', 'known', 'customer'], never: ['reason'], kind: 'flag' },
  holdReason: {
    any: [['reason', 'blocked'], ['blocked', 'description'], ['blocked', 'message'], ['reason']],
    silent: ['blocked'],
    kind: 'text',
  },
  creditLimit: { any: [['limit', 'credit'], ['limit']], silent: [...MONEY, 'size'], kind: 'decimal' },
  creditUsed: {
    any: [['used', 'credit'], ['used'], ['open', 'total'], ['open']],
    silent: [...MONEY, 'credit', 'open', 'used', 'bank'],
    kind: 'decimal',
  },
  orderedOn: {
    any: [['date', 'ordered'], ['date', 'posted'], ['date'], ['ordered']],
    silent: ['ordered', 'document', 'posted'],
    kind: 'date',
  },
  requestedOn: {
    any: [
      ['requested', 'date'],
      ['requested', 'shipment'],
      ['requested'],
      ['date', 'shipment'],
      ['due', 'date'],
      ['promised', 'date'],
    ],
    silent: ['shipment', 'document', 'promised'],
    kind: 'date',
  },
  issuedOn: {
    any: [['date', 'invoice'], ['date', 'posted'], ['date']],
    silent: ['document', 'ordered', 'posted'],
    kind: 'date',
  },
  dueOn: { any: [['due', 'date'], ['due']], silent: ['document', 'payment'], kind: 'date' },
  receivedOn: {
    any: [['date', 'payment'], ['date', 'posted'], ['date']],
    silent: ['document', 'ordered', 'posted'],
    kind: 'date',
  },
  shippedOn: {
    any: [['date', 'shipment'], ['date', 'posted'], ['date']],
    silent: ['document', 'posted', 'shipped', 'ordered'],
    kind: 'date',
  },
  nextOn: {
    any: [
      ['next', 'date'],
      ['promised', 'date'],
      ['shipment', 'date'],
      ['requested', 'date'],
      ['due', 'date'],
      ['next'],
      ['date'],
    ],
    silent: ['shipment', 'promised', 'payment', 'next'],
    never: ['quantity'],
    kind: 'date',
  },
  nextQuantity: { any: [['next', 'quantity']], silent: ['payment', 'ordered', 'shipment'], kind: 'decimal' },
  on: { any: [['date']], silent: ['price', 'due'], kind: 'date' },
  status: {
    any: [['status']],
    silent: ['document', 'success'],
    never: ['description', 'payment', 'result'],
    kind: 'word',
  },
  erpStatus: {
    any: [['status']],
    silent: ['document', 'success'],
    never: ['description', 'payment', 'result'],
    kind: 'word',
  },
  quantityOrdered: {
    any: [['quantity', 'ordered'], ['quantity', 'total'], ['quantity']],
    silent: [...COUNT, 'order'],
    never: ['amount'],
    kind: 'decimal',
  },
  quantityShipped: {
    any: [['quantity', 'shipped'], ['total', 'shipped'], ['shipped']],
    silent: [...COUNT, 'shipment'],
    never: ['amount', 'date'],
    kind: 'decimal',
  },
  ordered: { any: [['quantity', 'ordered'], ['quantity']], silent: ['order', 'unit'], kind: 'decimal' },
  shipped: {
    any: [['quantity', 'shipped'], ['shipped']],
    silent: ['quantity', 'shipment', 'unit'],
    never: ['date'],
    kind: 'decimal',
  },
  quantity: { any: [['quantity']], silent: ['ordered', 'shipped', 'shipment', 'order'], kind: 'decimal' },
  total: {
    any: [['total', 'net'], ['amount', 'net'], ['total', 'amount'], ['total'], ['amount']],
    silent: [...MONEY, 'document', 'line'],
    never: ['quantity', 'open'],
    kind: 'decimal',
  },
  'invoice total': {
    any: [['total', 'gross'], ['amount', 'gross'], ['total'], ['amount'], ['gross']],
    silent: [...MONEY, 'document'],
    never: ['quantity', 'open'],
    kind: 'decimal',
  },
  open: { any: [['open', 'amount'], ['open', 'total'], ['open']], silent: MONEY, kind: 'decimal' },
  amount: {
    any: [['amount', 'line'], ['amount', 'net'], ['amount'], ['total', 'line'], ['total']],
    silent: [...MONEY, 'line', 'payment'],
    never: ['quantity', 'open', 'price'],
    kind: 'decimal',
  },
  unitPrice: {
    any: [['price', 'unit'], ['price', 'net'], ['price'], ['rate']],
    silent: ['net', 'gross', 'amount', 'item', 'unit'],
    never: ['kind', 'total', 'list', 'date'],
    kind: 'decimal',
  },
  kind: { any: [['kind', 'document'], ['kind', 'invoice'], ['kind']], silent: ['document', 'base'], kind: 'word' },
  method: {
    any: [['method', 'payment'], ['method'], ['kind', 'payment']],
    silent: ['payment', 'number'],
    kind: 'text',
  },
  line: { any: [['line', 'number'], ['line']], kind: 'integer' },
  description: { any: [['description'], ['item', 'name'], ['name']], silent: ['item', 'line', 'name'], kind: 'text' },
  unit: {
    any: [['unit', 'measure'], ['unit']],
    silent: ['measure', 'number', 'item', 'quantity', 'name', 'onHand'],
    never: ['price', 'amount'],
    kind: 'text',
  },
  carrier: { any: [['carrier']], silent: ['name', 'number'], kind: 'text' },
  trackingNumber: { any: [['tracking']], silent: ['number'], kind: 'id' },
  'warehouse name': {
    any: [['warehouse', 'name'], ['warehouse', 'description'], ['name'], ['description']],
    kind: 'text',
  },
  onHand: {
    any: [['onHand', 'quantity'], ['onHand']],
    silent: ['quantity', 'availability', 'measure', 'warehouse'],
    never: ['available', 'allocated', 'next'],
    kind: 'decimal',
  },
  allocated: {
    any: [['allocated', 'quantity'], ['allocated'], ['quantity', 'order']],
    silent: ['quantity', 'onHand', 'availability', 'measure', 'ordered'],
    kind: 'decimal',
  },
  available: {
    any: [['available', 'quantity'], ['available']],
    silent: ['quantity', 'onHand', 'availability', 'measure'],
    kind: 'decimal',
  },
  known: { any: [['known']], kind: 'flag' },
  nextCursor: { any: [['bookmark']], silent: ['next'], kind: 'id' },
  cursor: { any: [['bookmark']], silent: ['next', 'key'], kind: 'id' },
  limit: { any: [['size']], silent: ['quantity', 'page', 'limit', 'number'], kind: 'integer' },
  openOnly: { any: [['onlyOpen'], ['only', 'open']], silent: ['open'], kind: 'flag' },
  by: { any: [['search', 'field'], ['search', 'kind'], ['field']], silent: ['kind', 'criteria'], kind: 'word' },
  text: { any: [['search', 'criteria'], ['criteria']], silent: ['number'], kind: 'text' },
  number: { any: [['search', 'criteria'], ['criteria'], ['search', 'number']], silent: ['number'], kind: 'text' },
};
