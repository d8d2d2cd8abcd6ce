import { expect, it } from 'vitest';
import type { Exchange } from '../../agent-erp/scripted-erp.ts';
import { el, smallWsdl, soapOf } from '../../agent-erp/small-wsdl.ts';
import { ask, create, meet, ORDER, type Stranger, sent } from './stranger.ts';

/**
 * An ERP whose stored procedures are served as they are: who asks in WS-Security, what for in a header of its own,
 * upper-case parameters, tables of records, a status letter with messages, months by their English names.
 */
const optional = (names: string): string => names.replace(/\w+ ?/g, (name) => el(name.trim(), 'xsd:string', '0..1'));
const type = (name: string, content: string): string =>
  `<xsd:complexType name="${name}"><xsd:sequence>${content}</xsd:sequence></xsd:complexType>`;
const SOA = 'Responsibility RespApplication SecurityGroup NLSLanguage Org_Id';
const STATUS =
  el('X_RETURN_STATUS', 'xsd:string', '0..1') +
  el('X_MSG_COUNT', 'xsd:decimal', '0..1') +
  el('X_MSG_DATA', 'xsd:string', '0..1');
const BASE = smallWsdl({
  types:
    `<xsd:element name="SOAHeader"><xsd:complexType><xsd:sequence>${optional(SOA)}</xsd:sequence></xsd:complexType></xsd:element>` +
    type('LINE', optional('INVENTORY_ITEM ORDERED_QUANTITY UNIT_SELLING_PRICE')) +
    type('LINES', el('P_LINE_TBL_ITEM', 't:LINE', '0..n')) +
    type(
      'HEADER',
      optional('ORIG_SYS_DOCUMENT_REF ORDER_SOURCE SOLD_TO_ORG CUST_PO_NUMBER REQUEST_DATE TRANSACTIONAL_CURR_CODE'),
    ) +
    type('INV', optional('TRX_NUMBER CUSTOMER_NUMBER CLASS TRX_DATE DUE_DATE AMOUNT DUE CURR ORDER_NUMBER')) +
    type('ORD', optional('ORDER_NUMBER CUSTOMER_NUMBER REF STATUS ORDERED QTY SHIPPED TOTAL CURR')),
  operations: [
    {
      name: 'PROCESS_ORDER',
      request: el('P_HEADER_REC', 't:HEADER') + el('P_LINE_TBL', 't:LINES'),
      response: STATUS + optional('X_ORDER_NUMBER'),
    },
    {
      name: 'GET_INVOICES',
      request: el('P_CUSTOMER_NUMBER') + optional('P_FROM_ID P_ROWS'),
      response: STATUS + optional('X_MORE') + el('X_INV', 't:INV', '0..n'),
    },
    {
      name: 'GET_ORDERS',
      request: optional('P_ORIG_SYS_DOCUMENT_REF P_ORDER_SOURCE P_CUSTOMER_NUMBER'),
      response: STATUS + el('X_ORD', 't:ORD', '0..n'),
    },
  ],
});
const WSDL = BASE.replace(
  /<wsdl:input><s:body/g,
  '<wsdl:input><s:header message="t:SOA" part="header" use="literal"/><s:body',
).replace(
  '<wsdl:portType',
  '<wsdl:message name="SOA"><wsdl:part name="header" element="t:SOAHeader"/></wsdl:message><wsdl:portType',
);
const HEADER = {
  ORIG_SYS_DOCUMENT_REF: { from: 'reference' },
  ORDER_SOURCE: { const: 'DRAWBRIDGE' },
  SOLD_TO_ORG: { from: 'customerId' },
  CUST_PO_NUMBER: { from: 'customerReference' },
  REQUEST_DATE: { from: 'requestedOn', as: 'date' },
  TRANSACTIONAL_CURR_CODE: { from: 'currency' },
};
const LINE = {
  INVENTORY_ITEM: { from: 'itemId' },
  ORDERED_QUANTITY: { from: 'quantity' },
  UNIT_SELLING_PRICE: { from: 'unitPrice' },
};
const DOCUMENT = {
  soap: {
    wsdl: 'small.wsdl',
    headers: {
      SOAHeader: {
        Responsibility: { setting: 'responsibility' },
        RespApplication: { const: 'ONT' },
        SecurityGroup: { const: 'STANDARD' },
        NLSLanguage: { const: 'AMERICAN' },
        Org_Id: { setting: 'organisation' },
      },
    },
  },
  settings: {
    user: { about: 'User' },
    password: { about: 'Password', secret: true },
    responsibility: { about: 'Responsibility' },
    organisation: { about: 'Operating unit' },
  },
  login: { security: { user: 'user', password: 'password', send: 'text' } },
  formats: {
    amount: { type: 'decimal', separator: '.', rounds: 2 },
    date: { type: 'date', pattern: 'dd-MMM-yy' },
    kind: { type: 'words', words: { INV: 'invoice', CM: 'credit-note' } },
    status: {
      type: 'words',
      words: { BOOKED: 'confirmed', CLOSED: 'invoiced', CANCELLED: 'cancelled', ENTERED: 'draft' },
    },
    credit: { type: 'decimal', separator: '.', sign: 'brackets' },
  },
  verdict: { code: 'X_RETURN_STATUS', success: ['S'], message: 'X_MSG_DATA', refused: ['E'] },
  commands: {
    'order.create': {
      operation: 'PROCESS_ORDER',
      request: {
        P_HEADER_REC: { fields: HEADER },
        P_LINE_TBL: { fields: { P_LINE_TBL_ITEM: { each: 'lines', fields: LINE } } },
      },
      answer: { orderId: { path: 'X_ORDER_NUMBER' } },
      write: { maxExecutionMs: 120_000, indexLagMs: 0, priceBasis: 'net' },
    },
    'order.find-by-reference': {
      operation: 'GET_ORDERS',
      request: { P_ORIG_SYS_DOCUMENT_REF: { from: 'reference' }, P_ORDER_SOURCE: { const: 'DRAWBRIDGE' } },
      answer: {
        orders: {
          each: 'X_ORD',
          fields: {
            orderId: { path: 'ORDER_NUMBER' },
            customerId: { path: 'CUSTOMER_NUMBER' },
            reference: { path: 'REF' },
            orderedOn: { path: 'ORDERED', as: 'date' },
            status: { path: 'STATUS', as: 'status' },
            erpStatus: { path: 'STATUS' },
            quantityOrdered: { path: 'QTY', as: 'amount' },
            quantityShipped: { path: 'SHIPPED', as: 'amount', else: '0' },
            total: { path: 'TOTAL', as: 'amount' },
            currency: { path: 'CURR' },
            priceBasis: { const: 'net' },
          },
        },
      },
    },
    'invoice.list': {
      operation: 'GET_INVOICES',
      request: { P_CUSTOMER_NUMBER: { from: 'customerId' }, P_FROM_ID: { page: 'key' }, P_ROWS: { page: 'size' } },
      paging: { by: 'last-row', key: 'TRX_NUMBER', end: { more: 'X_MORE', yes: ['Y'] }, size: 2 },
      answer: {
        rows: {
          each: 'X_INV',
          fields: {
            invoiceId: { path: 'TRX_NUMBER' },
            customerId: { path: 'CUSTOMER_NUMBER' },
            orderId: { path: 'ORDER_NUMBER' },
            kind: { path: 'CLASS', as: 'kind' },
            issuedOn: { path: 'TRX_DATE', as: 'date' },
            dueOn: { path: 'DUE_DATE', as: 'date' },
            total: { path: 'AMOUNT', as: 'credit' },
            open: { path: 'DUE', as: 'credit' },
            currency: { path: 'CURR' },
          },
        },
      },
    },
  },
};

