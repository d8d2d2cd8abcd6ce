/** What the objects of the contract are, by the list that holds them; at the top, by the first word of the command. */
export const RECORD_OF_LIST: Record<string, string> = {
  lines: 'line',
  shipments: 'shipment',
  warehouses: 'warehouse',
  items: 'item',
  prices: 'price',
  customers: 'customer',
  orders: 'order',
  allocations: 'allocation',
};
export const RECORD_OF_COMMAND: Record<string, string> = {
  customer: 'customer',
  order: 'order',
  invoice: 'invoice',
  payment: 'payment',
  availability: 'item',
  item: 'price',
};

/** Concepts that say nothing in a record of this kind, since all of it is about them. */
export const OWN_CONCEPTS: Record<string, readonly string[]> = {
  customer: ['customer'],
  order: ['order', 'document'],
  invoice: ['invoice', 'document'],
  payment: ['payment', 'document'],
  shipment: ['shipment', 'document'],
  line: ['line'],
  item: ['item', 'availability', 'onHand'],
  warehouse: ['warehouse', 'item', 'availability', 'onHand'],
  price: ['item', 'price'],
  allocation: ['invoice'],
};

/** The field that a bare number is in a record of this kind: `No` of an order, and of a line (its item). */
export const OWN_ID: Record<string, string> = {
  customer: 'customerId',
  order: 'orderId',
  invoice: 'invoiceId',
  payment: 'paymentId',
  shipment: 'shipmentId',
  line: 'itemId',
  item: 'itemId',
  warehouse: 'warehouseId',
};
