import { describe, expect, it } from 'vitest';
import type { Reply } from '../../agent-erp/scripted-erp.ts';
import { NS, smallWsdl } from '../../agent-erp/small-wsdl.ts';
import { ask, create, meet, ORDER, type Stranger } from './stranger.ts';

/**
 * A PHP server of rpc/encoded: arguments by their place, a WSDL that the wire contradicts, types that are none, days
 * as Unix seconds, and whatever stands before its envelope when a file of it was saved with a byte order mark.
 */
const struct = (name: string, members: string[]): string =>
  `<xsd:complexType name="${name}"><xsd:all>${members.map((m) => `<xsd:element name="${m}" type="xsd:string"/>`).join('')}</xsd:all></xsd:complexType>`;
const array = (name: string, of: string): string =>
  `<xsd:complexType name="${name}"><xsd:complexContent><xsd:restriction base="soapenc:Array"><xsd:attribute ref="soapenc:arrayType" wsdl:arrayType="t:${of}[]"/></xsd:restriction></xsd:complexContent></xsd:complexType>`;
const WSDL = smallWsdl({
  style: 'rpc-encoded',
  types:
    struct('authentication', ['login', 'password']) +
    struct('result', ['result_code', 'result_label']) +
    struct('order', ['id', 'thirdparty_id', 'ref_ext', 'date', 'status', 'total_ht', 'qty']) +
    struct('line', ['product', 'qty', 'price']) +
    array('orders', 'order') +
    array('lines', 'line'),
  operations: [
    {
      name: 'getOrdersForThirdParty',
      request: { authentication: 't:authentication', idthirdparty: 'xsd:string' },
      response: { result: 't:result', orders: 't:orders' },
    },
    {
      name: 'createOrder',
      request: {
        authentication: 't:authentication',
        ref_ext: 'xsd:string',
        idthirdparty: 'xsd:string',
        note: 'xsd:string',
        lines: 't:lines',
      },
      response: { result: 't:result', id: 'xsd:string' },
    },
  ],
});
const login = { fields: { login: { setting: 'user' }, password: { setting: 'password' } } };
const fields = {
  orderId: { path: 'id' },
  customerId: { path: 'thirdparty_id' },
  reference: { path: 'ref_ext' },
  orderedOn: { path: 'date', as: 'seconds' },
  status: { path: 'status', as: 'status' },
  erpStatus: { path: 'status' },
  quantityOrdered: { path: 'qty', as: 'amount' },
  quantityShipped: { const: '0' },
  total: { path: 'total_ht', as: 'amount' },
  currency: { const: 'EUR' },
  priceBasis: { const: 'net' },
};
const documentWith = (each: string | string[], service: object = {}) => ({
  soap: { wsdl: 'small.wsdl', ...service },
  settings: { user: { about: 'User' }, password: { about: 'Password', secret: true } },
  formats: {
    amount: { type: 'decimal', separator: '.' },
    seconds: { type: 'epoch', unit: 'seconds', day: 'Europe/Paris', none: ['0'] },
    status: { type: 'words', words: { 0: 'draft', 1: 'confirmed' } },
  },
  verdict: { code: 'result/result_code', success: ['OK'], message: 'result/result_label', refused: ['NOT_FOUND'] },
  commands: {
    'order.list': {
      operation: 'getOrdersForThirdParty',
      request: { authentication: login, idthirdparty: { from: 'customerId' } },
      paging: { by: 'whole', newestFirst: 'orderedOn', size: 20 },
      answer: { rows: { each, fields } },
    },
    'order.find-by-reference': {
      operation: 'getOrdersForThirdParty',
      request: { authentication: login, idthirdparty: { from: 'customerId' } },
      answer: { orders: { each, fields, where: 'row.reference == input.reference' } },
    },
    'order.create': {
      operation: 'createOrder',
      request: {
        authentication: login,
        ref_ext: { from: 'reference' },
        idthirdparty: { from: 'customerId' },
        lines: {
          fields: {
            item: {
              each: 'lines',
              fields: {
                product: { from: 'itemId' },
                qty: { from: 'quantity', as: 'amount' },
                price: { from: 'unitPrice', as: 'amount' },
              },
            },
          },
        },
        note: { from: 'customerReference' },
      },
      answer: { orderId: { path: 'id' } },
      write: { maxExecutionMs: 30_000, indexLagMs: 0, priceBasis: 'net' },
    },
  },
});

const ENV = `xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ns1="${NS}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:SOAP-ENC="http://schemas.xmlsoap.org/soap/encoding/"`;
const envelope = (body: string, encoding = 'UTF-8'): string =>
  `<?xml version="1.0" encoding="${encoding}"?><SOAP-ENV:Envelope ${ENV}><SOAP-ENV:Body>${body}</SOAP-ENV:Body></SOAP-ENV:Envelope>`;
const OK =
  '<result xsi:type="tns:result"><result_code xsi:type="xsd:string">OK</result_code><result_label xsi:nil="true"/></result>';
const row = (name: string, id: string, ref = ORDER.reference, party = '10447'): string =>
  `<${name} xsi:type="xsd:"><id xsi:type="xsd:string">${id}</id><thirdparty_id>${party}</thirdparty_id><ref_ext>${ref}</ref_ext>` +
  `<date xsi:type="xsd:date">1796338800</date><status>1</status><total_ht xsi:type="xsd:double">1234.5</total_ht><qty>2</qty></${name}>`;
const listOf = (rows: string[], result = OK): string =>
  envelope(
    `<ns1:getOrdersForThirdPartyResponse>${result}<orders SOAP-ENC:arrayType=":[${rows.length}]" xsi:type="SOAP-ENC:Array">${rows.join('')}</orders></ns1:getOrdersForThirdPartyResponse>`,
  );
