import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS, type CommandInput } from '#contracts/commands';
import type { CustomerId, Reference } from '#contracts/ids';
import { LOGIN } from '../sandbox/erp/server.ts';
import { type DemoLink, openDemoLink } from './demo-link.ts';

let link: DemoLink;
let made = 0;
const signal = new AbortController().signal;

beforeAll(async () => {
  link = await openDemoLink();
  await link.erp.read('customer.read', { customerId: '10447' as CustomerId }, signal);
});
afterAll(() => link.close());
afterEach(() => link.knobs({ next: [], latencyMs: null }));

type NewOrder = CommandInput<'order.create'>;
const newOrder = (more: Record<string, unknown> = {}): NewOrder => {
  made += 1;
  return COMMANDS['order.create'].input.parse({
    reference: `DB-77-${made}`,
    customerId: '10447',
    customerReference: 'PO <7> & "more"',
    requestedOn: '2026-12-24',
    currency: 'EUR',
    lines: [
      { itemId: 'PUMP-0040', quantity: '2', unitPrice: '410.00' },
      { itemId: 'SEAL-0009', quantity: '1.5', unitPrice: '1234.56' },
    ],
    ...more,
  });
};
const go = (given = signal) => ({ signal: given, mayStart: () => true });
const create = (order: NewOrder, given = signal) => link.erp.write('order.create', order, go(given));
const ordersOf = async (reference: Reference): Promise<unknown[]> =>
  (await link.control('GET', `/orders?reference=${reference}`)).orders as unknown[];

it('an order that is made is named, and found by its reference', async () => {
  const order = newOrder();
  const outcome = await create(order);
  expect(outcome.result).toBe('made');
  const { orderId } = COMMANDS['order.create'].output.parse(outcome.result === 'made' && outcome.output);
  const { reference, customerId } = order;
  const found = await link.erp.read('order.find-by-reference', { reference, customerId }, signal);
  expect(found).toMatchObject({
    ok: true,
    value: { orders: [{ orderId, reference, customerReference: 'PO <7> & "more"', requestedOn: '2026-12-24' }] },
  });
  expect(await link.erp.read('order.read', { orderId }, signal)).toMatchObject({
    ok: true,
    value: { lines: [{ ordered: '2.000' }, { ordered: '1.500', unitPrice: '1469.13' }] },
  });
});

it('a refusal before anything was written carries the ERP’s sentence', async () => {
  const order = newOrder({ customerId: '10461' });
  expect(await create(order)).toMatchObject({
    result: 'refused',
    error: { code: 'erp.rejected', message: expect.stringContaining('on hold') },
  });
  expect(await ordersOf(order.reference)).toHaveLength(0);
});

describe('whatever is no proof is unknown, made or not', () => {
  it.each<[string, Record<string, unknown>, number]>([
    ['no-answer-after-commit', {}, 1],
    ['commit-late', { afterMs: 0 }, 1],
    ['abort', {}, 0],
    ['soap-fault', {}, 0],
    ['soap-fault-after-commit', {}, 1],
    ['truncated', { commits: true }, 1],
    ['truncated', { commits: false }, 0],
    ['html-202', { commits: false }, 0],
    ['html-200', { commits: true }, 1],
    ['empty-200', { commits: true }, 1],
    ['wrong-element', { commits: true }, 1],
    ['code', { code: '500', commits: true }, 1],
    ['code', { code: '', commits: false }, 0],
    ['code', { code: '902', commits: false }, 0],
  ])('%s %o', async (fault, more, orders) => {
    const order = newOrder();
    await link.fault('AuftragAnlegen', fault, more);
    const outcome = await create(order);
    expect(outcome).toMatchObject({
      result: 'unknown',
      error: { code: 'erp.outcome-unknown', category: 'indeterminate' },
    });
    expect(outcome.result === 'unknown' && outcome.error.detail).toBeTruthy();
    expect(await ordersOf(order.reference)).toHaveLength(orders);
  });
  it('a yes without an order number', async () => {
    const order = newOrder();
    await link.fault('AuftragAnlegen', 'code', { code: '0', commits: false });
    expect(await create(order)).toMatchObject({ result: 'unknown' });
  });
  it('no answer within the limit, and giving up after the request left', async () => {
    // Long enough for the login and for the request to leave, also on a machine that is busy.
    const hurried = await link.another({ endpoint: link.endpoint, ...LOGIN }, 2_000);
    await hurried.read('customer.read', { customerId: '10447' as CustomerId }, signal);
    await link.fault('AuftragAnlegen', 'hang');
    expect(await hurried.write('order.create', newOrder(), go())).toMatchObject({ result: 'unknown' });

    await link.control('POST', '/stats/reset');
    await link.fault('AuftragAnlegen', 'hang');
    const leaving = new AbortController();
    const writing = create(newOrder(), leaving.signal);
    await expect.poll(async () => (await link.control('GET', '/stats')).calls).toEqual({ AuftragAnlegen: 1 });
    leaving.abort();
    expect(await writing).toMatchObject({ result: 'unknown' });
  });
});

