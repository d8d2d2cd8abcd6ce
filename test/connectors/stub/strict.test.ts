import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { el, NS, smallWsdl, soapOf } from '../../agent-erp/small-wsdl.ts';
import { openSchemaCheck, type SchemaCheck } from './schema-check.ts';
import { openStub, type Stub } from './server.ts';
import { readWsdl } from './wsdl-text.ts';

/** The stub is the judge of connectors, so it must be able to say no to each kind of mistake. */
const WSDL = smallWsdl({
  types: `<xsd:complexType name="Line"><xsd:sequence>${el('Item') + el('Count', 'xsd:decimal')}</xsd:sequence></xsd:complexType>`,
  operations: [
    {
      name: 'Make',
      request: el('Customer') + el('Due', 'xsd:date', '0..1') + el('Line', 't:Line', '1..n'),
      response: el('No'),
      header: true,
    },
    { name: 'Login', request: el('User'), response: el('Session') },
  ],
});
const RPC = smallWsdl({
  style: 'rpc-encoded',
  operations: [
    { name: 'run', request: { name: 'xsd:string', count: 'xsd:int' }, response: { runReturn: 'xsd:string' } },
  ],
});

const LINE = '<t:Line><t:Item>P</t:Item><t:Count>1.5</t:Count></t:Line>';
const HEAD = '<t:Head><t:Session>S1</t:Session></t:Head>';
const make = (inside = `<t:Customer>C</t:Customer>${LINE}`): string =>
  soapOf(`<t:Make>${inside}</t:Make>`, '1.1', HEAD);

let stub: Stub;
let checks: SchemaCheck[] = [];
let answerOf = '<t:MakeResponse xmlns:t="urn:small-erp"><t:No>A-1</t:No></t:MakeResponse>';
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'strict-'));
  writeFileSync(join(folder, 'small.wsdl'), WSDL);
  writeFileSync(join(folder, 'rpc.wsdl'), RPC);
  const services = ['small', 'rpc'].map((name) => {
    const read = readWsdl(folder, `${name}.wsdl`);
    const check = openSchemaCheck(read);
    checks.push(check);
    return { path: `/${name}`, operations: read.operations, check };
  });
  rmSync(folder, { recursive: true });
  stub = await openStub({
    services,
    door: { session: { operation: 'Login', path: 'Head/Session', text: 'S1' }, authorization: 'Basic eDp5' },
    answer: () => ({ body: answerOf, fault: false }),
  });
});
afterAll(async () => {
  await stub.close();
  for (const check of checks) check.close();
  checks = [];
});

interface Sent {
  path?: string;
  action?: string | null;
  type?: string;
  login?: string;
  method?: string;
}
/** What the stub says to a request: null where it takes it. */
async function verdictOf(body: string, { path = '/small', action = 'urn:small:Make', type, login, method }: Sent = {}) {
  const headers = {
    'content-type': type ?? 'text/xml; charset=utf-8',
    authorization: login ?? 'Basic eDp5',
    ...(action === null ? {} : { soapaction: `"${action}"` }),
  };
  const sent = method === 'GET' ? { method, headers } : { method: 'POST', headers, body };
  const answer = await fetch(`${stub.origin}${path}`, sent);
  const call = stub.calls.at(-1);
  expect(answer.status === 200).toBe(call?.refused === null);
  return call?.refused ?? null;
}

it('takes what the schema allows', async () => {
  expect(await verdictOf(make())).toBeNull();
  expect(await verdictOf(make(`<t:Customer>C</t:Customer><t:Due>2026-12-01</t:Due>${LINE}${LINE}`))).toBeNull();
});

