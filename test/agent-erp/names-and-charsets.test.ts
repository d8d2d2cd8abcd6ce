import { afterEach, describe, expect, it } from 'vitest';
import { inspectConnector, sayProblem } from '../../agent/erp/connector/load.ts';
import { askCustomer, connectorFolder, openScripted, type Script, type ScriptedErp } from './scripted-erp.ts';
import { el, smallWsdl, soapOf } from './small-wsdl.ts';

let open: ScriptedErp | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});
const start = async (
  document: Record<string, unknown>,
  wsdls: Record<string, string>,
  script: Script,
): Promise<ScriptedErp> => {
  open = await openScripted({ document, wsdls }, script);
  return open;
};
const answer = {
  customerId: { path: 'Id' },
  name: { path: 'Name' },
  currency: { const: 'EUR' },
  onHold: { const: false },
};
const WSDL = smallWsdl({ operations: [{ name: 'Read', request: el('Id'), response: el('Id') + el('Name') }] });
const READ = { 'customer.read': { operation: 'Read', request: { Id: { from: 'customerId' } }, answer } };
const good = (name: string): string =>
  soapOf(`<t:ReadResponse><t:Id>C1</t:Id><t:Name>${name}</t:Name></t:ReadResponse>`);

describe('an answer is read by the charset that it has', () => {
  const NAME = 'Größmann Łódź';
  const utf16 = (text: string, big: boolean): Buffer => {
    const bytes = Buffer.from(text, 'utf16le');
    return big ? bytes.swap16() : bytes;
  };
  const declared = (charset: string, name: string): string =>
    good(name).replace('<?xml version="1.0"?>', `<?xml version="1.0" encoding="${charset}"?>`);
  it.each<[string, string, Buffer, string]>([
    ['Latin-1 by the HTTP header', 'text/xml; charset=ISO-8859-1', Buffer.from(good('Größmann'), 'latin1'), 'Größmann'],
    [
      'Latin-1 by the XML declaration',
      'text/xml',
      Buffer.from(declared('iso-8859-1', 'Größmann'), 'latin1'),
      'Größmann',
    ],
    [
      'windows-1252 by the XML declaration',
      'text/xml',
      Buffer.from(declared('windows-1252', '\u0080 5'), 'latin1'),
      '€ 5',
    ],
    ['UTF-16 with a mark', 'text/xml; charset=utf-16', utf16(`\ufeff${good(NAME)}`, false), NAME],
    ['UTF-16 with a mark, the other way round', 'text/xml', utf16(`\ufeff${good(NAME)}`, true), NAME],
    ['UTF-16 without a mark', 'text/xml; charset=utf-16', utf16(good(NAME), false), NAME],
    ['UTF-16 without a mark, the other way round', 'text/xml; charset=utf-16be', utf16(good(NAME), true), NAME],
    ['UTF-8 with a mark', 'text/xml', Buffer.from(`\ufeff${good(NAME)}`), NAME],
    ['UTF-8 that says it is UTF-16', 'text/xml', Buffer.from(declared('UTF-16', NAME)), NAME],
    ['UTF-8 whose header says UTF-16', 'text/xml; charset=utf-16', Buffer.from(good(NAME)), NAME],
  ])('%s', async (_name, type, body, name) => {
    const { erp, calls } = await start({ commands: READ }, { 'small.wsdl': WSDL }, () => ({ type, body }));
    expect(await askCustomer(erp)).toMatchObject({ ok: true, value: { name } });
    expect(calls[0]?.headers['content-type']).toBe('text/xml; charset=utf-8');
  });
});

describe('a local name in two namespaces', () => {
  const other = '<xsd:import namespace="urn:other" schemaLocation="other.xsd"/>';
  const both = (name: string): string =>
    `<xsd:element name="${name}"><xsd:complexType><xsd:sequence>${el('No')}<xsd:element ref="o:No" xmlns:o="urn:other"/></xsd:sequence></xsd:complexType></xsd:element>`;
  const inner = `<xsd:element ref="t:Both"/>`;
  const wsdls = {
    'small.wsdl': smallWsdl({
      types: both('Both'),
      operations: [{ name: 'Read', request: inner, response: inner }],
    }).replace(
      '<xsd:schema targetNamespace="urn:small-erp" elementFormDefault="qualified">',
      (schema) => schema + other,
    ),
    'other.xsd':
      '<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:other"><xsd:element name="No" type="xsd:string"/></xsd:schema>',
  };
  const documentFor = (first: string, second: string) => ({
    namespaces: { t: 'urn:small-erp', o: 'urn:other' },
    commands: {
      'customer.read': {
        operation: 'Read',
        request: { Both: { fields: { [second]: { const: 'second' }, [first]: { from: 'customerId' } } } },
        answer: { ...answer, customerId: { path: `Both/${first}` }, name: { path: `Both/${second}` } },
      },
    },
  });
  it('is told apart by its prefix, in requests and in answers', async () => {
    const { erp, calls } = await start(documentFor('t:No', 'o:No'), wsdls, () =>
      soapOf('<t:ReadResponse><t:Both><o:No xmlns:o="urn:other">Nord</o:No><t:No>C1</t:No></t:Both></t:ReadResponse>'),
    );
    expect(await askCustomer(erp)).toMatchObject({ ok: true, value: { customerId: 'C1', name: 'Nord' } });
    expect(calls[0]?.body).toMatch(/<n1:Both><n1:No>C1<\/n1:No><n2:No>second<\/n2:No><\/n1:Both>/);
  });
  it('is refused without a prefix, at the place', async () => {
    const { connector, problems } = await inspectConnector(
      await connectorFolder({ document: documentFor('No', 'o:No'), wsdls }),
    );
    expect(connector).toBeNull();
    const said = problems.map(sayProblem);
    expect(said.join('\n')).toMatch(/request\.Both\.fields\.No: No is ambiguous: .*give it a prefix/);
    expect(said.join('\n')).toMatch(/answer\.customerId: No is ambiguous/);
  });
});

