import { rm } from 'node:fs/promises';
import { COMMANDS } from '#contracts/commands';
import { type Connector, loadConnector } from '../../agent/erp/connector/load.ts';
import type { Erp } from '../../agent/erp/port.ts';
import type { HttpAnswer } from '../../agent/erp/soap/answer.ts';
import { openSoapErp } from '../../agent/erp/soap-erp.ts';
import { mutated, numbersFrom } from './mutations.ts';
import { connectorFolder } from './scripted-erp.ts';
import { el, faultOf, smallWsdl, soapOf } from './small-wsdl.ts';

/** Broken answers, each made of a good one by its seed alone, and what the agent's side makes of them. */

const INNER = '<R><F N="Id">C1</F><F N="Name">Nord &amp; S</F></R>';
const type = (name: string, content: string): string =>
  `<xsd:complexType name="${name}"><xsd:sequence>${content}</xsd:sequence></xsd:complexType>`;
const WSDL = smallWsdl({
  style: 'rpc-encoded',
  qualified: false,
  types:
    type('Result', `${el('status')}${el('xml')}`) +
    type('Row', `${el('No')}${el('Ref')}`) +
    type('Rows', el('Row', 't:Row', '0..n')),
  operations: [
    { name: 'Read', request: { id: 'xsd:string' }, response: { readReturn: 't:Result' } },
    { name: 'Find', request: { ref: 'xsd:string' }, response: { code: 'xsd:string', rows: 't:Rows' } },
    { name: 'Make', request: { ref: 'xsd:string' }, response: { code: 'xsd:string', no: 'xsd:string' } },
  ],
});
const field = (name: string) => ({ path: `F[@N=${name}]` });
const found = (value: string) => ({ const: value });
const document = {
  verdict: { faults: [{ text: '*no*', means: 'not-found' }] },
  commands: {
    'customer.read': {
      operation: 'Read',
      request: { id: { from: 'customerId' } },
      payload: { path: 'readReturn/xml', holds: 'xml' },
      verdict: { code: 'readReturn/status', success: ['0'] },
      answer: { customerId: field('Id'), name: field('Name'), currency: { const: 'EUR' }, onHold: { const: false } },
    },
    'order.find-by-reference': {
      operation: 'Find',
      request: { ref: { from: 'reference' } },
      verdict: { code: 'code', success: ['0'] },
      answer: {
        orders: {
          each: 'rows/Row',
          fields: {
            orderId: { path: 'No' },
            reference: { path: 'Ref' },
            customerId: found('C1'),
            status: found('confirmed'),
            erpStatus: found('1'),
            quantityOrdered: found('1'),
            quantityShipped: found('0'),
            total: found('1'),
            currency: found('EUR'),
            priceBasis: found('net'),
          },
        },
      },
    },
    'order.create': {
      operation: 'Make',
      request: { ref: { from: 'reference' } },
      verdict: { code: 'code', success: ['0'], refused: ['404'] },
      answer: { orderId: { path: 'no' } },
      write: { maxExecutionMs: 1000, indexLagMs: 0 },
    },
  },
};
const escaped = INNER.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
const row = (no: string, ref: string): string => `<Row><No>${no}</No><Ref>${ref}</Ref></Row>`;
const foundRows = (...rows: string[]): string =>
  soapOf(`<t:FindResponse><code>0</code><rows>${rows.join('')}</rows></t:FindResponse>`);

