import { expect, it } from 'vitest';
import type { Exchange } from '../../agent-erp/scripted-erp.ts';
import { smallWsdl, soapOf } from '../../agent-erp/small-wsdl.ts';
import { ask, create, meet, ORDER, type Stranger } from './stranger.ts';

/**
 * A Java framework that exports its services over one generic map: keys and values as attributes of elements, the
 * login among them, and an error as an answer like any other.
 */
const simple = (name: string): string =>
  `<xsd:element name="${name}" minOccurs="0"><xsd:complexType><xsd:attribute name="value" type="xsd:string" use="required"/></xsd:complexType></xsd:element>`;
const TYPES = `
<xsd:element name="map-Map" type="t:map"/>
<xsd:complexType name="map"><xsd:sequence><xsd:element name="map-Entry" type="t:entry" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence></xsd:complexType>
<xsd:complexType name="entry"><xsd:sequence>
  <xsd:element name="map-Key"><xsd:complexType><xsd:sequence>${simple('std-String')}</xsd:sequence></xsd:complexType></xsd:element>
  <xsd:element name="map-Value" type="t:value"/></xsd:sequence></xsd:complexType>
<xsd:complexType name="value"><xsd:choice minOccurs="0">${['null', 'std-String', 'std-BigDecimal', 'sql-Timestamp'].map(simple).join('')}
  <xsd:element name="col-LinkedList"><xsd:complexType><xsd:sequence><xsd:element ref="t:map-Map" minOccurs="0" maxOccurs="unbounded"/></xsd:sequence></xsd:complexType></xsd:element>
</xsd:choice></xsd:complexType>`;
const MAP = '<xsd:element ref="t:map-Map"/>';
const WSDL = smallWsdl({
  types: TYPES,
  operations: ['findOrders', 'createOrder', 'getParty'].map((name) => ({ name, request: MAP, response: MAP })),
});

const entry = (key: string, type: string, value: object) => ({
  fields: {
    'map-Key': { fields: { 'std-String': { fields: { '@value': { const: key } } } } },
    'map-Value': { fields: { [type]: { fields: { '@value': value } } } },
  },
});
const asked = (...entries: object[]) => ({
  'map-Map': {
    fields: {
      'map-Entry': [
        entry('login.username', 'std-String', { setting: 'user' }),
        entry('login.password', 'std-String', { setting: 'password' }),
        ...entries,
      ],
    },
  },
});
const at = (key: string, type = 'std-String', from = ''): string =>
  `${from}map-Entry[map-Key/std-String/@value=${key}]/map-Value/${type}/@value`;
const order = {
  orderId: { path: at('orderId') },
  customerId: { path: at('partyId') },
  reference: { path: at('externalId') },
  orderedOn: { path: at('orderDate', 'sql-Timestamp'), as: 'time' },
  status: { path: at('statusId'), as: 'status' },
  erpStatus: { path: at('statusId') },
  quantityOrdered: { path: at('quantity', 'std-BigDecimal'), as: 'amount' },
  quantityShipped: { const: '0' },
  total: { path: at('grandTotal', 'std-BigDecimal'), as: 'amount' },
  currency: { path: at('currencyUom') },
  priceBasis: { const: 'net' },
};
const LIST = 'map-Map/map-Entry[map-Key/std-String/@value=orders]/map-Value/col-LinkedList/map-Map';
const DOCUMENT = {
  settings: { user: { about: 'User' }, password: { about: 'Password', secret: true } },
  formats: {
    amount: { type: 'decimal', separator: '.' },
    time: { type: 'datetime', pattern: 'yyyy-MM-dd HH:mm:ss', writtenIn: 'Europe/Berlin', day: 'Europe/Berlin' },
    status: { type: 'words', words: { ORDER_APPROVED: 'confirmed', ORDER_CREATED: 'draft' } },
  },
  verdict: {
    code: at('responseMessage', 'std-String', 'map-Map/'),
    success: ['success'],
    reason: at('errorCode', 'std-String', 'map-Map/'),
    message: at('errorMessage', 'std-String', 'map-Map/'),
    refused: ['E404'],
  },
  commands: {
    'order.list': {
      operation: 'findOrders',
      request: asked(entry('partyId', 'std-String', { from: 'customerId' })),
      paging: { by: 'whole', newestFirst: 'orderedOn', size: 50 },
      answer: { rows: { each: LIST, fields: order } },
    },
    'order.find-by-reference': {
      operation: 'findOrders',
      request: asked(entry('externalId', 'std-String', { from: 'reference' })),
      answer: { orders: { each: LIST, fields: order } },
    },
    'order.create': {
      operation: 'createOrder',
      request: asked(
        entry('externalId', 'std-String', { from: 'reference' }),
        entry('partyId', 'std-String', { from: 'customerId' }),
        {
          fields: {
            'map-Key': { fields: { 'std-String': { fields: { '@value': { const: 'items' } } } } },
            'map-Value': {
              fields: {
                'col-LinkedList': {
                  fields: {
                    'map-Map': {
                      each: 'lines',
                      fields: {
                        'map-Entry': [
                          entry('productId', 'std-String', { from: 'itemId' }),
                          entry('quantity', 'std-BigDecimal', { from: 'quantity', as: 'amount' }),
                        ],
                      },
                    },
                  },
                },
              },
            },
          },
        },
      ),
      answer: { orderId: { path: at('orderId', 'std-String', 'map-Map/') } },
      write: { maxExecutionMs: 60_000, indexLagMs: 0 },
    },
  },
};

