import type { CommandName } from '#contracts/commands';

/** An input for each command, as somebody would type it to try it. */
export const EXAMPLE_INPUTS: Record<CommandName, object> = {
  'customer.read': { customerId: '10447' },
  'order.list': { customerId: '10447', openOnly: false, cursor: null, limit: 20 },
  'order.read': { orderId: '4711' },
  'order.find-by-reference': { reference: 'DB-1', customerId: '10447' },
  'order.find': { by: 'order', number: '4711', customerId: '10447' },
  'invoice.list': { customerId: '10447', openOnly: false, cursor: null, limit: 20 },
  'payment.list': { customerId: '10447', cursor: null, limit: 20 },
  'availability.read': { itemIds: ['A-1'] },
  'item.price': { customerId: '10447', currency: 'EUR', on: '2026-11-21', items: [{ itemId: 'A-1', quantity: '1' }] },
  'customer.search': { by: 'name', text: 'Nordwind' },
  'customer.find-by-reference': { reference: 'DB-1' },
  'order.changes': { cursor: null, limit: 20 },
  'customer.create': {
    reference: 'DB-1',
    name: 'Nordwind GmbH',
    street: null,
    postalCode: null,
    town: null,
    country: 'DE',
    taxId: null,
    email: null,
    phone: null,
    currency: 'EUR',
  },
  'order.create': {
    customerId: '10447',
    customerReference: null,
    reference: 'DB-1',
    requestedOn: null,
    currency: 'EUR',
    lines: [{ itemId: 'A-1', quantity: '1', unitPrice: '2.00' }],
  },
};

/** As it is typed on a command line; the reference of a write is always a fresh one. */
export function exampleInput(command: CommandName): string {
  const isWrite = command.endsWith('.create');
  const { reference: _fresh, ...rest } = EXAMPLE_INPUTS[command] as { reference?: string };
  return `'${JSON.stringify(isWrite ? rest : EXAMPLE_INPUTS[command])}'`;
}