/** The good answers of each kind. */
const GOOD = {
  read: [
    soapOf(`<t:ReadResponse><readReturn><status>0</status><xml>${escaped}</xml></readReturn></t:ReadResponse>`),
    soapOf(
      `<t:ReadResponse><readReturn href="#1"/></t:ReadResponse><multiRef id="1"><status>0</status><xml href="#2"/></multiRef><multiRef id="2"><![CDATA[${INNER}]]></multiRef>`,
    ),
    faultOf('e:Client', 'no such customer'),
  ],
  find: [foundRows(), foundRows(row('A-4711', 'DB-1-1')), foundRows(row('A-4711', 'DB-1-1'), row('A-4712', 'DB-1-1'))],
  make: [
    soapOf('<t:MakeResponse><code>0</code><no>A-4711</no></t:MakeResponse>'),
    soapOf('<t:MakeResponse><code>404</code><no/></t:MakeResponse>'),
  ],
};
const TYPES = [
  'text/xml; charset=utf-8',
  'text/xml',
  'text/xml; charset=utf-16',
  'text/xml; charset=iso-8859-1',
  'application/soap+xml',
];

export interface BrokenAnswer extends HttpAnswer {
  kind: keyof typeof GOOD;
}

/** The answer of a seed; the same seed gives the same one. */
export function brokenAnswer(seed: number): BrokenAnswer {
  const random = numbersFrom(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const kind = pick(['read', 'find', 'make'] as const);
  const body = mutated(Buffer.from(pick(GOOD[kind])), random);
  return { kind, status: pick([200, 200, 200, 500]), contentType: pick(TYPES), body };
}

export type Given =
  | { kind: 'customer'; customerId: string; name: string }
  /** Those that a lookup found, in the order given. */
  | { kind: 'orders'; orders: readonly { orderId: string; reference: string | null }[] }
  | { kind: 'made'; orderId: string }
  /** No order and no customer: why, as a code or a result. */
  | { kind: 'none'; why: string };

export interface BrokenErp {
  /** What the agent's side gives for an answer. Rejects where the code throws or gives what is off the contract. */
  give(answer: BrokenAnswer): Promise<Given>;
  close(): Promise<void>;
}

const { signal } = new AbortController();
const QUIET = { info: () => undefined, warn: () => undefined };

export async function openBrokenErp(): Promise<BrokenErp> {
  const folder = await connectorFolder({ document, wsdls: { 'small.wsdl': WSDL } });
  const loaded = await loadConnector(folder);
  if (!loaded.ok) throw new Error(loaded.error.detail ?? loaded.error.code);
  const connector: Connector = loaded.value;
  // Each case has an ERP of its own: what one leaves must not be needed to have another again.
  const erpGiving = (http: HttpAnswer): Erp =>
    openSoapErp({
      connector,
      settings: { endpoint: 'x' },
      transports: new Map([['main', { post: async () => ({ kind: 'answered', http }), close: () => undefined }]]),
      log: QUIET,
      nowMs: () => 0,
      epochMs: () => 0,
    });
  const { input, output } = COMMANDS['order.create'];
  const order = input.parse({
    reference: 'DB-1-1',
    customerId: 'C1',
    customerReference: null,
    requestedOn: null,
    currency: 'EUR',
    lines: [{ itemId: 'P', quantity: '1', unitPrice: '1' }],
  });
  const lookup = { reference: order.reference, customerId: order.customerId };
  return {
    async give(answer) {
      const erp = erpGiving(answer);
      if (answer.kind === 'make') {
        const outcome = await erp.write('order.create', order, { signal, mayStart: () => true });
        if (outcome.result === 'made') return { kind: 'made', orderId: output.parse(outcome.output).orderId };
        if (outcome.result === 'not-sent') throw new Error('what was sent counts as not sent');
        return { kind: 'none', why: outcome.result };
      }
      if (answer.kind === 'find') {
        const read = await erp.read('order.find-by-reference', lookup, signal);
        if (!read.ok) return { kind: 'none', why: read.error.code };
        return { kind: 'orders', orders: COMMANDS['order.find-by-reference'].output.parse(read.value).orders };
      }
      const read = await erp.read('customer.read', { customerId: order.customerId }, signal);
      if (!read.ok) return { kind: 'none', why: read.error.code };
      const { customerId, name } = COMMANDS['customer.read'].output.parse(read.value);
      return { kind: 'customer', customerId, name };
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}