const said = ({ operation }: Exchange, status: string, body = '', more = ''): string =>
  soapOf(
    `<t:${operation}Response><t:X_RETURN_STATUS>${status}</t:X_RETURN_STATUS>${more}${body}</t:${operation}Response>`,
  );
const rec = (name: string, values: Record<string, string>): string =>
  `<t:${name}>${Object.entries(values)
    .map(([key, value]) => `<t:${key}>${value}</t:${key}>`)
    .join('')}</t:${name}>`;
const linked = (script: (call: Exchange) => string): Promise<Stranger> =>
  meet(
    {
      document: DOCUMENT,
      wsdls: { 'small.wsdl': WSDL },
      settings: {
        user: 'SYSADMIN',
        password: 'welcome-1',
        responsibility: 'ORDER_MGMT_SUPER_USER',
        organisation: '204',
      },
    },
    script,
  );

it('an order is sent with who asks and what for, and made where the letter is S', async () => {
  const erp = await linked((call) => said(call, 'S', '<t:X_ORDER_NUMBER>66401</t:X_ORDER_NUMBER>'));
  expect(await create(erp)).toEqual({ orderId: '66401' });
  expect(erp.invalid).toEqual([]);
  const [call] = erp.calls;
  expect(call && sent(call, 'REQUEST_DATE')).toBe('04-Dec-26');
  expect(call?.body).toMatch(/Org_Id>204<.*wsse:Username>SYSADMIN</);
});
it.each([
  ['E', 'refused: code E'],
  ['U', 'unknown: '],
  ['', 'unknown: '],
  ['SS', 'unknown: '],
])('the letter %s means %s', async (letter, outcome) => {
  const erp = await linked((call) => said(call, letter, '', '<t:X_MSG_DATA>ORA-00060: deadlock</t:X_MSG_DATA>'));
  expect(await create(erp)).toContain(outcome);
});
it('invoices go on from the last one, with months by name, brackets for credit, and a class that nobody knows', async () => {
  const inv = (no: number, kind = 'INV', amount = '119.00'): string =>
    rec('X_INV', {
      TRX_NUMBER: `${no}`,
      CUSTOMER_NUMBER: '10447',
      CLASS: kind,
      TRX_DATE: '01-NOV-26',
      DUE_DATE: '01-dec-26',
      AMOUNT: amount,
      DUE: '0',
      CURR: 'USD',
    });
  const erp = await linked((call) => {
    const from = sent(call, 'P_FROM_ID');
    if (from === null) return said(call, 'S', inv(9) + inv(8, 'CM', '(59.50)'), '<t:X_MORE>Y</t:X_MORE>');
    return said(call, 'S', from === '8' ? inv(7, 'DEP') : '', '<t:X_MORE>N</t:X_MORE>');
  });
  const first = (await ask(erp, 'invoice.list', { customerId: '10447', openOnly: false, limit: 20, cursor: null })) as {
    nextCursor: string;
  };
  expect(first).toMatchObject({
    rows: [
      { invoiceId: '9', issuedOn: '2026-11-01', dueOn: '2026-12-01', total: '119.00' },
      { invoiceId: '8', kind: 'credit-note', total: '-59.50' },
    ],
  });
  expect(
    await ask(erp, 'invoice.list', { customerId: '10447', openOnly: false, limit: 20, cursor: first.nextCursor }),
  ).toMatchObject({
    rows: [],
    problems: [{ key: '7', problem: 'kind: a code that is not listed' }],
    nextCursor: null,
  });
  expect(erp.invalid).toEqual([]);
});
it('a lookup that finds by the beginning of a reference never takes another order for ours', async () => {
  const ord = (no: string, ref: string): string =>
    rec('X_ORD', {
      ORDER_NUMBER: no,
      CUSTOMER_NUMBER: '10447',
      REF: ref,
      STATUS: 'BOOKED',
      ORDERED: '20-NOV-26',
      QTY: '3.5000000000000004',
      TOTAL: '2470.4850000000001',
      CURR: 'EUR',
    });
  const find = { reference: ORDER.reference, customerId: '10447' };
  const exact = await linked((call) => said(call, 'S', ord('1', ORDER.reference)));
  expect(await ask(exact, 'order.find-by-reference', find)).toMatchObject({
    orders: [{ orderId: '1', total: '2470.49', quantityOrdered: '3.50' }],
  });
  const wide = await linked((call) => said(call, 'S', ord('2', `${ORDER.reference}0`)));
  expect(await ask(wide, 'order.find-by-reference', find)).toMatch(
    /answer-off-contract: orderId 2 has another reference/,
  );
});
