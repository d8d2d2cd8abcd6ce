import { expect, it } from 'vitest';
import type { Exchange, Reply } from '../../agent-erp/scripted-erp.ts';
import { el, smallWsdl, soapOf } from '../../agent-erp/small-wsdl.ts';
import { ask, create, meet, type Stranger, sent } from './stranger.ts';

/**
 * A web portal with SOAP at its side: JSON as text in one element, a login by cookie, its login form in place of an
 * answer once the session is gone, an operation for each question, numbers as the server's country writes them, and
 * pages of a list that is in no order.
 */
const WSDL = smallWsdl({
  operations: [
    { name: 'signIn', request: el('user') + el('password'), response: el('ok') },
    ...['customerByVat', 'customerByName', 'orders', 'stock'].map((name) => ({
      name,
      request: el('q') + el('from', 'xsd:string', '0..1') + el('count', 'xsd:string', '0..1'),
      response: el('return', 'xsd:string', '0..1'),
    })),
    { name: 'newOrder', request: el('json'), response: el('return', 'xsd:string', '0..1') },
  ],
});
const PAYLOAD = { path: 'return', holds: 'json' };
const customer = {
  customerId: { path: 'no' },
  name: { path: 'name' },
  currency: { const: 'CHF' },
  onHold: { path: 'blocked', as: 'flag' },
  creditLimit: { path: 'limit', as: 'money' },
};
const order = {
  orderId: { path: 'no' },
  customerId: { path: 'customer' },
  reference: { path: 'ref' },
  orderedOn: { cel: 'd + " " + t', with: { d: { path: 'date' }, t: { path: 'time' } }, as: 'moment' },
  status: { path: 'state', as: 'status' },
  erpStatus: { path: 'state' },
  quantityOrdered: { path: 'qty', as: 'money' },
  quantityShipped: { const: '0' },
  total: { path: 'cents', as: 'cents' },
  currency: { const: 'CHF' },
  priceBasis: { const: 'net' },
};
const DOCUMENT = {
  settings: { user: { about: 'User' }, password: { about: 'Password', secret: true } },
  formats: {
    money: { type: 'decimal', separator: '.', grouping: "'" },
    cents: { type: 'decimal', separator: '.', implied: 2 },
    flag: { type: 'flag', yes: ['true'], no: ['false'] },
    moment: { type: 'datetime', pattern: 'yyMMdd HHmmss', writtenIn: 'UTC', day: 'Europe/Zurich' },
    status: { type: 'words', words: { offen: 'confirmed', geliefert: 'shipped' } },
  },
  login: {
    session: {
      operation: 'signIn',
      request: { user: { setting: 'user' }, password: { setting: 'password' } },
      verdict: { code: 'ok', success: ['1'] },
      keep: { id: { cookie: 'JSESSIONID' } },
    },
  },
  verdict: {
    in: 'payload',
    code: 'result/code',
    success: ['0'],
    message: 'result/text',
    refused: ['12'],
    faults: [{ page: '*"j_password"*', means: 'session-expired' }],
  },
  commands: {
    'customer.search': {
      steps: [
        {
          step: 'vat',
          operation: 'customerByVat',
          when: 'input.by == "tax-id"',
          request: { q: { from: 'text' } },
          payload: PAYLOAD,
        },
        {
          step: 'name',
          operation: 'customerByName',
          when: 'input.by == "name"',
          request: { q: { from: 'text' } },
          payload: PAYLOAD,
        },
      ],
      answer: { customers: { in: ['vat', 'name'], each: 'customers', fields: customer } },
    },
    'order.find-by-reference': {
      operation: 'orders',
      request: { q: { from: 'customerId' }, from: { page: 'offset' }, count: { page: 'size' } },
      payload: PAYLOAD,
      paging: { by: 'offset', size: 2, end: { total: 'total' } },
      answer: { orders: { each: 'orders', fields: order, where: 'row.reference == input.reference' } },
    },
    'availability.read': {
      steps: [
        { step: 'stock', operation: 'stock', forEach: 'itemIds', request: { q: { from: 'entry' } }, payload: PAYLOAD },
      ],
      answer: {
        items: {
          each: 'item',
          complete: {
            from: 'itemIds',
            by: 'itemId',
            otherwise: { itemId: { from: 'itemId' }, known: { const: false } },
          },
          fields: {
            itemId: { path: 'no' },
            known: { const: true },
            warehouses: {
              each: 'places',
              fields: {
                warehouseId: { path: 'code' },
                onHand: { path: 'qty', as: 'money' },
                allocated: { const: '0' },
                available: { path: 'qty', as: 'money' },
              },
            },
          },
        },
      },
    },
    'order.create': {
      operation: 'newOrder',
      request: {
        json: {
          json: {
            fields: {
              ref: { from: 'reference' },
              customer: { from: 'customerId' },
              lines: { each: 'lines', fields: { item: { from: 'itemId' }, qty: { from: 'quantity' } } },
            },
            bare: ['qty'],
          },
        },
      },
      payload: PAYLOAD,
      answer: { orderId: { path: 'no' } },
      write: { maxExecutionMs: 30_000, indexLagMs: 0 },
    },
  },
};

