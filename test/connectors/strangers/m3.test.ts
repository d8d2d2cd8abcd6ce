import { expect, it } from 'vitest';
import { inspectConnector } from '../../../agent/erp/connector/load.ts';
import { connectorFolder, type Exchange } from '../../agent-erp/scripted-erp.ts';
import { el, smallWsdl, soapOf } from '../../agent-erp/small-wsdl.ts';
import { ask, create, meet, ORDER, type Stranger, sent } from './stranger.ts';

/**
 * An ERP of transactions with fixed fields: an order is a batch with a head and lines until it is confirmed, and
 * batches are listed apart from orders. The batch lives in the session that began it.
 */
const optional = (...names: string[]): string => names.map((name) => el(name, 'xsd:string', '0..1')).join('');
const row = (name: string, ...fields: string[]): string =>
  `<xsd:complexType name="${name}"><xsd:sequence>${optional(...fields)}</xsd:sequence></xsd:complexType>`;
const RESULT = optional('MSID', 'MSG');
const WSDL = smallWsdl({
  types: row('Batch', 'ORNO', 'CUNO', 'CUOR') + row('Order', 'ORNO', 'CUNO', 'CUOR', 'ORST', 'ORDT', 'NTAM', 'CUCD'),
  operations: [
    { name: 'Connect', request: el('USID') + el('PWD'), response: RESULT + optional('SID') },
    {
      name: 'AddBatchHead',
      request: el('SID') + el('CUNO') + el('CUOR') + optional('RLDT'),
      response: RESULT + optional('ORNO'),
    },
    { name: 'AddBatchLine', request: el('SID') + el('ORNO') + el('ITNO') + el('ORQT'), response: RESULT },
    { name: 'Confirm', request: el('SID') + el('ORNO'), response: RESULT + optional('ORNO') },
    { name: 'LstBatch', request: el('SID') + el('CUOR'), response: RESULT + el('Batch', 't:Batch', '0..n') },
    {
      name: 'LstOrder',
      request: el('SID') + optional('CUOR', 'CUNO'),
      response: RESULT + el('Order', 't:Order', '0..n'),
    },
  ],
});
const SID = { session: 'id' };
const fields = {
  orderId: { path: 'ORNO', as: 'number' },
  customerId: { path: 'CUNO', as: 'customer' },
  reference: { path: 'CUOR' },
  orderedOn: { path: 'ORDT', as: 'date' },
  status: { path: 'ORST', as: 'status', else: '00', unlisted: true },
  erpStatus: { path: 'ORST', else: '00', unlisted: true },
  quantityOrdered: { const: '1' },
  quantityShipped: { const: '0' },
  total: { path: 'NTAM', as: 'amount', else: '0', unlisted: true },
  currency: { path: 'CUCD', else: 'EUR', unlisted: true },
  priceBasis: { const: 'net' },
};
const DOCUMENT = {
  settings: { user: { about: 'User' }, password: { about: 'Password', secret: true } },
  formats: {
    amount: { type: 'decimal', separator: '.', sign: 'trailing' },
    date: { type: 'date', pattern: 'yyyyMMdd', none: ['0'] },
    number: { type: 'key', padTo: 10, padWith: '0' },
    customer: { type: 'key', padTo: 10, padWith: ' ', side: 'right' },
    status: { type: 'words', words: { '00': 'draft', 22: 'confirmed', 66: 'part-shipped', 77: 'shipped' } },
  },
  login: {
    session: {
      operation: 'Connect',
      request: { USID: { setting: 'user' }, PWD: { setting: 'password' } },
      keep: { id: { path: 'SID' } },
    },
  },
  verdict: {
    code: 'MSID',
    success: [],
    whenNone: 'success',
    message: 'MSG',
    refused: ['WCU0103'],
    sessionExpired: ['XSE0001'],
  },
  commands: {
    'order.create': {
      steps: [
        {
          step: 'head',
          operation: 'AddBatchHead',
          effect: 'write',
          request: {
            SID,
            CUNO: { from: 'customerId', as: 'customer' },
            CUOR: { from: 'reference' },
            RLDT: { from: 'requestedOn', as: 'date' },
          },
          keep: { no: 'ORNO' },
        },
        {
          step: 'line',
          operation: 'AddBatchLine',
          effect: 'write',
          forEach: 'lines',
          request: {
            SID,
            ORNO: { kept: 'head.no' },
            ITNO: { from: 'itemId' },
            ORQT: { from: 'quantity', as: 'amount' },
          },
        },
        { step: 'confirm', operation: 'Confirm', effect: 'write', request: { SID, ORNO: { kept: 'head.no' } } },
      ],
      answer: { orderId: { in: 'confirm', path: 'ORNO', as: 'number' } },
      write: { maxExecutionMs: 60_000, indexLagMs: 0 },
    },
    'order.find-by-reference': {
      steps: [
        { step: 'orders', operation: 'LstOrder', request: { SID, CUOR: { from: 'reference' } } },
        { step: 'batches', operation: 'LstBatch', request: { SID, CUOR: { from: 'reference' } } },
      ],
      complete: 'row.status != "draft"',
      answer: { orders: { in: ['orders', 'batches'], each: ['Order', 'Batch'], fields } },
    },
  },
};

const said = ({ operation }: Exchange, body = ''): string =>
  soapOf(`<t:${operation}Response>${body}</t:${operation}Response>`);
