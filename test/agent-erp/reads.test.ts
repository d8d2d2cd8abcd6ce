import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { COMMANDS, type SearchBy } from '#contracts/commands';
import type { CustomerId, ItemId, SalesOrderId } from '#contracts/ids';
import { LOGIN } from '../sandbox/erp/server.ts';
import { type DemoLink, openDemoLink } from './demo-link.ts';

let link: DemoLink;
const signal = new AbortController().signal;
const nordwind = '10447' as CustomerId;
const brewery = '10480' as CustomerId;

beforeAll(async () => {
  link = await openDemoLink();
});
afterAll(() => link.close());
afterEach(() => link.knobs({ next: [], latencyMs: null }));

const readCustomer = () => link.erp.read('customer.read', { customerId: nordwind }, signal);
const taken = <T>(result: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

describe('every read command gives what its contract says', () => {
  it('customer.read, in our notation', async () => {
    const customer = taken(await readCustomer());
    expect(COMMANDS['customer.read'].output.parse(customer)).toEqual(customer);
    expect(customer).toMatchObject({ customerId: '10447', town: 'Kiel', creditLimit: '50000.00', onHold: false });
  });
  it('customer.read, with a name that needs care', async () => {
    const customer = taken(await link.erp.read('customer.read', { customerId: '10499' as CustomerId }, signal));
    expect(customer.name).toBe('Łukasz & Søn "Ventile" O’Brien ApS');
  });
  it('order.list, page by page to the end, without a row twice or a problem', async () => {
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { rows: { orderId: string }[]; problems: unknown[]; nextCursor: string | null } = taken(
        await link.erp.read('order.list', { customerId: brewery, openOnly: false, limit: 50, cursor }, signal),
      );
      expect(page.problems).toEqual([]);
      seen.push(...page.rows.map(({ orderId }) => orderId));
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(seen.length).toBeGreaterThan(50);
    expect(new Set(seen).size).toBe(seen.length);
  });
  it('order.read, with its lines and shipments', async () => {
    const page = taken(
      await link.erp.read('order.list', { customerId: brewery, openOnly: false, limit: 50, cursor: null }, signal),
    );
    const shipped = page.rows.find(({ quantityShipped }) => quantityShipped !== '0.000');
    const orderId = shipped?.orderId as SalesOrderId;
    const order = taken(await link.erp.read('order.read', { orderId }, signal));
    expect(COMMANDS['order.read'].output.parse(order)).toEqual(order);
    expect(order.orderId).toBe(orderId);
    expect(order.lines.length).toBeGreaterThan(0);
    expect(order.shipments[0]?.lines.length).toBeGreaterThan(0);
  });
  it('invoice.list and payment.list', async () => {
    const input = { customerId: nordwind, limit: 50, cursor: null };
    const invoices = taken(await link.erp.read('invoice.list', { ...input, openOnly: false }, signal));
    const payments = taken(await link.erp.read('payment.list', input, signal));
    expect(COMMANDS['invoice.list'].output.parse(invoices).rows.length).toBeGreaterThan(0);
    expect(COMMANDS['payment.list'].output.parse(payments).rows[0]?.allocations.length).toBeGreaterThan(0);
    expect([...invoices.problems, ...payments.problems]).toEqual([]);
  });
  it('availability.read, one entry for each item asked for, in the order asked', async () => {
    const itemIds = ['VALV-0050', 'NO-SUCH-ITEM', 'PUMP-0040'] as ItemId[];
    const { items } = taken(await link.erp.read('availability.read', { itemIds }, signal));
    expect(items.map(({ itemId, known }) => [itemId, known])).toEqual([
      ['VALV-0050', true],
      ['NO-SUCH-ITEM', false],
      ['PUMP-0040', true],
    ]);
    expect(items[1]?.warehouses).toEqual([]);
  });
  it('order.find, by every number that a customer may read out', async () => {
    const input = { customerId: brewery, limit: 50, cursor: null };
    const { rows } = taken(await link.erp.read('order.list', { ...input, openOnly: false }, signal));
    const invoices = taken(await link.erp.read('invoice.list', { ...input, openOnly: false }, signal)).rows;
    const invoice = invoices.find(({ orderId }) => orderId !== null);
    const named = rows.find(({ customerReference }) => customerReference !== null);
    const shipped = rows.find(({ quantityShipped }) => quantityShipped !== '0.000');
    const { shipments } = taken(
      await link.erp.read('order.read', { orderId: shipped?.orderId as SalesOrderId }, signal),
    );
    const numbers: [SearchBy, string | null | undefined, string | null | undefined][] = [
      ['order', rows[0]?.orderId, rows[0]?.orderId],
      ['purchase-order', named?.customerReference, named?.orderId],
      ['invoice', invoice?.invoiceId, invoice?.orderId],
      ['delivery', shipments[0]?.shipmentId, shipped?.orderId],
    ];
    for (const [by, number, orderId] of numbers) {
      const asked = { by, number: String(number), customerId: brewery };
      const found = taken(await link.erp.read('order.find', asked, signal));
      expect(COMMANDS['order.find'].output.parse(found)).toEqual(found);
      expect(found.orders.map((order) => order.orderId)).toContain(orderId);
      const ofAnother = { ...asked, customerId: nordwind };
      expect(taken(await link.erp.read('order.find', ofAnother, signal))).toEqual({ orders: [] });
      expect(taken(await link.erp.read('order.find', { ...asked, number: '9999999' }, signal))).toEqual({ orders: [] });
    }
  });
  it('order.find-by-reference, with none', async () => {
    const input = { reference: 'DB-0-1' as never, customerId: nordwind };
    expect(taken(await link.erp.read('order.find-by-reference', input, signal))).toEqual({ orders: [] });
  });
});

it('what the ERP does not know is not found', async () => {
  expect(await link.erp.read('customer.read', { customerId: '99999' as CustomerId }, signal)).toMatchObject({
    ok: false,
    error: { code: 'erp.not-found' },
  });
});

it('a key that the ERP cannot hold never reaches it', async () => {
  const before = await link.control('GET', '/stats');
  const customer = (key: string) => link.erp.read('customer.read', { customerId: key as CustomerId }, signal);
  const notFound = (detail: string) => ({ ok: false, error: { code: 'erp.not-found', detail } });
  expect(await customer('12345678901')).toMatchObject(notFound('KundenNr: longer than 10'));
  expect(await customer('000')).toMatchObject(notFound('KundenNr: a key of padding alone'));
  const order = await link.erp.read('order.read', { orderId: 'Kunde 10447' as SalesOrderId }, signal);
  expect(order).toMatchObject(notFound('AuftragsNr: longer than 10'));
  expect(await link.control('GET', '/stats')).toEqual(before);
});

describe('a read that goes wrong says how', () => {
  // Twice, where a broken connection that had been kept open is tried once more.
  it.each<[string, Record<string, unknown>, string]>([
    ['abort', { times: 2 }, 'erp.unreachable'],
    ['no-answer-after-commit', { times: 2 }, 'erp.unreachable'],
    ['commit-late', { times: 2, afterMs: 0 }, 'erp.unreachable'],
    ['soap-fault', {}, 'erp.fault'],
    ['soap-fault-after-commit', {}, 'erp.fault'],
    ['truncated', {}, 'erp.answer-unreadable'],
    ['html-202', {}, 'erp.answer-unreadable'],
    ['html-200', {}, 'erp.answer-unreadable'],
    ['empty-200', {}, 'erp.answer-unreadable'],
    ['wrong-element', {}, 'erp.answer-unreadable'],
    ['code', { code: '500' }, 'erp.fault'],
    ['code', { code: '' }, 'erp.fault'],
    ['code', { code: '410', text: 'No\tsuch item' }, 'erp.rejected'],
    ['code', { code: '404' }, 'erp.not-found'],
    ['code', { code: '902' }, 'erp.credential-refused'],
    ['session-lost', { times: 2 }, 'erp.fault'],
  ])('%s %o is %s, and the next read is right', async (fault, more, code) => {
    taken(await readCustomer());
    await link.fault('KundeLesen', fault, more);
    expect(await readCustomer()).toMatchObject({ ok: false, error: { code } });
    expect((await readCustomer()).ok).toBe(true);
  });
  it('a connection that was kept open and is closed by the ERP is replaced unnoticed', async () => {
    taken(await readCustomer());
    await link.fault('KundeLesen', 'abort');
    expect((await readCustomer()).ok).toBe(true);
  });
  it('the sentence of a refusal is the ERP’s own', async () => {
    await link.fault('KundeLesen', 'code', { code: '410', text: 'No\tsuch item' });
    expect(await readCustomer()).toMatchObject({ ok: false, error: { message: 'No such item' } });
  });
  it('no answer at all ends at the connector’s limit', async () => {
    const hurried = await link.another({ endpoint: link.endpoint, ...LOGIN }, 250);
    taken(await hurried.read('customer.read', { customerId: nordwind }, signal));
    await link.fault('KundeLesen', 'hang');
    expect(await hurried.read('customer.read', { customerId: nordwind }, signal)).toMatchObject({
      ok: false,
      error: { code: 'erp.timed-out' },
    });
  });
  it('nobody waiting any more ends it at once', async () => {
    taken(await readCustomer());
    await link.fault('KundeLesen', 'hang');
    const leaving = new AbortController();
    const reading = link.erp.read('customer.read', { customerId: nordwind }, leaving.signal);
    leaving.abort();
    expect(await reading).toMatchObject({ ok: false, error: { code: 'erp.timed-out' } });
  });
});

describe('the session', () => {
  beforeEach(() => link.control('POST', '/stats/reset'));
  const logins = async (): Promise<unknown> => (await link.control('GET', '/stats')).logins;

  it('is opened once for many calls at once', async () => {
    const erp = await link.another({ endpoint: link.endpoint, ...LOGIN });
    const input = { customerId: nordwind };
    const all = await Promise.all(Array.from({ length: 8 }, () => erp.read('customer.read', input, signal)));
    expect(all.every(({ ok }) => ok)).toBe(true);
    expect(await logins()).toBe(1);
  });
  it('that expired is opened once more, and the read succeeds', async () => {
    taken(await readCustomer());
    await link.control('POST', '/stats/reset');
    await link.fault('KundeLesen', 'session-lost');
    expect((await readCustomer()).ok).toBe(true);
    expect(await logins()).toBe(1);
  });
  it('that the ERP refuses is not asked for again at once: repeated failures lock a user', async () => {
    const password = 'not-the-password';
    const erp = await link.another({ endpoint: link.endpoint, ...LOGIN, password });
    for (let time = 0; time < 3; time += 1) {
      const refused = await erp.read('customer.read', { customerId: nordwind }, signal);
      expect(refused).toMatchObject({ ok: false, error: { code: 'erp.credential-refused' } });
    }
    expect((await link.control('GET', '/stats')).calls).toEqual({ Anmelden: 1 });
    expect(JSON.stringify(link.logged)).not.toContain(password);
  });
});

it('no more calls are at the ERP at once than the connector allows', async () => {
  taken(await readCustomer());
  await link.knobs({ latencyMs: 20 });
  await link.control('POST', '/stats/reset');
  const all = await Promise.all(Array.from({ length: 24 }, readCustomer));
  expect(all.every(({ ok }) => ok)).toBe(true);
  expect(await link.control('GET', '/stats')).toMatchObject({ maxConcurrent: 4, calls: { KundeLesen: 24 } });
});

it('calls that would wait too long are refused at once', async () => {
  taken(await readCustomer());
  await link.knobs({ latencyMs: 20 });
  const all = await Promise.all(Array.from({ length: 80 }, readCustomer));
  const codes = all.map((result) => (result.ok ? 'ok' : result.error.code));
  expect(codes.filter((code) => code === 'ok')).toHaveLength(4 + 4 * 16);
  expect(codes.filter((code) => code === 'agent.overloaded')).toHaveLength(80 - 4 - 4 * 16);
});

it('an ERP that is down is unreachable, and is read again when it is up', async () => {
  taken(await readCustomer());
  await link.control('POST', '/down');
  try {
    expect(await readCustomer()).toMatchObject({ ok: false, error: { code: 'erp.unreachable' } });
  } finally {
    await link.control('POST', '/up');
  }
  expect((await readCustomer()).ok).toBe(true);
});
