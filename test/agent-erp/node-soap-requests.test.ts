import { join } from 'node:path';
import { createClientAsync } from 'soap';
import { afterEach, expect, it } from 'vitest';
import { openScripted, type ScriptedErp } from './scripted-erp.ts';
import { el, type SmallWsdl, smallWsdl, soapOf } from './small-wsdl.ts';

/**
 * What the soap package does silently to requests, one test each: the same question asked by both. It shows that the
 * harm is there, so that nobody takes its encoder for a simplification.
 */
let link: ScriptedErp | null = null;
afterEach(async () => {
  await link?.close();
  link = null;
});

const ANSWER = soapOf('<t:FindResponse/>');
const signal = new AbortController().signal;

/** The bodies that both send: the package for `theirs`, and we for a search by `text` with our mapping. */
async function both(
  wsdl: Partial<SmallWsdl> & { request: string | Record<string, string>; response?: string | Record<string, string> },
  theirs: unknown,
  request: object,
  text = 'x',
  more: object = {},
): Promise<{ theirs: string; ours: string | null; code: string | null }> {
  const { request: sequence, response = el('Row', 'xsd:string', '0..n'), ...others } = wsdl;
  const small = smallWsdl({ operations: [{ name: 'Find', request: sequence, response, header: true }], ...others });
  const row = { customerId: { path: '.' }, name: { path: '.' }, currency: { const: 'EUR' }, onHold: { const: false } };
  const answer = { customers: { each: 'Row', fields: row, unlisted: true } };
  const commands = { 'customer.search': { operation: 'Find', request, answer } };
  const opened = await openScripted({ document: { commands, ...more }, wsdls: { 'small.wsdl': small } }, () => ANSWER);
  link = opened;
  const client = await createClientAsync(join(opened.folder, 'small.wsdl'), {
    endpoint: opened.endpoint,
    disableCache: true,
  });
  await client.FindAsync(theirs).catch(() => undefined);
  const theirBody = opened.calls[0]?.body ?? '';
  const read = await opened.erp.read('customer.search', { by: 'name', text }, signal);
  return { theirs: theirBody, ours: opened.calls[1]?.body ?? null, code: read.ok ? null : read.error.code };
}
const from = { from: 'text' };

it('the order of elements is the schema’s, not that of the keys; an unknown element is not sent', async () => {
  const sequence = el('First') + el('Second', 'xsd:string', '0..1');
  const sent = await both(
    { request: sequence },
    { Second: '2', ZZZ: 'z', First: '1' },
    { Second: { const: '2' }, First: from },
  );
  expect(sent.theirs).toMatch(/Second>2<.*ZZZ>z<.*First>1</s);
  expect(sent.ours).toMatch(/<n1:First>x<\/n1:First><n1:Second>2<\/n1:Second>/);
});

it('a control character is not sent', async () => {
  const sent = await both({ request: el('First') }, { First: 'a\u0001b' }, { First: from }, 'a\u0001b');
  expect(sent.theirs).toContain('a\u0001b');
  expect(sent).toMatchObject({ ours: null, code: 'request.invalid' });
});

it('a value is never markup, and never an attribute', async () => {
  const sent = await both(
    { request: el('First') },
    { First: { $xml: '<evil/>', attributes: { id: '1' } } },
    { First: from },
    '<evil/>',
  );
  expect(sent.theirs).toMatch(/<evil\/>/);
  expect(sent.ours).toContain('&lt;evil/&gt;');
});

it('a number is sent with the digits that it has', async () => {
  const sent = await both({ request: el('First', 'xsd:decimal') }, { First: 0.1 + 0.2 }, { First: from }, '0.3');
  expect(sent.theirs).toContain('0.30000000000000004');
  expect(sent.ours).toContain('>0.3<');
  expect((await both({ request: el('First', 'xsd:decimal') }, { First: 1e21 }, { First: from })).theirs).toContain(
    '1e+21',
  );
});

it('a date is sent', async () => {
  const formats = { day: { type: 'date', pattern: 'yyyy-MM-dd' } };
  const computed = { First: { cel: 'text', with: { text: from }, as: 'day' } };
  const sent = await both(
    { request: el('First', 'xsd:date') },
    { First: new Date('2026-11-21') },
    computed,
    '2026-11-21',
    { formats },
  );
  expect(sent.theirs).toMatch(/First><|First\/>/);
  expect(sent.ours).toContain('>2026-11-21<');
});

it('a list for one value, nothing and null are decided by the document', async () => {
  const sequence = el('First') + el('Second', 'xsd:string', '0..1');
  const sent = await both({ request: sequence }, { First: ['a', 'b'], Second: null }, { First: from });
  expect(sent.theirs).toMatch(/First>a<.*First>b</s);
  expect(sent.theirs).toContain('nil="true"');
  expect(sent.ours?.match(/First>/g)).toHaveLength(2);
  expect(sent.ours).not.toContain('Second');
  const required = await both({ request: el('First') }, { First: undefined }, { First: { const: '' } });
  expect(required.theirs).not.toContain('First');
  expect(required.ours).toContain('<n1:First/>');
});

