import { COMMANDS } from '#contracts/commands';
import type { Exchange } from './scripted-erp.ts';
import { el, smallWsdl, soapOf } from './small-wsdl.ts';

/** An ERP that makes an order in several steps: items looked up, a header, a line each, a release. */

const ROW = ['No', 'Customer', 'Ref', 'Status', 'Total'].map((name) => el(name)).join('');
const CODE = el('Code') + el('Text', 'xsd:string', '0..1');
export const WSDL = smallWsdl({
  types: `<xsd:complexType name="Order"><xsd:sequence>${ROW}</xsd:sequence></xsd:complexType>`,
  operations: [
    { name: 'Resolve', request: el('Item'), response: CODE + el('Id', 'xsd:string', '0..1') },
    { name: 'Header', request: el('Customer') + el('Ref'), response: CODE + el('No', 'xsd:string', '0..1') },
    { name: 'Line', request: el('No') + el('Position') + el('Item') + el('Count', 'xsd:decimal'), response: CODE },
    { name: 'Release', request: el('No'), response: CODE },
    { name: 'Find', request: el('Ref'), response: CODE + el('Order', 't:Order', '0..n') },
  ],
});
const order = {
  orderId: { path: 'No' },
  customerId: { path: 'Customer' },
  reference: { path: 'Ref' },
  status: { path: 'Status', as: 'status' },
  erpStatus: { path: 'Status' },
  quantityOrdered: { const: '1' },
  quantityShipped: { const: '0' },
  total: { path: 'Total', as: 'amount' },
  currency: { const: 'EUR' },
  priceBasis: { const: 'net' },
};
export const STEPS = [
  { step: 'items', operation: 'Resolve', request: { Item: { from: 'itemId' } }, forEach: 'lines', keep: { id: 'Id' } },
  {
    step: 'header',
    operation: 'Header',
    effect: 'write',
    request: { Customer: { from: 'customerId' }, Ref: { from: 'reference' } },
    keep: { no: 'No' },
  },
  {
    step: 'line',
    operation: 'Line',
    effect: 'write',
    forEach: 'lines',
    request: {
      No: { kept: 'header.no' },
      Position: { position: { from: 10, step: 10 } },
      Item: { kept: 'items.id' },
      Count: { from: 'quantity', as: 'amount' },
    },
  },
  { step: 'release', operation: 'Release', effect: 'write', request: { No: { kept: 'header.no' } } },
];
export const documentFor = (more: object = {}, find: object = { complete: 'row.status != "draft"' }) => ({
  formats: {
    amount: { type: 'decimal', separator: '.' },
    status: { type: 'words', words: { Open: 'draft', Released: 'confirmed' } },
  },
  limits: { concurrentReads: 4, callTimeoutMs: 2000 },
  verdict: { code: 'Code', success: ['0'], message: 'Text', refused: ['40*'], alreadyExists: ['409'] },
  commands: {
    'order.create': {
      steps: STEPS,
      answer: { orderId: { in: 'header', path: 'No' } },
      write: { maxExecutionMs: 60_000, indexLagMs: 0, uniqueReference: true },
      ...more,
    },
    'order.find-by-reference': {
      operation: 'Find',
      request: { Ref: { from: 'reference' } },
      answer: { orders: { each: 'Order', fields: order } },
      ...find,
    },
  },
});

export const ok = (operation: string, more = ''): string =>
  soapOf(`<t:${operation}Response><t:Code>0</t:Code>${more}</t:${operation}Response>`);
export const said = (operation: string, code: string): string =>
  soapOf(`<t:${operation}Response><t:Code>${code}</t:Code><t:Text>Said ${code}</t:Text></t:${operation}Response>`);
export const sent = ({ body }: Exchange, name: string): string => new RegExp(`:${name}>([^<]*)<`).exec(body)?.[1] ?? '';
export const good = (call: Exchange): string => {
  if (call.operation === 'Resolve') return ok('Resolve', `<t:Id>id-${sent(call, 'Item')}</t:Id>`);
  return ok(call.operation, call.operation === 'Header' ? '<t:No>A-1</t:No>' : '');
};
export const ORDER = COMMANDS['order.create'].input.parse({
  reference: 'DB-1-1',
  customerId: 'C1',
  customerReference: null,
  requestedOn: null,
  currency: 'EUR',
  lines: [
    { itemId: 'P', quantity: '2', unitPrice: '1' },
    { itemId: 'Q', quantity: '1.5', unitPrice: '1' },
  ],
});
export const go = { signal: new AbortController().signal, mayStart: () => true };
