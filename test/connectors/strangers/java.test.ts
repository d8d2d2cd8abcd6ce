import { describe, expect, it } from 'vitest';
import type { Exchange, Reply } from '../../agent-erp/scripted-erp.ts';
import { el, smallWsdl, soapOf } from '../../agent-erp/small-wsdl.ts';
import { ask, create, meet, type Stranger, sent } from './stranger.ts';

/**
 * A Java server before an AS/400: every answer in parts (MTOM), a search that gives handles alone, keys padded with
 * blanks, days as century, year, month, day, amounts in cents with the minus behind, words of another language, a
 * create that answers the same whatever came of it.
 */
const optional = (...names: string[]): string => names.map((name) => el(name, 'xsd:string', '0..1')).join('');
const type = (name: string, content: string): string =>
  `<xsd:complexType name="${name}"><xsd:sequence>${content}</xsd:sequence></xsd:complexType>`;
const WSDL = smallWsdl({
  types:
    type('Handle', el('key')) + type('Order', optional('ordnr', 'kunnr', 'ref', 'datum', 'status', 'betrag', 'menge')),
  operations: [
    {
      name: 'search',
      request: el('kunnr') + optional('max'),
      response: optional('searchId', 'pages') + el('hit', 't:Handle', '0..n'),
    },
    {
      name: 'page',
      request: el('searchId') + el('index'),
      response: optional('pages') + el('hit', 't:Handle', '0..n'),
    },
    { name: 'get', request: el('key'), response: el('order', 't:Order', '0..1') },
    { name: 'byRef', request: el('ref'), response: el('order', 't:Order', '0..n') },
    {
      name: 'put',
      request: el('kunnr') + el('ref') + el('datum', 'xsd:string', '0..1') + el('line', 'xsd:string', '1..n'),
      response: '',
    },
  ],
});
const fields = (from: object, base = '') => ({
  orderId: { path: `${base}ordnr`, ...from },
  customerId: { path: `${base}kunnr`, as: 'key', ...from },
  reference: { path: `${base}ref`, ...from },
  orderedOn: { path: `${base}datum`, as: 'date', ...from },
  status: { path: `${base}status`, as: 'status', ...from },
  erpStatus: { path: `${base}status`, ...from },
  quantityOrdered: { path: `${base}menge`, as: 'quantity', ...from },
  quantityShipped: { const: '0' },
  total: { path: `${base}betrag`, as: 'cents', ...from },
  currency: { const: 'EUR' },
  priceBasis: { const: 'net' },
});
const DOCUMENT = {
  limits: { concurrentReads: 2, callTimeoutMs: 5000 },
  formats: {
    key: { type: 'key', padTo: 12, padWith: ' ', side: 'left' },
    date: { type: 'date', pattern: 'CyyMMdd', none: ['0'] },
    cents: { type: 'decimal', separator: ',', implied: 2, sign: 'trailing' },
    quantity: { type: 'decimal', separator: ',', grouping: '.' },
    status: { type: 'words', words: { ÖPPEN: 'confirmed', LEVERERAD: 'shipped' } },
  },
  commands: {
    'order.list': {
      steps: [
        {
          step: 'hits',
          operation: 'search',
          request: { kunnr: { from: 'customerId', as: 'key' }, max: { page: 'size' } },
        },
        { step: 'order', operation: 'get', request: { key: { row: 'key' } }, forRows: { each: 'hit', max: 3 } },
      ],
      paging: {
        by: 'search',
        id: 'searchId',
        first: 0,
        size: 3,
        end: { pages: 'pages' },
        more: { operation: 'page', request: { searchId: { page: 'search' }, index: { page: 'number' } } },
      },
      answer: { rows: { each: 'hit', fields: fields({ in: 'order' }, 'order/') } },
    },
    'order.find-by-reference': {
      operation: 'byRef',
      request: { ref: { from: 'reference' } },
      answer: { orders: { each: 'order', fields: fields({}) } },
    },
    'order.create': {
      steps: [
        {
          step: 'put',
          operation: 'put',
          effect: 'write',
          request: {
            kunnr: { from: 'customerId', as: 'key' },
            ref: { from: 'reference' },
            datum: { from: 'requestedOn', as: 'date' },
            line: {
              each: 'lines',
              fields: {
                '.': {
                  template: '{item};{quantity}',
                  with: {
                    item: { from: 'itemId', quote: 'plain' },
                    quantity: { from: 'quantity', as: 'quantity', quote: 'plain' },
                  },
                },
              },
            },
          },
        },
        { step: 'back', operation: 'byRef', request: { ref: { from: 'reference' } } },
      ],
      answer: {
        orderId: {
          cel: 'ref == input.reference ? no : ""',
          with: { ref: { in: 'back', path: 'order/ref' }, no: { in: 'back', path: 'order/ordnr' } },
        },
      },
      write: { maxExecutionMs: 30_000, indexLagMs: 0 },
    },
  },
};