const pair = (key: string, type: string, value: string): string =>
  `<t:map-Entry><t:map-Key><t:std-String value="${key}"/></t:map-Key><t:map-Value><t:${type} value="${value}"/></t:map-Value></t:map-Entry>`;
const map = (...entries: string[]): string => `<t:map-Map>${entries.join('')}</t:map-Map>`;
const list = (key: string, ...maps: string[]): string =>
  `<t:map-Entry><t:map-Key><t:std-String value="${key}"/></t:map-Key><t:map-Value><t:col-LinkedList>${maps.join('')}</t:col-LinkedList></t:map-Value></t:map-Entry>`;
const one = (id: string, status = 'ORDER_APPROVED', party = '10447'): string =>
  map(
    pair('orderId', 'std-String', id),
    pair('partyId', 'std-String', party),
    pair('externalId', 'std-String', ORDER.reference),
    pair('orderDate', 'sql-Timestamp', '2026-11-20 23:30:00.123'),
    pair('statusId', 'std-String', status),
    pair('quantity', 'std-BigDecimal', '3.50'),
    pair('grandTotal', 'std-BigDecimal', '1.234567E7'),
    pair('currencyUom', 'std-String', 'EUR'),
  );
const said = ({ operation }: Exchange, ...entries: string[]): string =>
  soapOf(`<t:${operation}Response>${map(...entries)}</t:${operation}Response>`);
const YES = pair('responseMessage', 'std-String', 'success');

const linked = (answer: (call: Exchange) => string): Promise<Stranger> =>
  meet(
    { document: DOCUMENT, wsdls: { 'small.wsdl': WSDL }, settings: { user: 'admin', password: 'ofbiz-geheim' } },
    answer,
  );

it('a map of keys and values is read by its keys', async () => {
  const erp = await linked((call) => said(call, YES, list('orders', one('WS1'), one('WS2', 'ORDER_HUBBED'))));
  expect(await ask(erp, 'order.list', { customerId: '10447', openOnly: false, limit: 20, cursor: null })).toMatchObject(
    {
      rows: [
        { orderId: 'WS1', orderedOn: '2026-11-20', total: '12345670', quantityOrdered: '3.50', status: 'confirmed' },
      ],
      problems: [{ key: 'WS2', problem: 'status: a code that is not listed' }],
    },
  );
  expect(erp.invalid).toEqual([]);
});
it('an order is sent as a map, and an error is an answer like any other', async () => {
  const no = [pair('responseMessage', 'std-String', 'error'), pair('errorMessage', 'std-String', 'No such party')];
  const erp = await linked((call) => said(call, ...no, pair('errorCode', 'std-String', 'E404')));
  expect(await create(erp)).toBe('refused: code E404');
  expect(erp.invalid).toEqual([]);
  const unclear = await linked((call) => said(call, ...no));
  expect(await create(unclear)).toMatch(/^unknown: /);
  const done = await linked((call) => said(call, YES, pair('orderId', 'std-String', 'WS9')));
  expect(await create(done)).toEqual({ orderId: 'WS9' });
  expect(done.calls[0]?.body).toContain('value="SEAL &lt;1&gt;"');
});
it('an answer without its list says nothing about orders', async () => {
  const erp = await linked((call) => said(call, YES));
  expect(await ask(erp, 'order.find-by-reference', { reference: ORDER.reference, customerId: '10447' })).toEqual({
    orders: [],
  });
});
