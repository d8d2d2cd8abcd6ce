import { rm } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { connectorFolder } from '../../../test/agent-erp/scripted-erp.ts';
import { el, smallWsdl } from '../../../test/agent-erp/small-wsdl.ts';
import { inspectConnector, sayProblem } from './load.ts';

/** What is said of a document's mistakes, all at once, each at its place. */
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

const GROUP = `<xsd:element name="Group"><xsd:complexType><xsd:sequence>${el('Inner')}</xsd:sequence></xsd:complexType></xsd:element>`;
const WSDL = smallWsdl({
  operations: [
    {
      name: 'Read',
      request:
        el('Id') +
        el('Day', 'xsd:date', '0..1') +
        el('Amount', 'xsd:decimal', '0..1') +
        el('Flag', 'xsd:boolean', '0..1'),
      response: el('Id') + el('Name') + el('Day', 'xsd:date') + el('Amount', 'xsd:decimal') + GROUP,
      header: true,
    },
    { name: 'Make', request: el('Ref') + el('Price', 'xsd:decimal', '0..n'), response: el('No') },
  ],
});
const READ = {
  operation: 'Read',
  request: { Id: { from: 'customerId' } },
  answer: { customerId: { path: 'Id' }, name: { path: 'Name' }, currency: { const: 'EUR' }, onHold: { const: false } },
};
const MAKE = {
  operation: 'Make',
  request: { Ref: { from: 'reference' } },
  answer: { orderId: { path: 'No' } },
  write: { maxExecutionMs: 1000, indexLagMs: 0 },
};
const FORMATS = {
  comma: { type: 'decimal', separator: ',' },
  german: { type: 'date', pattern: 'dd.MM.yyyy' },
  iso: { type: 'date', pattern: 'yyyy-MM-dd' },
  jn: { type: 'flag', yes: ['J'], no: ['N'] },
};
async function inspect(document: Record<string, unknown>, wsdl = WSDL) {
  const folder = await connectorFolder({ document: { formats: FORMATS, ...document }, wsdls: { 'small.wsdl': wsdl } });
  folders.push(folder);
  return inspectConnector(folder);
}
const said = async (document: Record<string, unknown>): Promise<string> =>
  (await inspect(document)).problems.map(sayProblem).join('\n');
const reading = (more: object) => ({ commands: { 'customer.read': { ...READ, ...more } } });
const asking = (more: object) => reading({ request: { ...READ.request, ...more } });
const answering = (more: object) => reading({ answer: { ...READ.answer, ...more } });
const making = (more: object) => ({ commands: { 'order.create': { ...MAKE, ...more } } });

it('what is right has no problem', async () => {
  expect(await said(reading({}))).toBe('');
});