const no = (call: Exchange, id: string): string => said(call, `<t:MSID>${id}</t:MSID><t:MSG>No</t:MSG>`);
/** Keeps batches by session, as the real one does. */
function server() {
  let sessions = 0;
  const batches = new Map<string, { no: string; lines: number; reference: string; customer: string }>();
  const orders: { no: string; lines: number; reference: string; customer: string }[] = [];
  let expireAt = '';
  const script = (call: Exchange): string => {
    const sid = sent(call, 'SID') ?? '';
    if (call.operation === 'Connect') {
      sessions += 1;
      return said(call, `<t:SID>S${sessions}</t:SID>`);
    }
    if (call.operation === expireAt) {
      expireAt = '';
      return no(call, 'XSE0001');
    }
    const batch = batches.get(sid);
    switch (call.operation) {
      case 'AddBatchHead':
        batches.set(sid, {
          no: '0000000900',
          lines: 0,
          reference: sent(call, 'CUOR') ?? '',
          customer: sent(call, 'CUNO') ?? '',
        });
        return said(call, '<t:ORNO>0000000900</t:ORNO>');
      case 'AddBatchLine':
        // A session without a batch: the line is dropped, without a word.
        if (batch !== undefined) batch.lines += 1;
        return said(call);
      case 'Confirm':
        if (batch !== undefined) orders.push({ ...batch, no: '0000004711' });
        batches.delete(sid);
        return said(call, '<t:ORNO>0000004711</t:ORNO>');
      case 'LstOrder':
        return said(
          call,
          orders
            .filter((o) => o.reference === sent(call, 'CUOR'))
            .map(
              (o) =>
                `<t:Order><t:ORNO>${o.no}</t:ORNO><t:CUNO>${o.customer}</t:CUNO><t:CUOR>${o.reference}</t:CUOR><t:ORST>22</t:ORST><t:NTAM>12.50-</t:NTAM></t:Order>`,
            )
            .join(''),
        );
      default:
        return said(
          call,
          [...batches.values()]
            .map(
              (b) =>
                `<t:Batch><t:ORNO>${b.no}</t:ORNO><t:CUNO>${b.customer}</t:CUNO><t:CUOR>${b.reference}</t:CUOR></t:Batch>`,
            )
            .join(''),
        );
    }
  };
  return {
    script,
    orders,
    expireAt: (operation: string) => {
      expireAt = operation;
    },
  };
}
const linked = (script: (call: Exchange) => string): Promise<Stranger> =>
  meet(
    { document: DOCUMENT, wsdls: { 'small.wsdl': WSDL }, settings: { user: 'mvx', password: 'mvx-geheim' } },
    script,
  );
const FIND = { reference: ORDER.reference, customerId: '10447' };

it('a batch is filled and confirmed, and found by its reference', async () => {
  const erp3 = server();
  const erp = await linked(erp3.script);
  expect(await create(erp)).toEqual({ orderId: '4711' });
  expect(erp3.orders).toMatchObject([{ lines: 2, customer: '10447     ' }]);
  expect(await ask(erp, 'order.find-by-reference', FIND)).toMatchObject({
    orders: [{ orderId: '4711', customerId: '10447', total: '-12.50', status: 'confirmed' }],
  });
  expect(erp.invalid).toEqual([]);
});
it.each(['AddBatchLine', 'Confirm'])(
  'a session that ends at %s leaves the order unknown: nothing goes on in another one',
  async (operation) => {
    const erp3 = server();
    erp3.expireAt(operation);
    const erp = await linked(erp3.script);
    expect(await create(erp)).toMatch(/^unknown: made in part: head/);
    expect(erp3.orders).toEqual([]);
    expect(erp.operations().filter((name) => name === operation)).toHaveLength(1);
    // The batch that was left is no order, and no proof that there is none.
    expect(await ask(erp, 'order.find-by-reference', FIND)).toMatch(/push.content-differs.*was not made to its end/);
  },
);
it('a session that ended before the head is opened again, and one order is made', async () => {
  const erp3 = server();
  erp3.expireAt('AddBatchHead');
  const erp = await linked(erp3.script);
  expect(await create(erp)).toEqual({ orderId: '4711' });
  expect(erp3.orders).toMatchObject([{ lines: 2 }]);
});
it('an unknown code is no refusal, and a known one is', async () => {
  const refused = await linked((call) =>
    call.operation === 'AddBatchHead' ? no(call, 'WCU0103') : said(call, '<t:SID>S</t:SID>'),
  );
  expect(await create(refused)).toBe('refused: code WCU0103');
  const unclear = await linked((call) =>
    call.operation === 'AddBatchHead' ? no(call, 'X') : said(call, '<t:SID>S</t:SID>'),
  );
  expect(await create(unclear)).toMatch(/^unknown/);
});
it('a list of several steps names steps that are there', async () => {
  const find = DOCUMENT.commands['order.find-by-reference'];
  const answer = { orders: { ...find.answer.orders, in: ['orders', 'drafts'] } };
  const commands = { ...DOCUMENT.commands, 'order.find-by-reference': { ...find, answer } };
  const folder = await connectorFolder({ document: { ...DOCUMENT, commands }, wsdls: { 'small.wsdl': WSDL } });
  expect((await inspectConnector(folder)).problems.map(({ text }) => text)).toEqual(['there is no step drafts']);
});
