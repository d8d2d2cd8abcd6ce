import { join } from 'node:path';
import { expect, it } from 'vitest';
import { COMMANDS } from '#contracts/commands';
import type { CustomerId } from '#contracts/ids';
import { loadConnector } from './connector/load.ts';
import { openErp } from './open.ts';
import type { Transport } from './soap/transport.ts';
import { openSoapErp } from './soap-erp.ts';

const connectorDir = join(import.meta.dirname, '../connectors/demo-erp');
const settings = { endpoint: 'http://127.0.0.1:9/x', company: '100', user: 'u', password: 'geheim-77' };
const envelope = (body: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;
const LOGIN_ANSWER =
  '<k:AnmeldenAntwort xmlns:k="urn:kontor-erp:auftragsdienst:v3"><Rueckgabe><Code>0</Code></Rueckgabe>' +
  '<SitzungsNr>SESSION-4711</SitzungsNr></k:AnmeldenAntwort>';

it('an ERP that repeats the password and the session in its fault does not get them into errors or logs', async () => {
  const connector = await loadConnector(connectorDir);
  if (!connector.ok) throw new Error('the demo connector is not valid');
  const fault =
    '<s:Fault><faultcode>s:Server</faultcode><faultstring>geheim-77 of SESSION-4711</faultstring></s:Fault>';
  const transport: Transport = {
    async post({ soapAction }) {
      const xml = envelope(soapAction.endsWith(':Anmelden') ? LOGIN_ANSWER : fault);
      return { kind: 'answered', http: { status: 200, contentType: 'text/xml', body: Buffer.from(xml) } };
    },
    close: () => undefined,
  };
  const logged: unknown[] = [];
  const keep = (...line: unknown[]): void => {
    logged.push(line);
  };
  const log = { info: keep, warn: keep };
  const erp = openSoapErp({
    connector: connector.value,
    settings,
    transports: new Map([['main', transport]]),
    log,
    nowMs: () => 0,
    epochMs: () => 0,
  });
  const read = await erp.read('customer.read', { customerId: '1' as CustomerId }, new AbortController().signal);
  expect(read).toMatchObject({ ok: false, error: { code: 'erp.fault', detail: 's:Server: *** of ***' } });
  expect(JSON.stringify([read, logged])).not.toMatch(/geheim-77|SESSION-4711/);
});

it('nor the password of a login that is refused, however the ERP writes it', async () => {
  const connector = await loadConnector(connectorDir);
  if (!connector.ok) throw new Error('the demo connector is not valid');
  let sent = '';
  const transport: Transport = {
    async post({ body }) {
      sent = body;
      const repeated = body.slice(body.indexOf('<Kennwort>')).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
      const xml = envelope(`<s:Fault><faultcode>s:Client</faultcode><faultstring>${repeated}</faultstring></s:Fault>`);
      return { kind: 'answered', http: { status: 500, contentType: 'text/xml', body: Buffer.from(xml) } };
    },
    close: () => undefined,
  };
  const logged: unknown[] = [];
  const keep = (...line: unknown[]): void => void logged.push(line);
  const erp = openSoapErp({
    connector: connector.value,
    settings: { ...settings, password: 'ge&heim<4711' },
    transports: new Map([['main', transport]]),
    log: { info: keep, warn: keep },
    nowMs: () => 0,
    epochMs: () => 0,
  });
  const read = await erp.read('customer.read', { customerId: '1' as CustomerId }, new AbortController().signal);
  expect(sent).toContain('<Kennwort>ge&amp;heim&lt;4711</Kennwort>');
  expect(read).toMatchObject({ ok: false, error: { detail: expect.stringContaining('<Kennwort>***</Kennwort>') } });
  expect(JSON.stringify([read, logged])).not.toContain('heim');
});

/** The demo ERP behind a transport that answers this, and whose asker leaves in the moment the answer is there. */
async function leftByItsAsker(answer: string) {
  const connector = await loadConnector(connectorDir);
  if (!connector.ok) throw new Error('the demo connector is not valid');
  const leaving = new AbortController();
  const transport: Transport = {
    async post({ soapAction }) {
      const isLogin = soapAction.endsWith(':Anmelden');
      if (!isLogin) setImmediate(() => leaving.abort());
      const body = Buffer.from(envelope(isLogin ? LOGIN_ANSWER : answer));
      return { kind: 'answered', http: { status: 200, contentType: 'text/xml', body } };
    },
    close: () => undefined,
  };
  const log = { info: () => undefined, warn: () => undefined };
  const erp = openSoapErp({
    connector: connector.value,
    settings,
    transports: new Map([['main', transport]]),
    log,
    nowMs: () => 0,
    epochMs: () => 0,
  });
  return { erp, signal: leaving.signal };
}
const answerOf = (operation: string, content: string): string =>
  `<k:${operation}Antwort xmlns:k="urn:kontor-erp:auftragsdienst:v3"><Rueckgabe><Code>0</Code></Rueckgabe>${content}` +
  `</k:${operation}Antwort>`;
/** Some 10 MB, which take many slices. */
const MUCH = '<x>much to read</x>'.repeat(250_000);

it('a read is put aside in the midst of its answer once nobody waits', async () => {
  const { erp, signal } = await leftByItsAsker(answerOf('KundeLesen', MUCH));
  const read = await erp.read('customer.read', { customerId: '1' as CustomerId }, signal);
  expect(read).toMatchObject({ ok: false, error: { code: 'erp.timed-out' } });
});

it('the answer to a write is read to its end whoever still waits: it is the proof', async () => {
  const { erp, signal } = await leftByItsAsker(
    answerOf('AuftragAnlegen', `${MUCH}<AuftragsNr>0000000042</AuftragsNr>`),
  );
  const order = COMMANDS['order.create'].input.parse({
    reference: 'DB-1-1',
    customerId: '1',
    customerReference: null,
    requestedOn: null,
    currency: 'EUR',
    lines: [{ itemId: 'A', quantity: '1', unitPrice: '1' }],
  });
  const outcome = await erp.write('order.create', order, { signal, mayStart: () => true });
  expect(signal.aborted).toBe(true);
  expect(outcome).toEqual({ result: 'made', output: { orderId: '42' } });
});

it.each([
  [{ ...settings, password: '' }, 'the setting password is empty', 'agent.config-invalid'],
  [{ ...settings, endpoint: 'erp' }, 'is not an address'],
  [{ ...settings, endpoint: 'file:///etc/passwd' }, 'must be http or https'],
  [{ ...settings, endpoint: 'http://u:geheim-77@127.0.0.1/' }, 'must not carry a login'],
])('settings %# are refused without being repeated', async (given, expected, code = 'connector.invalid') => {
  const quiet = { info: () => undefined, warn: () => undefined };
  const erp = await openErp({ connectorDir, settings: given, log: quiet });
  expect(erp).toMatchObject({ ok: false, error: { code, detail: expect.stringContaining(expected) } });
  expect(JSON.stringify(erp)).not.toContain('geheim-77');
});
