import { expect, it } from 'vitest';
import type { Exchange, Reply } from '../../agent-erp/scripted-erp.ts';
import { AX_FILES, AX_WSDL, DOC } from './ax-wsdl.ts';
import { ask, create, meet, ORDER, type Stranger, sent } from './stranger.ts';

/**
 * A document service of .NET over SOAP 1.2: addressing headers that no WSDL declares, a context header, criteria of
 * field and operator, keys as fields and values, classes as attributes, line numbers with sixteen zeros.
 */
const criteria = (field: string, value: object) => ({
  QueryCriteria: {
    fields: {
      CriteriaElement: {
        fields: {
          DataSourceName: { const: 'SalesTable' },
          FieldName: { const: field },
          Operator: { const: 'Equal' },
          Value1: value,
        },
      },
    },
  },
});
const header = {
  orderId: { path: 'SalesId' },
  customerId: { path: 'CustAccount' },
  customerReference: { path: 'CustomerRef' },
  reference: { path: 'PurchOrderFormNum' },
  requestedOn: { path: 'DeliveryDate', as: 'date' },
  status: { path: 'SalesStatus', as: 'status' },
  erpStatus: { path: 'SalesStatus' },
  quantityOrdered: { const: '1' },
  quantityShipped: { const: '0' },
  total: { path: 'SumNet', as: 'amount', else: '0' },
  currency: { path: 'CurrencyCode' },
  priceBasis: { const: 'net' },
};
const inTable = Object.fromEntries(
  Object.entries(header).map(([field, value]) => [
    field,
    'path' in value ? { ...value, path: `SalesOrder/SalesTable/${value.path}` } : value,
  ]),
);
const DOCUMENT = {
  soap: {
    wsdl: 'ax.wsdl',
    version: '1.2',
    headers: {
      CallContext: {
        Company: { setting: 'company' },
        Language: { const: 'en-us' },
        MessageId: { template: '{{id}}', with: { id: { stamp: 'id' } } },
      },
      'wsa:To': { '.': { setting: 'endpoint' }, '@soap12:mustUnderstand': { const: '1' } },
      'wsa:MessageID': { '.': { template: 'urn:uuid:{id}', with: { id: { stamp: 'id' } } } },
    },
  },
  namespaces: { wsa: 'http://www.w3.org/2005/08/addressing' },
  settings: { company: { about: 'Company' }, user: { about: 'User' }, password: { about: 'Password', secret: true } },
  login: { http: { type: 'basic', user: 'user', password: 'password' } },
  stamps: { id: { uuid: true } },
  formats: {
    amount: { type: 'decimal', separator: '.' },
    line: { type: 'integer', zerosAfter: '.' },
    date: { type: 'date', pattern: 'yyyy-MM-dd', none: ['1900-01-01'] },
    status: {
      type: 'words',
      words: { Backorder: 'confirmed', Delivered: 'shipped', Invoiced: 'invoiced', None: 'draft' },
    },
  },
  verdict: {
    faults: [{ code: '*AifFault*', detail: { path: 'AifFault/Code', is: 'NotFound' }, means: 'not-found' }],
  },
  commands: {
    'order.list': {
      operation: 'find',
      request: criteria('CustAccount', { from: 'customerId', quote: 'word' }),
      paging: { by: 'whole', newestFirst: 'orderId', size: 20 },
      answer: { rows: { each: 'SalesOrder/SalesTable', fields: header } },
    },
    'order.find-by-reference': {
      operation: 'find',
      request: criteria('PurchOrderFormNum', { from: 'reference', quote: 'word' }),
      answer: { orders: { each: 'SalesOrder/SalesTable', fields: header } },
    },
    'order.read': {
      operation: 'read',
      request: {
        EntityKeyList: {
          fields: {
            EntityKey: {
              fields: {
                KeyData: {
                  fields: { KeyField: { fields: { Field: { const: 'SalesId' }, Value: { from: 'orderId' } } } },
                },
              },
            },
          },
        },
      },
      answer: {
        ...inTable,
        lines: {
          each: 'SalesOrder/SalesTable/SalesLine',
          fields: {
            line: { path: 'LineNum', as: 'line' },
            itemId: { path: 'ItemId' },
            unit: { path: 'SalesUnit' },
            ordered: { path: 'SalesQty', as: 'amount' },
            shipped: {
              cel: 'ordered - open',
              with: {
                ordered: { path: 'SalesQty', as: 'amount' },
                open: { path: 'RemainSalesPhysical', as: 'amount', else: '0' },
              },
            },
            unitPrice: {
              cel: 'ordered == decimal("0") ? amount : round(amount / ordered, 2)',
              with: { ordered: { path: 'SalesQty', as: 'amount' }, amount: { path: 'LineAmount', as: 'amount' } },
            },
            amount: { path: 'LineAmount', as: 'amount' },
          },
        },
        shipments: {
          each: 'Shipments',
          unlisted: true,
          fields: {
            shipmentId: { path: 'No' },
            lines: {
              each: 'Line',
              fields: {
                line: { path: 'No', as: 'line' },
                itemId: { path: 'Item' },
                quantity: { path: 'Qty', as: 'amount' },
              },
            },
          },
        },
      },
    },
    'order.create': {
      operation: 'create',
      request: {
        SalesOrder: {
          fields: {
            SalesTable: {
              fields: {
                '@class': { const: 'entity' },
                CurrencyCode: { from: 'currency' },
                CustAccount: { from: 'customerId' },
                CustomerRef: { from: 'customerReference', whenNone: 'nil' },
                DeliveryDate: { from: 'requestedOn', as: 'date', whenNone: 'nil' },
                PurchOrderFormNum: { from: 'reference' },
                SalesLine: {
                  each: 'lines',
                  fields: {
                    '@class': { const: 'entity' },
                    SalesQty: { from: 'quantity' },
                    ItemId: { from: 'itemId' },
                    SalesPrice: { from: 'unitPrice' },
                  },
                },
              },
            },
          },
        },
      },
      answer: { orderId: { path: 'EntityKeyList/EntityKey/KeyData/KeyField[Field=SalesId]/Value' } },
      write: { maxExecutionMs: 120_000, indexLagMs: 0, priceBasis: 'net' },
    },
  },
};