describe('a type that takes the place of the declared one', () => {
  const types =
    `<xsd:complexType name="Search" abstract="true"><xsd:sequence/></xsd:complexType>` +
    `<xsd:complexType name="CustomerSearch"><xsd:complexContent><xsd:extension base="t:Search"><xsd:sequence>${el('Key')}</xsd:sequence>` +
    '<xsd:attribute name="operator" type="xsd:string" use="required"/></xsd:extension></xsd:complexContent></xsd:complexType>';
  const wsdl = smallWsdl({
    types,
    operations: [{ name: 'Read', request: el('Search', 't:Search'), response: el('Id') + el('Name') }],
  });
  const documentFor = (fields: object, type = 't:CustomerSearch') => ({
    namespaces: { t: 'urn:small-erp' },
    commands: { 'customer.read': { operation: 'Read', request: { Search: { type, fields } }, answer } },
  });
  it('is sent with its name, its elements and its attributes', async () => {
    const fields = { Key: { from: 'customerId' }, '@operator': { const: 'is' } };
    const { erp, calls } = await start(documentFor(fields), { 'small.wsdl': wsdl }, () => good('Nord'));
    expect(await askCustomer(erp)).toMatchObject({ ok: true });
    expect(calls[0]?.body).toMatch(
      /<n1:Search n2:type="n1:CustomerSearch" operator="is"><n1:Key>C1<\/n1:Key><\/n1:Search>/,
    );
  });
  it.each<[string, object, string, string]>([
    ['an unknown type', {}, 't:Nothing', 'the WSDL has no type t:Nothing'],
    ['an unknown prefix', {}, 'x:CustomerSearch', 'the prefix x is not in namespaces'],
    [
      'an element that it lacks',
      { Kee: { const: '' }, '@operator': { const: 'is' } },
      't:CustomerSearch',
      'the WSDL has no element Kee',
    ],
    [
      'an attribute that it lacks',
      { Key: { const: '' }, '@op': { const: 'is' } },
      't:CustomerSearch',
      'the WSDL has no attribute op',
    ],
    ['an attribute left out', { Key: { const: '' } }, 't:CustomerSearch', 'requires the attribute operator'],
  ])('is refused for %s', async (_name, fields, type, expected) => {
    const { problems } = await inspectConnector(
      await connectorFolder({ document: documentFor(fields, type), wsdls: { 'small.wsdl': wsdl } }),
    );
    expect(problems.map(sayProblem).join('\n')).toContain(expected);
  });
});

it('several services, each at its own address, and a name that the wire has otherwise than the WSDL', async () => {
  const document = {
    soap: {
      services: {
        customers: { wsdl: 'small.wsdl', path: { const: '/customers' } },
        others: {
          wsdl: 'other.wsdl',
          endpoint: 'second',
          path: { template: '/{name}/others', with: { name: { setting: 'company' } } },
        },
      },
    },
    settings: { second: { about: 'Second address' }, company: { about: 'Company' } },
    commands: {
      'customer.read': {
        steps: [
          { step: 'a', service: 'customers', operation: 'Read', request: { Id: { from: 'customerId' } } },
          { step: 'b', service: 'others', operation: 'Read', request: { Id: { from: 'customerId' } } },
        ],
        answer: { ...answer, name: { in: 'b', path: ['Nume', 'Naam'], unlisted: true } },
      },
    },
  };
  const wsdls = { 'small.wsdl': WSDL, 'other.wsdl': WSDL };
  const settings = { second: '{origin}/second', company: 'A/S & Co' };
  open = await openScripted({ document, wsdls, settings }, ({ path }) =>
    path.startsWith('/erp/customers') ? good('no') : good('Nord').replaceAll('t:Name', 't:Naam'),
  );
  expect(await askCustomer(open.erp)).toMatchObject({ ok: true, value: { name: 'Nord' } });
  expect(open.calls.map(({ path }) => path)).toEqual(['/erp/customers', '/second/A%2FS%20%26%20Co/others']);
});