const linked = (
  answer: string | Reply,
  each: string | string[] = 'orders/item',
  service: object = {},
): Promise<Stranger> =>
  meet(
    {
      document: documentWith(each, service),
      wsdls: {
        'small.wsdl': WSDL.replace(
          /elementFormDefault="\w+">/,
          '$&<xsd:import namespace="http://schemas.xmlsoap.org/soap/encoding/"/>',
        ),
      },
      settings: { user: 'api', password: 'php-geheim' },
    },
    () => answer,
  );
const LIST = { customerId: '10447', openOnly: false, limit: 20, cursor: null };
const FIND = { reference: ORDER.reference, customerId: '10447' };

it('Unix seconds, types that are none, and an array by any name of its items', async () => {
  const erp = await linked(listOf([row('item', '7')]));
  expect(await ask(erp, 'order.list', LIST)).toMatchObject({
    rows: [{ orderId: '7', orderedOn: '2026-12-04', total: '1234.5', status: 'confirmed' }],
    problems: [],
  });
  expect(erp.invalid).toEqual([]);
});
describe('items of an array that have another name than the document says', () => {
  it.each([
    ['orders/item', 'order'],
    [['orders/item', 'orders/entry'], 'order'],
  ])('%s, sent %s, are never no orders', async (each, name) => {
    const erp = await linked(listOf([row(name as string, '7')]), each);
    expect(await ask(erp, 'order.find-by-reference', FIND)).toMatch(/answer-off-contract/);
  });
  it('are read where the document names them both', async () => {
    const erp = await linked(listOf([row('order', '7')]), ['orders/item', 'orders/order']);
    expect(await ask(erp, 'order.find-by-reference', FIND)).toMatchObject({ orders: [{ orderId: '7' }] });
  });
});
describe('an answer', () => {
  const good = listOf([row('item', '7', 'DB-8841207-1')]).replace('>7<', '>Müller-7<');
  it.each<[string, Reply]>([
    ['behind a byte order mark and an empty line', { body: `\ufeff\r\n${good}` }],
    ['behind two byte order marks', { body: `\ufeff\ufeff${good}` }],
    [
      'in Latin-1 by its declaration',
      { type: 'text/xml', body: Buffer.from(good.replace('UTF-8', 'ISO-8859-1'), 'latin1') },
    ],
    ['in UTF-8, labelled Latin-1 by the web server', { type: 'text/xml; charset=iso-8859-1', body: good }],
    [
      'in UTF-16',
      { type: 'text/xml; charset=utf-16', body: Buffer.from(`\ufeff${good.replace('UTF-8', 'UTF-16')}`, 'utf16le') },
    ],
  ])('%s is read', async (_name, reply) => {
    const erp = await linked(reply);
    expect(await ask(erp, 'order.list', LIST)).toMatchObject({ rows: [{ orderId: 'Müller-7' }] });
  });
  it('that is an envelope by the name of a page is read where the document says so, and a page never', async () => {
    const reply = { type: 'text/html; charset=UTF-8', body: good };
    expect(await ask(await linked(reply), 'order.list', LIST)).toMatch(/answer-unreadable/);
    const erp = await linked(reply, 'orders/item', { answersAs: ['text/html'] });
    expect(await ask(erp, 'order.list', LIST)).toMatchObject({ rows: [{ orderId: 'Müller-7' }] });
    const page = await linked({ ...reply, body: `<html><body>Deadlock</body></html>${good}` }, 'orders/item', {
      answersAs: ['text/html'],
    });
    expect(await create(page)).toMatch(/^unknown/);
  });
});
it('every argument is sent in its place, the array typed and counted', async () => {
  const made = envelope(`<ns1:createOrderResponse>${OK}<id xsi:type="xsd:int">42</id></ns1:createOrderResponse>`);
  const erp = await linked(made);
  expect(await create(erp)).toEqual({ orderId: '42' });
  expect(erp.invalid).toEqual([]);
  expect(erp.calls[0]?.body).toMatch(/authentication.*ref_ext.*idthirdparty.*note.*lines.*arrayType="n\d:line\[2\]"/);
});
it('a server that reads Latin-1 whatever it is told gets letters that are the same in both', async () => {
  const made = envelope(`<ns1:createOrderResponse>${OK}<id>42</id></ns1:createOrderResponse>`);
  const erp = await linked(made, 'orders/item', { letters: 'ascii' });
  expect(await create(erp)).toEqual({ orderId: '42' });
  expect(erp.calls[0]?.body).toContain('PO 7/&#233;');
  expect(erp.calls[0]?.body).toMatch(/^[\u0020-\u007e\s]*$/);
});
it.each([
  [
    'no code and no number',
    envelope('<ns1:createOrderResponse><result/><id xsi:nil="true"/></ns1:createOrderResponse>'),
  ],
  ['a yes without a number', envelope(`<ns1:createOrderResponse>${OK}<id/></ns1:createOrderResponse>`)],
  ['nothing at all', ''],
])('a create that is answered with %s is neither made nor refused', async (_name, body) => {
  expect(await create(await linked({ body }))).toMatch(/^unknown/);
});
it('orders of somebody else are never shown as this customer’s', async () => {
  const erp = await linked(listOf([row('item', '7'), row('item', '8', 'X', '10448')]));
  expect(await ask(erp, 'order.list', LIST)).toMatchObject({
    rows: [{ orderId: '7' }],
    problems: [{ key: '8', problem: 'customerId: is not the customer that was asked for' }],
  });
});
