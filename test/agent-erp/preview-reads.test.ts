import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS, type CommandInput, type ReadCommandName } from '#contracts/commands';
import { type DemoLink, openDemoLink, pumpOrder } from './demo-link.ts';

let link: DemoLink;
const signal = new AbortController().signal;
const go = { signal, mayStart: () => true };
beforeAll(async () => {
  link = await openDemoLink();
});
afterEach(() => link.knobs({ next: [], periodClosed: false }));
afterAll(() => link.close());

/** Checked against the contract on its way in and out. */
async function read<N extends ReadCommandName>(command: N, input: object) {
  const asked = COMMANDS[command].input.parse(input) as CommandInput<N>;
  const answer = await link.erp.read(command, asked, signal);
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.detail}`);
  return COMMANDS[command].output.parse(answer.value);
}

it('prices are the customer’s own, by quantity, net, in the order asked; an unknown item is said to be unknown', async () => {
  const items = [
    { itemId: 'MOTR-0750', quantity: '10' },
    { itemId: 'PUMP-0040', quantity: '20.5' },
    { itemId: 'KIT-X', quantity: '1' },
  ];
  const head = { customerId: '10480', currency: 'EUR', on: null };
  const inEuro = { currency: 'EUR', priceBasis: 'net' };
  expect(await read('item.price', { ...head, items })).toEqual({
    prices: [
      { itemId: 'MOTR-0750', known: true, unitPrice: '295.00', ...inEuro },
      { itemId: 'PUMP-0040', known: true, unitPrice: '395.00', ...inEuro },
      { itemId: 'KIT-X', known: false, unitPrice: null, ...inEuro },
    ],
  });
  const fifty = Array.from({ length: 50 }, () => items[1]);
  expect((await read('item.price', { ...head, on: '2026-12-24', items: fifty })) as object).toMatchObject({
    prices: { length: 50 },
  });
});

describe('customers are searched by', () => {
  it.each([
    ['tax-id', 'DE811205033', ['10503']],
    ['email-domain', 'petersen-pumpen.example', ['10507', '10508']],
    ['phone', '+49 351 555021', ['10503']],
    ['name', 'Łukasz & Søn "Ventile" <O’Brien>', ['10499']],
    ['name', '<>&"', []],
  ])('%s: %s', async (by, text, expected) => {
    const found = (await read('customer.search', { by, text })) as { customers: { customerId: string }[] };
    const ids = found.customers.map(({ customerId }) => customerId);
    expect(ids.filter((id) => Number(id) < 10_600)).toEqual(expected);
  });
});

it('a new customer is made, found by its reference and read; another with its tax number is refused before anything is written', async () => {
  const input = COMMANDS['customer.create'].input.parse({
    reference: 'DB-C7700010590',
    name: 'Wattwerk <Offshore> & Søn',
    street: null,
    postalCode: '27570',
    town: 'Bremerhaven',
    country: 'DE',
    taxId: 'DE811205904',
    email: null,
    phone: null,
    currency: 'EUR',
  });
  const made = await link.erp.write('customer.create', input, go);
  expect(made.result).toBe('made');
  const { customerId } = COMMANDS['customer.create'].output.parse(made.result === 'made' && made.output);
  const { reference, name, taxId, town } = input;
  expect(await read('customer.find-by-reference', { reference })).toMatchObject({
    customers: [{ customerId, name, taxId, town, reference }],
  });
  expect(await read('customer.read', { customerId })).toMatchObject({
    name,
    onHold: false,
    creditLimit: '5000.00',
    creditUsed: '0.00',
  });
  expect(
    await link.erp.write('customer.create', { ...input, reference: 'DB-C2' as typeof reference }, go),
  ).toMatchObject({
    result: 'refused',
    error: { code: 'erp.rejected', message: expect.stringContaining('belongs to customer') },
  });
});

it('an answer to a new customer that got lost is unknown, and its reference finds it', async () => {
  await link.fault('KundeAnlegen', 'no-answer-after-commit');
  const input = COMMANDS['customer.create'].input.parse({
    reference: 'DB-C9',
    name: 'Lost',
    street: null,
    postalCode: null,
    town: null,
    country: null,
    taxId: null,
    email: null,
    phone: null,
    currency: 'EUR',
  });
  expect(await link.erp.write('customer.create', input, go)).toMatchObject({ result: 'unknown' });
  expect(await read('customer.find-by-reference', { reference: input.reference })).toMatchObject({
    customers: [{ name: 'Lost' }],
  });
});

it('changed orders come once, from where the reader was', async () => {
  const start = (await read('order.changes', { cursor: null, limit: 10 })) as { orders: unknown[]; cursor: string };
  expect(start.orders).toEqual([]);
  await link.erp.write('order.create', pumpOrder('DB-5-1'), go);
  const changed = (await read('order.changes', { cursor: start.cursor, limit: 10 })) as {
    orders: unknown[];
    cursor: string;
  };
  expect(changed.orders).toMatchObject([{ reference: 'DB-5-1', status: 'confirmed' }]);
  expect(await read('order.changes', { cursor: changed.cursor, limit: 10 })).toEqual({
    orders: [],
    cursor: changed.cursor,
  });
});

it('a closed period refuses an order in the ERP’s words, and nothing is written', async () => {
  await link.knobs({ periodClosed: true });
  const order = COMMANDS['order.create'].input.parse({
    reference: 'DB-6-1',
    customerId: '10447',
    customerReference: null,
    requestedOn: null,
    currency: 'EUR',
    lines: [{ itemId: 'PUMP-0040', quantity: '1', unitPrice: '410.00' }],
  });
  expect(await link.erp.write('order.create', order, go)).toMatchObject({
    result: 'refused',
    error: { code: 'erp.rejected', message: expect.stringContaining('period is closed') },
  });
  expect((await link.control('GET', '/orders?reference=DB-6-1')).orders).toEqual([]);
});