describe('nothing was sent', () => {
  it('while the ERP is down', async () => {
    await link.control('POST', '/down');
    try {
      expect(await create(newOrder())).toMatchObject({ result: 'not-sent', error: { code: 'erp.unreachable' } });
    } finally {
      await link.control('POST', '/up');
    }
  });
  it('when the login is refused, and no order is made', async () => {
    const erp = await link.another({ endpoint: link.endpoint, ...LOGIN, password: 'wrong-one' });
    const order = newOrder();
    expect(await erp.write('order.create', order, go())).toMatchObject({
      result: 'not-sent',
      error: { code: 'erp.credential-refused' },
    });
    expect(await ordersOf(order.reference)).toHaveLength(0);
  });
  it('when the session expires twice, and no order is made', async () => {
    const order = newOrder();
    await link.fault('AuftragAnlegen', 'session-lost', { times: 2 });
    expect(await create(order)).toMatchObject({ result: 'not-sent', error: { code: 'erp.fault' } });
    expect(await ordersOf(order.reference)).toHaveLength(0);
  });
  it('when the go is void by the time it is its turn, and no order is made', async () => {
    const order = newOrder();
    const outcome = await link.erp.write('order.create', order, { signal, mayStart: () => false });
    expect(outcome).toMatchObject({ result: 'not-sent', error: { code: 'agent.overloaded' } });
    expect(await ordersOf(order.reference)).toHaveLength(0);
  });
  it('when nobody waited any more before it started', async () => {
    expect(await create(newOrder(), AbortSignal.abort())).toMatchObject({ result: 'not-sent' });
  });
});

it('a session that expired is opened again, and exactly one order is made', async () => {
  const order = newOrder();
  await link.erp.read('customer.read', { customerId: order.customerId }, signal);
  await link.control('POST', '/stats/reset');
  await link.fault('AuftragAnlegen', 'session-lost');
  expect(await create(order)).toMatchObject({ result: 'made' });
  expect(await ordersOf(order.reference)).toHaveLength(1);
  expect(await link.control('GET', '/stats')).toMatchObject({ logins: 1 });
});

it('orders go to the ERP one at a time', async () => {
  await link.knobs({ latencyMs: 20 });
  await link.control('POST', '/stats/reset');
  const outcomes = await Promise.all(Array.from({ length: 4 }, () => create(newOrder())));
  expect(outcomes.every(({ result }) => result === 'made')).toBe(true);
  expect(await link.control('GET', '/stats')).toMatchObject({ maxConcurrentOf: { AuftragAnlegen: 1 } });
});

it('what is offered and how long a write may be in doubt come from the connector', () => {
  expect(link.erp).toMatchObject({
    name: 'demo-erp',
    title: 'Kontor ERP',
    version: '1.2.0',
    writeBounds: {
      'order.create': { maxExecutionMs: 60_000, indexLagMs: 5_000, canLookUp: true, uniqueReference: false },
      'customer.create': { maxExecutionMs: 60_000, indexLagMs: 5_000, canLookUp: true, uniqueReference: false },
    },
    limits: { concurrentReads: 4, concurrentWrites: 1, callTimeoutMs: 20_000, rowsMax: 1000 },
  });
  expect(link.erp.commands.toSorted()).toEqual(Object.keys(COMMANDS).toSorted());
});