const wrap = (body: string): Reply => ({
  type: 'application/soap+xml; charset=utf-8',
  body: `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><s:Header><a:Action xmlns:a="http://www.w3.org/2005/08/addressing" s:mustUnderstand="1">x</a:Action></s:Header><s:Body>${body}</s:Body></s:Envelope>`,
});
const said = ({ operation }: Exchange, body: string): Reply => {
  const name = (operation.split('/').at(-1) ?? '').replace(/^./, (letter) => letter.toUpperCase());
  return wrap(`<SalesOrderService${name}Response xmlns="${DOC}/Services">${body}</SalesOrderService${name}Response>`);
};
const table = (id: string, customer: string, reference: string, lines = ''): string =>
  `<SalesTable class="entity"><CurrencyCode>EUR</CurrencyCode><CustAccount>${customer}</CustAccount><CustomerRef i:nil="true"/><DeliveryDate>1900-01-01</DeliveryDate><PurchOrderFormNum>${reference}</PurchOrderFormNum><SalesId>${id}</SalesId><SalesStatus>Backorder</SalesStatus>${lines}</SalesTable>`;
const orders = (...tables: string[]): string => `<SalesOrder xmlns="${DOC}/SalesOrder">${tables.join('')}</SalesOrder>`;
const linked = (script: (call: Exchange) => Reply): Promise<Stranger> =>
  meet(
    {
      document: DOCUMENT,
      wsdls: { 'ax.wsdl': AX_WSDL, ...AX_FILES },
      settings: { company: 'ceu', user: 'D\\svc', password: 'ax-geheim' },
    },
    script,
  );

it('documents are found by criteria, and read with their lines', async () => {
  const line = (no: number, qty: string): string =>
    `<SalesLine class="entity"><ItemId>P-${no}</ItemId><LineNum>${no}.0000000000000000</LineNum><SalesQty>${qty}</SalesQty><RemainSalesPhysical>1.0000</RemainSalesPhysical><SalesUnit>pcs</SalesUnit><LineAmount>100.00</LineAmount></SalesLine>`;
  const erp = await linked((call) => said(call, orders(table('SO-1', '10447', 'X', line(1, '3.00') + line(2, '0')))));
  expect(await ask(erp, 'order.list', { customerId: '10447', openOnly: false, limit: 20, cursor: null })).toMatchObject(
    {
      rows: [{ orderId: 'SO-1', requestedOn: null, customerReference: null }],
    },
  );
  expect(await ask(erp, 'order.read', { orderId: 'SO-1' })).toMatchObject({
    lines: [
      { line: 1, shipped: '2.0000', unitPrice: '33.33' },
      { line: 2, unitPrice: '100.00' },
    ],
  });
  expect(erp.invalid).toEqual([]);
  expect(erp.calls[0]?.body).toMatch(/mustUnderstand="1">http:\/\/127.*MessageID>urn:uuid:[0-9a-f-]{36}</);
});
it('an order is made by its document, and named by its keys', async () => {
  const key = (field: string, value: string): string =>
    `<KeyField><Field>${field}</Field><Value>${value}</Value></KeyField>`;
  const keys = `<EntityKeyList xmlns="${DOC}/EntityKeyList"><EntityKey xmlns="${DOC}/EntityKey"><KeyData>${key('DataAreaId', 'ceu')}${key('SalesId', 'SO-2')}</KeyData></EntityKey></EntityKeyList>`;
  const erp = await linked((call) => said(call, keys));
  expect(await create(erp, { ...ORDER, customerReference: null })).toEqual({ orderId: 'SO-2' });
  expect(erp.invalid).toEqual([]);
  const [call] = erp.calls;
  expect(call && sent(call, 'SalesQty')).toBe('2');
  expect(call?.body).toMatch(/CustomerRef [^>]*nil="true"/);
});
it.each(['10*', '1..9', '!10', '<1', '10447,10448', '"x"', '(1)'])(
  'the key %s, which widens a range, never leaves',
  async (customerId) => {
    const erp = await linked((call) => said(call, orders(table('SO-1', '10448', 'X'))));
    expect(await ask(erp, 'order.list', { customerId, openOnly: false, limit: 20, cursor: null })).toMatch(
      /^request.invalid/,
    );
    expect(erp.calls).toEqual([]);
  },
);
it('a fault of SOAP 1.2 is told by its subcode, also with HTTP 200', async () => {
  const fault = wrap(
    '<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>AifFault</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en">no</s:Text></s:Reason><s:Detail><AifFault><Code>NotFound</Code></AifFault></s:Detail></s:Fault>',
  );
  const erp = await linked(() => fault);
  expect(await ask(erp, 'order.read', { orderId: 'SO-1' })).toMatch(/^erp.not-found/);
  const other = { ...fault, body: String(fault.body).replace('NotFound', 'Busy') };
  expect(await create(await linked(() => other))).toMatch(/^unknown/);
});
