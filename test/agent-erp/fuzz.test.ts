import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { COMMANDS } from '#contracts/commands';
import { type Connector, loadConnector } from '../../agent/erp/connector/load.ts';
import type { Erp } from '../../agent/erp/port.ts';
import type { HttpAnswer } from '../../agent/erp/soap/answer.ts';
import type { Transport } from '../../agent/erp/soap/transport.ts';
import { openSoapErp } from '../../agent/erp/soap-erp.ts';
import { mutated, numbersFrom } from './mutations.ts';
import { connectorFolder } from './scripted-erp.ts';
import { el, faultOf, smallWsdl, soapOf } from './small-wsdl.ts';

/**
 * Broken answers by the thousand, through everything that reads them. Another number of cases, or a seed again:
 *   FUZZ_CASES=100000 FUZZ_SEED=7 npm run vitest -- run --project node test/agent-erp/fuzz.test.ts
 */
const CASES = Number(process.env.FUZZ_CASES ?? 2_000);
const SEED = Number(process.env.FUZZ_SEED ?? 1);

const INNER = '<R><F N="Id">C1</F><F N="Name">Nord &amp; S</F></R>';
const WSDL = smallWsdl({
  style: 'rpc-encoded',
  qualified: false,
  types: `<xsd:complexType name="Result"><xsd:sequence>${el('status')}${el('xml')}</xsd:sequence></xsd:complexType>`,
  operations: [
    { name: 'Read', request: { id: 'xsd:string' }, response: { readReturn: 't:Result' } },
    { name: 'Make', request: { ref: 'xsd:string' }, response: { code: 'xsd:string', no: 'xsd:string' } },
  ],
});
const field = (name: string) => ({ path: `F[@N=${name}]` });
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
const READS = [
  soapOf(`<t:ReadResponse><readReturn><status>0</status><xml>${escaped}</xml></readReturn></t:ReadResponse>`),
  soapOf(
    `<t:ReadResponse><readReturn href="#1"/></t:ReadResponse><multiRef id="1"><status>0</status><xml href="#2"/></multiRef><multiRef id="2"><![CDATA[${INNER}]]></multiRef>`,
  ),
  faultOf('e:Client', 'no such customer'),
];
const MAKES = [
  soapOf('<t:MakeResponse><code>0</code><no>A-4711</no></t:MakeResponse>'),
  soapOf('<t:MakeResponse><code>404</code><no/></t:MakeResponse>'),
];

let folder: string;
let connector: Connector;
beforeAll(async () => {
  folder = await connectorFolder({ document, wsdls: { 'small.wsdl': WSDL } });
  const loaded = await loadConnector(folder);
  if (!loaded.ok) throw new Error(loaded.error.detail ?? '');
  connector = loaded.value;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The agent's side behind a transport that gives these answers. */
function erpGiving(answer: () => HttpAnswer): Erp {
  const transport: Transport = { post: async () => ({ kind: 'answered', http: answer() }), close: () => undefined };
  const log = { info: () => undefined, warn: () => undefined };
  const clocks = { nowMs: () => 0, epochMs: () => 0 };
  return openSoapErp({
    connector,
    settings: { endpoint: 'x' },
    transports: new Map([['main', transport]]),
    log,
    ...clocks,
  });
}
const signal = new AbortController().signal;
const TYPES = [
  'text/xml; charset=utf-8',
  'text/xml',
  'text/xml; charset=utf-16',
  'text/xml; charset=iso-8859-1',
  'application/soap+xml',
];

it(`${CASES} broken answers neither throw nor make an order that no answer names`, { timeout: 600_000 }, async () => {
  const random = numbersFrom(SEED);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  let body: Buffer = Buffer.alloc(0);
  let head = { status: 200, contentType: '' };
  const erp = erpGiving(() => ({ ...head, body }));
  const order = COMMANDS['order.create'].input.parse({
    reference: 'DB-1-1',
    customerId: 'C1',
    customerReference: null,
    requestedOn: null,
    currency: 'EUR',
    lines: [{ itemId: 'P', quantity: '1', unitPrice: '1' }],
  });
  const seen: Record<string, number> = {};
  for (let index = 0; index < CASES; index += 1) {
    const isRead = random() < 0.5;
    const good = Buffer.from(pick(isRead ? READS : MAKES));
    body = mutated(good, random);
    head = { status: pick([200, 200, 200, 500]), contentType: pick(TYPES) };
    const where = `case ${index} of seed ${SEED}: ${body.toString('latin1').slice(0, 400)}`;
    if (isRead) {
      const read = await erp.read('customer.read', { customerId: 'C1' as never }, signal);
      if (read.ok) expect(COMMANDS['customer.read'].output.safeParse(read.value).success, where).toBe(true);
      seen[read.ok ? 'ok' : read.error.code] = (seen[read.ok ? 'ok' : read.error.code] ?? 0) + 1;
      continue;
    }
    const outcome = await erp.write('order.create', order, { signal, mayStart: () => true });
    seen[outcome.result] = (seen[outcome.result] ?? 0) + 1;
    expect(['made', 'refused', 'unknown'], where).toContain(outcome.result);
    if (outcome.result !== 'made') continue;
    // Only a whole envelope with a yes and a number in it is one.
    const { orderId } = COMMANDS['order.create'].output.parse(outcome.output);
    const text = body.toString('latin1');
    expect(head.status, where).toBe(200);
    expect(text.includes('Envelope>') && text.includes('code>') && orderId.length > 0, where).toBe(true);
  }
  // What is tried must reach every corner, or the test proves little.
  for (const result of ['ok', 'made', 'refused', 'unknown', 'erp.answer-unreadable'])
    expect(seen[result], result).toBeGreaterThan(0);
});