it('a derived type has the prefixes of its own schema', async () => {
  const types =
    '<xsd:complexType name="Base"><xsd:sequence/></xsd:complexType>' +
    `<xsd:complexType name="Name"><xsd:complexContent><xsd:extension base="t:Base"><xsd:sequence>${el('Key')}</xsd:sequence></xsd:extension></xsd:complexContent></xsd:complexType>`;
  const outer = `<xsd:element name="Search" type="t:Base"/>`;
  const theirs = { Search: { attributes: { 'xsi:type': 'Name' }, Key: 'x' } };
  const ours = { Search: { type: 't:Name', fields: { Key: from } } };
  const sent = await both({ request: outer, types }, theirs, ours, 'x', { namespaces: { t: 'urn:small-erp' } });
  expect(sent.theirs).not.toMatch(/type="tns:Name"|type="t:Name"/);
  expect(sent.ours).toMatch(/<n1:Search n2:type="n1:Name"><n1:Key>x<\/n1:Key><\/n1:Search>/);
});

const PART = `<xsd:element name="Ask" type="t:Ask"/><xsd:complexType name="Ask"><xsd:sequence>${el('Text')}${el('Inner', 't:Inner')}</xsd:sequence></xsd:complexType>`;
const INNER = `<xsd:complexType name="Inner"><xsd:sequence>${el('Key')}</xsd:sequence></xsd:complexType>`;

it('children of an rpc message are qualified as the schema says', async () => {
  const wsdl = {
    style: 'rpc-literal' as const,
    // The usual prefix, at which the package leaves names alone.
    prefix: 'tns' as const,
    types: PART + INNER,
    request: { arg: 'element t:Ask' },
    response: { ret: 't:Inner' },
  };
  const sent = await both(
    wsdl,
    { Ask: { Text: 'x', Inner: { Key: 'x' } } },
    { Ask: { fields: { Inner: { fields: { Key: from } }, Text: from } } },
  );
  expect(sent.theirs).toMatch(/:Ask><Text>x<\/Text>/);
  expect(sent.ours).toMatch(/<n1:Ask><n1:Text>x<\/n1:Text><n1:Inner><n1:Key>x<\/n1:Key><\/n1:Inner><\/n1:Ask>/);
});

it('rpc/encoded has its types and its encoding', async () => {
  const wsdl = {
    style: 'rpc-encoded' as const,
    types: INNER,
    request: { arg: 'xsd:string' },
    response: { ret: 'xsd:string' },
  };
  const sent = await both(wsdl, { arg: 'x' }, { arg: from });
  expect(sent.theirs).not.toMatch(/encodingStyle|xsi:type/);
  expect(sent.ours).toMatch(
    /encodingStyle="http:\/\/schemas.xmlsoap.org\/soap\/encoding\/"><arg n\d:type="n\d:string">x</,
  );
});

it('a header is well formed whatever its prefix', async () => {
  const more = { soap: { wsdl: 'small.wsdl', headers: { Head: { Client: { const: '100' } } } } };
  const sent = await both({ request: el('First') }, { First: 'x' }, { First: from }, 'x', more);
  expect(sent.ours).toMatch(/<soap:Header><n1:Head><n1:Client>100<\/n1:Client><\/n1:Head><\/soap:Header>/);
  const opened = link as ScriptedErp;
  const client = await createClientAsync(join(opened.folder, 'small.wsdl'), {
    endpoint: opened.endpoint,
    disableCache: true,
  });
  client.addSoapHeader({ Client: '100' }, '', '', 'urn:small-erp');
  await client.FindAsync({ First: 'x' }).catch(() => undefined);
  expect(opened.calls.at(-1)?.body).toContain('xmlns:="');
});

it('a value that is referred to keeps its type, which the package forgets', async () => {
  const types = `<xsd:complexType name="Result"><xsd:sequence>${el('status', 'xsd:int')}${el('name')}</xsd:sequence></xsd:complexType>`;
  const operations = [{ name: 'Find', request: { text: 'xsd:string' }, response: { ret: 't:Result' } }];
  const wsdl = smallWsdl({ style: 'rpc-encoded', qualified: false, types, operations });
  const name = { cel: 'n + 1 == 8 ? "seven" : "other"', with: { n: { path: 'ret/status', as: 'number' } } };
  const row = { customerId: { path: 'ret/name' }, name, currency: { const: 'EUR' }, onHold: { const: false } };
  const command = { operation: 'Find', request: { text: from }, answer: { customers: { each: '.', fields: row } } };
  const document = { formats: { number: { type: 'integer' } }, commands: { 'customer.search': command } };
  link = await openScripted({ document, wsdls: { 'small.wsdl': wsdl } }, () =>
    soapOf(
      '<t:FindResponse><ret href="#1"/></t:FindResponse><multiRef id="1"><status href="#2"/><name>a</name></multiRef><multiRef id="2">7</multiRef>',
    ),
  );
  const options = { endpoint: link.endpoint, disableCache: true };
  const client = await createClientAsync(join(link.folder, 'small.wsdl'), options);
  const [theirs] = await client.FindAsync({ text: 'x' });
  expect(theirs.ret.status).toMatchObject({ $value: '7' });
  const ours = await link.erp.read('customer.search', { by: 'name', text: 'x' }, signal);
  expect(ours).toMatchObject({ ok: true, value: { customers: [{ customerId: 'a', name: 'seven' }] } });
});
