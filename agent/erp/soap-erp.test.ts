import { join } from 'node:path';
import { expect, it } from 'vitest';
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
  const erp = openSoapErp({ connector: connector.value, settings, transport, log, nowMs: () => 0 });
  const read = await erp.read('customer.read', { customerId: '1' as CustomerId }, new AbortController().signal);
  expect(read).toMatchObject({ ok: false, error: { code: 'erp.fault', detail: 's:Server: *** of ***' } });
  expect(JSON.stringify([read, logged])).not.toMatch(/geheim-77|SESSION-4711/);
});

it.each([
  [{ ...settings, password: '' }, 'these settings are missing: password'],
  [{ ...settings, endpoint: 'erp' }, 'is not an address'],
  [{ ...settings, endpoint: 'file:///etc/passwd' }, 'must be http or https'],
  [{ ...settings, endpoint: 'http://u:geheim-77@127.0.0.1/' }, 'must not carry a login'],
])('settings %# are refused without being repeated', async (given, expected) => {
  const quiet = { info: () => undefined, warn: () => undefined };
  const erp = await openErp({ connectorDir, settings: given, log: quiet });
  expect(erp).toMatchObject({
    ok: false,
    error: { code: 'connector.invalid', detail: expect.stringContaining(expected) },
  });
  expect(JSON.stringify(erp)).not.toContain('geheim-77');
});