describe('a mistake is named, with how to mend it', () => {
  it.each<[string, Record<string, unknown>, string]>([
    [
      'a decimal comma for a number of the schema',
      asking({ Amount: { cel: 'x', with: { x: { from: 'customerId' } }, as: 'comma' } }),
      'takes a point',
    ],
    [
      'a German date for a date of the schema',
      asking({ Day: { cel: 'x', with: { x: { from: 'customerId' } }, as: 'german' } }),
      'which is written yyyy-MM-dd',
    ],
    [
      'J and N for a boolean of the schema',
      asking({ Flag: { cel: 'x == "1"', with: { x: { from: 'customerId' } }, as: 'jn' } }),
      'takes true and false',
    ],
    [
      'a number read from a date',
      answering({ creditLimit: { path: 'Day', as: 'comma' } }),
      'Day is date: the format decimal does not go with it',
    ],
    [
      'a date read from a number',
      answering({ creditLimit: { path: 'Amount', as: 'iso' } }),
      'Amount is decimal: the format date does not go with it',
    ],
    ['a misspelt element', answering({ street: { path: 'name' } }), 'did you mean Name?'],
    ['a misspelt element of the request', asking({ ID: { const: '1' } }), 'did you mean Id?'],
    [
      'an expression with a wrong type',
      answering({ street: { cel: 'a + 1', with: { a: { path: 'Name' } } } }),
      'the expression is wrong: + does not go between a text and a whole number',
    ],
    [
      'an expression that gives what is not wanted',
      answering({ onHold: { cel: '"x"', with: {} } }),
      'the expression gives string',
    ],
    [
      'a value of an expression that is not there',
      answering({ street: { cel: 'a', with: { a: { path: 'Nowhere' } } } }),
      'answer.street.with.a: the WSDL has no element Nowhere',
    ],
    [
      'a loop in an expression',
      answering({ onHold: { cel: '[1].exists(x, x == 1)', with: {} } }),
      'its cost has no bound',
    ],
    ['a prefix that is not declared', answering({ street: { path: 'x:Name' } }), 'the prefix x is not in namespaces'],
    [
      'an attribute that is not there',
      answering({ street: { path: 'Name/@id' } }),
      'the WSDL has no attribute id at Name',
    ],
    [
      'a value in a filter that is not quoted',
      asking({ Id: { template: 'No = {x}', with: { x: { from: 'customerId' } } } }),
      'say how it is quoted',
    ],
    ['a name that a template lacks', asking({ Id: { template: 'No = {y}', with: {} } }), 'the template has y'],
    ['a page where there is no paging', asking({ Id: { page: 'offset' } }), 'this command has no paging'],
    ['a session that nobody keeps', asking({ Id: { session: 'id' } }), 'the login keeps no id'],
    ['a stamp that is not there', asking({ Id: { stamp: 'nonce' } }), 'there is no stamp nonce'],
    ['a row without rows', asking({ Id: { row: 'Key' } }), 'use forRows'],
    ['an unknown service', reading({ service: 'other' }), 'there is no service other'],
    ['codes without a place', { ...reading({}), verdict: { success: ['0'] } }, 'code does not say where they are'],
    ['a place without a yes', { ...reading({}), verdict: { code: 'Name' } }, 'no code means success'],
    [
      'a rule about nothing',
      { ...reading({}), verdict: { faults: [{ means: 'refused' }] } },
      'a rule needs http, code, text, detail or page',
    ],
    [
      'a zone that is not there',
      {
        ...reading({}),
        formats: { t: { type: 'datetime', pattern: 'yyyy-MM-dd HH:mm', writtenIn: 'Europe/Nowhere' } },
      },
      'there is no time zone Europe/Nowhere',
    ],
    [
      'padding of digits with something else',
      { ...reading({}), formats: { k: { type: 'key', padTo: 5, padWith: '*', pads: 'digits' } } },
      'needs padWith "0"',
    ],
    [
      'a signature without a key',
      { ...reading({}), stamps: { s: { signature: { algorithm: 'hmac-sha256', over: [{ const: 'x' }] } } } },
      'hmac-sha256 needs a key',
    ],
    [
      'a password that is not secret',
      {
        ...reading({}),
        settings: { u: { about: 'u' }, p: { about: 'p' } },
        login: { http: { type: 'basic', user: 'u', password: 'p' } },
      },
      'the setting p must be marked secret',
    ],
    ['a write that does not send its reference', making({ request: { Ref: { const: 'x' } } }), 'must send reference'],
    [
      'prices whose basis nobody tells',
      making({ request: { ...MAKE.request, Price: { each: 'lines', fields: { '.': { from: 'unitPrice' } } } } }),
      'say priceBasis',
    ],
    [
      'net prices for an ERP that takes gross ones',
      making({
        request: { ...MAKE.request, Price: { each: 'lines', fields: { '.': { from: 'unitPrice' } } } },
        write: { ...MAKE.write, priceBasis: 'gross' },
      }),
      'the contract has net prices',
    ],
    [
      'a read that says that it writes',
      reading({ write: { maxExecutionMs: 1, indexLagMs: 0 } }),
      'this command does not write',
    ],
    ['a header that the WSDL lacks', reading({ headers: { Haed: { Session: { const: '1' } } } }), 'it has Head'],
    [
      'two codes for one thing',
      { ...reading({}), verdict: { code: 'Name', success: ['0'], refused: ['0'] } },
      'the code 0 means two things',
    ],
  ])('%s', async (_name, document, expected) => {
    expect(await said(document)).toContain(expected);
  });
});

it('every mistake is listed at once, with its line and column', async () => {
  const document = reading({
    request: { Idd: { from: 'customerId' } },
    answer: { ...READ.answer, name: { path: 'Nam' }, phone: { path: 'Group' } },
  });
  const { connector, problems } = await inspect({
    ...document,
    formats: { broken: { type: 'date', pattern: 'dd.MM' } },
  });
  expect(connector).toBeNull();
  expect(problems.map(({ place }) => place)).toEqual([
    'formats.broken',
    'commands.customer.read.request.Idd',
    'commands.customer.read.answer.name',
    'commands.customer.read.answer.phone',
  ]);
  for (const { line, column } of problems) expect([line > 1, column > 0]).toEqual([true, true]);
  expect(new Set(problems.map(({ line }) => line)).size).toBe(4);
});

it('what may be used, and not without care, is a warning', async () => {
  const { connector, problems, warnings } = await inspect(making({ write: { maxExecutionMs: null, indexLagMs: 0 } }));
  expect(problems).toEqual([]);
  expect(connector).not.toBeNull();
  expect(warnings.map(({ text }) => text)).toEqual([
    expect.stringContaining('nobody knows how long a write may go on'),
    expect.stringContaining('there is no order.find-by-reference'),
  ]);
});

describe('a document that does not fit its schema is told what was most likely meant', () => {
  it.each<[string, Record<string, unknown>, string]>([
    [
      'a misspelt key of a value',
      asking({ Id: { form: 'customerId' } }),
      'commands.customer.read.request.Id.form: form is not known here',
    ],
    [
      'a misspelt key of a place',
      answering({ name: { path: 'Name', was: 'x' } }),
      'answer.name.was: was is not known here',
    ],
    ['a format without its separator', { ...reading({}), formats: { a: { type: 'decimal' } } }, 'formats.a.separator'],
    ['a format of no known type', { ...reading({}), formats: { a: { type: 'money' } } }, 'formats.a.type'],
    ['an unknown command', { commands: { 'order.delete': READ } }, 'order.delete'],
  ])('%s', async (_name, document, expected) => {
    expect(await said(document)).toContain(expected);
  });
});