const BOUNDARY = 'uuid:0f5e-41';
const parts = (xml: string, { end = `\r\n--${BOUNDARY}--`, start = '<root.message@cxf>' } = {}): Reply => ({
  type: `multipart/related; type="application/xop+xml"; boundary="${BOUNDARY}"; start="${start}"; start-info="text/xml"`,
  body:
    `\r\n--${BOUNDARY}\r\nContent-Type: application/octet-stream\r\nContent-ID: <att>\r\n\r\n\u0000\u0001<x>\r\n--${BOUNDARY}\r\n` +
    `Content-Type: application/xop+xml; charset=UTF-8; type="text/xml"\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <root.message@cxf>\r\n\r\n${xml}${end}`,
});
const said = ({ operation }: Exchange, body: string): string =>
  soapOf(`<t:${operation}Response>${body}</t:${operation}Response>`);
const order = (no: string, more: { status?: string; betrag?: string; kunnr?: string } = {}): string =>
  `<t:order><t:ordnr>${no}</t:ordnr><t:kunnr>${more.kunnr ?? '       10447'}</t:kunnr><t:ref>DB-8841207-1</t:ref><t:datum>1261204</t:datum><t:status>${more.status ?? 'ÖPPEN'}</t:status><t:betrag>${more.betrag ?? '000123450-'}</t:betrag><t:menge>1.000,5</t:menge></t:order>`;
const hits = (...keys: string[]): string => keys.map((key) => `<t:hit><t:key>${key}</t:key></t:hit>`).join('');
const linked = (script: (call: Exchange) => string | Reply): Promise<Stranger> =>
  meet({ document: DOCUMENT, wsdls: { 'small.wsdl': WSDL } }, script);
const LIST = { customerId: '10447', openOnly: false, limit: 20, cursor: null };

describe('an answer in parts', () => {
  it('is read by its root, wherever it stands', async () => {
    const erp = await linked((call) => parts(said(call, order('A1'))));
    expect(await ask(erp, 'order.find-by-reference', { reference: 'DB-8841207-1', customerId: '10447' })).toMatchObject(
      {
        orders: [
          { orderId: 'A1', customerId: '10447', orderedOn: '2026-12-04', total: '-1234.50', quantityOrdered: '1000.5' },
        ],
      },
    );
  });
  it.each([
    ['without its end', { end: '' }],
    ['whose root is not there', { start: '<other>' }],
    ['cut within the root', { end: `<\r\n--${BOUNDARY}--` }],
  ])('%s says nothing, least of all about a create', async (_name, wrong) => {
    const erp = await linked((call) => parts(said(call, call.operation === 'put' ? '' : order('A1')), wrong));
    expect(await create(erp)).toMatch(/^unknown/);
  });
});
it('handles are read one by one, page by page of a search, and an unknown word is told at its row', async () => {
  const erp = await linked((call) => {
    const key = sent(call, 'key') ?? '';
    if (call.operation === 'get')
      return parts(said(call, key === 'k2' ? '' : order(key, key === 'k3' ? { status: 'MAKULERAD' } : {})));
    if (call.operation === 'page') return said(call, `<t:pages>2</t:pages>${hits('k4')}`);
    return said(call, `<t:searchId>s/1</t:searchId><t:pages>2</t:pages>${hits('k1', 'k2', 'k3')}`);
  });
  const first = (await ask(erp, 'order.list', LIST)) as { nextCursor: string };
  expect(first).toMatchObject({
    rows: [{ orderId: 'k1' }],
    problems: [{ row: 1 }, { key: 'k3', problem: 'status: a code that is not listed' }],
  });
  expect(await ask(erp, 'order.list', { ...LIST, cursor: first.nextCursor })).toMatchObject({
    rows: [{ orderId: 'k4' }],
    nextCursor: null,
  });
  expect(erp.calls[0] && sent(erp.calls[0], 'kunnr')).toBe('       10447');
  expect(erp.invalid).toEqual([]);
});
it('more handles than may be read one by one are no part of a list', async () => {
  const erp = await linked((call) =>
    said(call, `<t:searchId>s</t:searchId><t:pages>1</t:pages>${hits('1', '2', '3', '4')}`),
  );
  expect(await ask(erp, 'order.list', LIST)).toMatch(/answer-too-large/);
  expect(erp.operations()).toEqual(['search']);
});
describe('a create that always answers the same', () => {
  it('is made where the order is there afterwards', async () => {
    const erp = await linked((call) => said(call, call.operation === 'put' ? '' : order('A7')));
    expect(await create(erp)).toEqual({ orderId: 'A7' });
    expect(erp.calls[0]?.body).toMatch(/datum>1261204<.*>PUMP-0040;2<.*>SEAL &lt;1&gt;;1,5</);
    expect(erp.invalid).toEqual([]);
  });
  it.each([
    ['is not there', ''],
    ['is there twice', order('A7') + order('A8')],
    ['is somebody else’s', order('A7').replace('DB-8841207-1<', 'DB-8841207-10<')],
  ])('is unknown where it %s', async (_name, found) => {
    expect(await create(await linked((call) => said(call, call.operation === 'put' ? '' : found)))).toMatch(/^unknown/);
  });
});