const json = ({ operation }: Exchange, value: object): string =>
  soapOf(
    `<t:${operation}Response><t:return><![CDATA[${JSON.stringify({ result: { code: 0 }, ...value })}]]></t:return></t:${operation}Response>`,
  );
const FORM: Reply = {
  type: 'text/html',
  body: '<html><form action="j_security_check"><input name="j_password"></form></html>',
};
/** `good` is the session that counts; a call in another one gets the form. */
const linked = (script: (call: Exchange) => string | Reply, good: () => string = () => 'S'): Promise<Stranger> => {
  let logins = 0;
  return meet(
    { document: DOCUMENT, wsdls: { 'small.wsdl': WSDL }, settings: { user: 'web', password: 'portal-geheim' } },
    (call) => {
      if (call.operation === 'signIn') {
        logins += 1;
        return {
          body: soapOf('<t:signInResponse><t:ok>1</t:ok></t:signInResponse>'),
          headers: { 'set-cookie': `JSESSIONID=S${logins}; Path=/` },
        };
      }
      return call.headers.cookie?.startsWith(`JSESSIONID=${good()}`) ? script(call) : FORM;
    },
  );
};
const row = (no: number, ref = ''): object => ({
  no: `O${no}`,
  customer: '10447',
  ref,
  date: '261203',
  time: '233000',
  state: 'offen',
  qty: 1,
  cents: 123450,
});

it('each question has its operation, and a kind that there is none for finds nobody', async () => {
  const erp = await linked((call) =>
    json(call, { customers: [{ no: 10447, name: 'Süd', blocked: false, limit: '1\u2019234\u2019567.50' }] }),
  );
  expect(await ask(erp, 'customer.search', { by: 'tax-id', text: 'CHE-1' })).toMatchObject({
    customers: [{ customerId: '10447', onHold: false, creditLimit: '1234567.50' }],
  });
  await ask(erp, 'customer.search', { by: 'name', text: 'Süd' });
  expect(await ask(erp, 'customer.search', { by: 'phone', text: '044' })).toEqual({ customers: [] });
  expect(erp.operations()).toEqual(['signIn', 'customerByVat', 'customerByName']);
  expect(erp.invalid).toEqual([]);
});
it('a login form in place of an answer is a session that ended, and what was asked is asked again', async () => {
  let current = 'S1';
  const erp = await linked(
    (call) => json(call, { customers: [] }),
    () => current,
  );
  await ask(erp, 'customer.search', { by: 'name', text: 'x' });
  current = 'S2';
  expect(await ask(erp, 'customer.search', { by: 'name', text: 'x' })).toEqual({ customers: [] });
  expect(erp.operations()).toEqual(['signIn', 'customerByName', 'customerByName', 'signIn', 'customerByName']);
});
it('any other page is no proof of anything', async () => {
  const page = { type: 'text/html', body: '<h1>Deadlock</h1>' };
  expect(await create(await linked(() => page))).toMatch(/^unknown: erp.answer-unreadable/);
});
it('a day and a time that stand apart are one moment, whose day is that of the place', async () => {
  const erp = await linked((call) => json(call, { total: 1, orders: [row(1, 'DB-1')] }));
  expect(await ask(erp, 'order.find-by-reference', { reference: 'DB-1', customerId: '10447' })).toMatchObject({
    orders: [{ orderedOn: '2026-12-04', total: '1234.50' }],
  });
});
it.each([
  ['a row twice, so that another is missing', ['12', '24']],
  ['fewer rows than were announced', ['12', '']],
])('pages with %s never say that there is no order', async (_name, pages) => {
  const rows = (page: number): object[] => [...(pages[page] ?? '')].map((no) => row(Number(no)));
  const erp = await linked((call) => json(call, { total: 4, orders: rows(Number(sent(call, 'from')) / 2) }));
  const find = { reference: 'DB-1', customerId: '10447' };
  expect(await ask(erp, 'order.find-by-reference', find)).toMatch(/^erp.answer-off-contract/);
});
it('an order is sent as JSON, and its answer believed as JSON alone', async () => {
  const erp = await linked((call) => json(call, { no: 'N1' }));
  expect(await create(erp)).toEqual({ orderId: 'N1' });
  expect(erp.calls.at(-1)?.body).toContain('&quot;qty&quot;:1.5');
  const refused = await linked((call) => json(call, { result: { code: 12, text: 'gesperrt' } }));
  expect(await create(refused)).toBe('refused: code 12');
  for (const value of ['', 'null', 'oops', '{"result":{"code":0}}']) {
    const odd = await linked((call) =>
      soapOf(`<t:${call.operation}Response><t:return>${value}</t:return></t:${call.operation}Response>`),
    );
    expect(await create(odd)).toMatch(/^unknown/);
  }
});
it('stock is asked item by item, and one that is not there is not known', async () => {
  const erp = await linked((call) =>
    json(call, sent(call, 'q') === 'A' ? { item: { no: 'A', places: [{ code: 'ZH', qty: 1.5e2 }] } } : {}),
  );
  expect(await ask(erp, 'availability.read', { itemIds: ['B', 'A'] })).toMatchObject({
    items: [
      { itemId: 'B', known: false },
      { itemId: 'A', warehouses: [{ onHand: '150' }] },
    ],
  });
});