describe('refuses', () => {
  it.each<[string, string, RegExp]>([
    ['a wrong order', make(`${LINE}<t:Customer>C</t:Customer>`), /not expected.*Customer/],
    ['a child without its namespace', make(`<Customer>C</Customer>${LINE}`), /Customer.*not expected/],
    ['a child of another namespace', make(`<x:Customer xmlns:x="urn:x">C</x:Customer>${LINE}`), /not expected/],
    ['a required element that is missing', make('<t:Customer>C</t:Customer>'), /Missing child element.*Line/],
    [
      'a required element that is missing further in',
      make('<t:Customer>C</t:Customer><t:Line><t:Item>P</t:Item></t:Line>'),
      /Missing.*Count/,
    ],
    ['an element that no schema has', make(`<t:Customer>C</t:Customer>${LINE}<t:Zzz/>`), /Zzz.*not expected/],
    ['an element too often', make(`<t:Customer>C</t:Customer><t:Customer>C</t:Customer>${LINE}`), /not expected/],
    [
      'a decimal comma',
      make('<t:Customer>C</t:Customer><t:Line><t:Item>P</t:Item><t:Count>1,5</t:Count></t:Line>'),
      /not a valid value.*decimal/,
    ],
    [
      'a date of another notation',
      make(`<t:Customer>C</t:Customer><t:Due>01.12.2026</t:Due>${LINE}`),
      /not a valid value.*date/,
    ],
    [
      'an empty number',
      make('<t:Customer>C</t:Customer><t:Line><t:Item>P</t:Item><t:Count/></t:Line>'),
      /not a valid value/,
    ],
    ['text where elements belong', make(`x<t:Customer>C</t:Customer>${LINE}`), /Character content/],
    ['an attribute that no schema has', make(`<t:Customer no="1">C</t:Customer>${LINE}`), /attribute 'no'/],
    ['a body of another namespace', make().replaceAll(NS, 'urn:other'), /no operation/],
    ['an unknown operation', soapOf('<t:Drop/>', '1.1', HEAD), /no operation/],
    ['two elements in the body', soapOf('<t:Make/><t:Make/>', '1.1', HEAD), /exactly one element/],
    [
      'an unknown header',
      soapOf(`<t:Make><t:Customer>C</t:Customer>${LINE}</t:Make>`, '1.1', '<t:Other/>'),
      /knows no header/,
    ],
    [
      'a header that is not what the schema says',
      make().replace('<t:Session>', '<t:Zzz/><t:Session>'),
      /header: .*Zzz/,
    ],
    ['a call without a session', soapOf(`<t:Make><t:Customer>C</t:Customer>${LINE}</t:Make>`), /no session/],
    ['a call with another session', make().replace('S1', 'S2'), /no session/],
    ['what is not XML', make().replace('</t:Make>', ''), /not XML/],
    ['no envelope', '<a/>', /no envelope/],
  ])('%s', async (_what, body, problem) => {
    expect(await verdictOf(body)).toMatch(problem);
  });
  it.each<[string, Sent, RegExp]>([
    ['another SOAPAction', { action: 'urn:small:Login' }, /SOAPAction/],
    ['no SOAPAction', { action: null }, /SOAPAction/],
    ['another login', { login: 'Basic eDp6' }, /no login/],
    ['an address where nothing is', { path: '/nowhere' }, /nothing is served/],
    ['another type', { type: 'application/json' }, /type/],
    ['a GET', { method: 'GET' }, /not taken/],
  ])('%s', async (_what, sent, problem) => {
    expect(await verdictOf(make(), sent)).toMatch(problem);
  });
  it('an envelope of SOAP 1.2 where the WSDL has 1.1, and the reverse', async () => {
    const body = `<t:Make><t:Customer>C</t:Customer>${LINE}</t:Make>`;
    expect(await verdictOf(soapOf(body, '1.2', HEAD))).toMatch(/no envelope of SOAP 1.1/);
    expect(await verdictOf(soapOf(body, '1.2', HEAD), { type: 'application/soap+xml' })).toMatch(
      /not there in SOAP 1.2/,
    );
  });
});

describe('rpc/encoded', () => {
  const run = (inside: string): string => soapOf(`<t:run>${inside}</t:run>`);
  const sent: Sent = { path: '/rpc', action: 'urn:small:run' };
  it('every part must be there, in order and without a namespace', async () => {
    const [name, count] = ['<name>x</name>', '<count>1</count>'];
    // Taken by the schema, and stopped at the door: this service has no header for the session.
    expect(await verdictOf(run(name + count), sent)).toMatch(/no session/);
    expect(await verdictOf(run(count + name), sent)).toMatch(/not expected/);
    expect(await verdictOf(run(name), sent)).toMatch(/Missing child element/);
    expect(await verdictOf(run(`<t:name>x</t:name>${count}`), sent)).toMatch(/not expected/);
    expect(await verdictOf(run(`${name}<count>one</count>`), sent)).toMatch(/not a valid value/);
  });
});

it('notes an answer that is not what the schema says: such a golden case would prove nothing', async () => {
  answerOf = '<t:MakeResponse xmlns:t="urn:small-erp"><t:Nr>A-1</t:Nr></t:MakeResponse>';
  expect(await verdictOf(make())).toBeNull();
  expect(stub.calls.at(-1)?.answerProblem).toMatch(/Nr.*not expected/);
  answerOf = '<t:Other xmlns:t="urn:small-erp"/>';
  await verdictOf(make());
  expect(stub.calls.at(-1)?.answerProblem).toMatch(/where .*MakeResponse was expected/);
});
