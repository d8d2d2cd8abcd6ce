import { rm } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { inspectConnector, sayProblem } from '../../agent/erp/connector/load.ts';
import { CREDENTIALS, FIELDS, FINE, GOOD, READ, scriptedForTests, settings } from './login-material.ts';
import { askCustomer, connectorFolder, type Reply } from './scripted-erp.ts';
import { el, faultOf, NS, smallWsdl, soapOf } from './small-wsdl.ts';

/** Connectors and ERPs as somebody finds them on a bad day: each is told in a sentence, and none stops the agent. */
const scripted = scriptedForTests();
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

const wsdlWith = (types: string, response = FIELDS): string =>
  smallWsdl({ operations: [{ name: 'Read', request: el('Id'), response }], types });

async function inspect(wsdl: string, document: Record<string, unknown> = {}) {
  const folder = await connectorFolder({
    document: { commands: READ, ...document },
    wsdls: { 'small.wsdl': wsdl },
  });
  folders.push(folder);
  const { connector, problems } = await inspectConnector(folder);
  return { connector, said: problems.map(sayProblem) };
}

const naming = (answer: object) => ({
  commands: {
    'customer.read': { ...READ['customer.read'], answer: { ...READ['customer.read'].answer, name: answer } },
  },
});

describe('a WSDL', () => {
  it.each<[string, string, RegExp]>([
    ['that is cut', wsdlWith('').slice(0, 900), /^connector\.yaml:\d+:\d+ soap\.wsdl: small\.wsdl: .*not XML/],
    ['with a tag that is not closed', wsdlWith('<xsd:element name="x">'), /small\.wsdl: .*not XML/],
    ['that is a page of a login', '<html><body>Please sign in</body></html>', /small\.wsdl: has no operation/],
    ['that is empty', '', /small\.wsdl: .*not XML/],
  ])('%s is refused at its place', async (_name, wsdl, expected) => {
    const { connector, said } = await inspect(wsdl);
    expect(connector).toBeNull();
    expect(said).toEqual([expect.stringMatching(expected)]);
  });

  it('that imports an address is refused, with how to make it local', async () => {
    const { connector, said } = await inspect(
      wsdlWith('<xsd:import namespace="urn:x" schemaLocation="http://127.0.0.1:9/types.xsd"/>'),
    );
    expect(connector).toBeNull();
    expect(said[0]).toContain('imports http://127.0.0.1:9/types.xsd: only files of the folder may be imported');
    expect(said[0]).toContain('save it beside the WSDL and write its file name there');
  });

  it.each<[string, string]>([
    [
      '20,000 types',
      Array.from(
        { length: 20_000 },
        (_, index) =>
          `<xsd:complexType name="T${index}"><xsd:sequence>${el('Next', `t:T${index + 1}`)}</xsd:sequence></xsd:complexType>`,
      ).join(''),
    ],
    [
      'one type of 36,000 elements',
      `<xsd:complexType name="T0"><xsd:sequence>${Array.from({ length: 36_000 }, (_, index) => el(`Field${index}`)).join('')}</xsd:sequence></xsd:complexType>`,
    ],
  ])(
    'of some 3 MB, with %s that are used, is read in bounded time',
    async (_name, types) => {
      const wsdl = wsdlWith(types, FIELDS + el('Deep', 't:T0'));
      expect(wsdl.length).toBeGreaterThan(2_500_000);
      const startedMs = performance.now();
      const { said } = await inspect(wsdl);
      expect(said).toEqual([]);
      expect(performance.now() - startedMs).toBeLessThan(5_000);
    },
    30_000,
  );

  it('whose groups double at each of 40 levels, or hold themselves, is read', async () => {
    const holding = (index: number, other: number): string => {
      const twice = `<xsd:group ref="t:G${other}"/>`.repeat(2);
      return `<xsd:group name="G${index}"><xsd:sequence>${el('Title')}${twice}</xsd:sequence></xsd:group>`;
    };
    const used = '<xsd:complexType name="Part"><xsd:sequence><xsd:group ref="t:G0"/></xsd:sequence></xsd:complexType>';
    const levels = Array.from({ length: 40 }, (_, index) => holding(index, index + 1)).join('');
    for (const groups of [levels, holding(0, 0)]) {
      const wsdl = wsdlWith(groups + used, FIELDS + el('Part', 't:Part'));
      expect((await inspect(wsdl, naming({ path: 'Part/Title' }))).said).toEqual([]);
    }
  });

  it('larger than any real one is refused', async () => {
    const { said } = await inspect(`${wsdlWith('')}<!-- ${'x'.repeat(17 * 1024 * 1024)} -->`);
    expect(said).toEqual([expect.stringContaining('too large')]);
  });

  it('of two ports gives each operation once, by SOAP 1.1 unless the document says 1.2', async () => {
    const [first, second] = [wsdlWith(''), smallWsdl({ operations: [], version: '1.2' })];
    const soap12 = /xmlns:s="([^"]*)"/.exec(second)?.[1] ?? '';
    const binding = /<wsdl:binding .*<\/wsdl:binding>/.exec(first)?.[0] ?? '';
    const other = binding
      .replace('name="Binding"', `name="Binding12" xmlns:v="${soap12}"`)
      .replaceAll('<s:', '<v:')
      .replaceAll('</s:', '</v:');
    const wsdl = first
      .replace(binding, other + binding)
      .replace('</wsdl:port>', '</wsdl:port><wsdl:port name="P12" binding="t:Binding12"/>');
    const versionOf = async (soap: object) =>
      (await inspect(wsdl, { soap })).connector?.services.get('main')?.operations.get('Read')?.soapVersion;
    expect(await versionOf({ wsdl: 'small.wsdl' })).toBe('1.1');
    expect(await versionOf({ wsdl: 'small.wsdl', version: '1.2' })).toBe('1.2');
  });

  const circle = (content: string) => `<xsd:complexType name="Part">${content}</xsd:complexType>`;
  it('with a type that holds itself is read, as deep as a path goes', async () => {
    const wsdl = wsdlWith(
      circle(`<xsd:sequence>${el('Title')}${el('Part', 't:Part', '0..1')}</xsd:sequence>`),
      FIELDS + el('Part', 't:Part', '0..1'),
    );
    const document = naming({ path: 'Part/Part/Part/Title' });
    expect((await inspect(wsdl, document)).said).toEqual([]);
    const body = `<t:ReadResponse><t:Id>C1</t:Id><t:Part><t:Part><t:Part><t:Title>Nord</t:Title></t:Part></t:Part></t:Part></t:ReadResponse>`;
    const { erp } = await scripted({ document, wsdls: { 'small.wsdl': wsdl } }, () => soapOf(body));
    expect(await askCustomer(erp)).toMatchObject(FINE);
  });
  it('with a type that is made from itself is refused by name', async () => {
    const made = '<xsd:complexContent><xsd:extension base="t:Part"/></xsd:complexContent>';
    const { said } = await inspect(wsdlWith(circle(made), FIELDS + el('Part', 't:Part')));
    expect(said).toEqual([expect.stringContaining(`the type {${NS}}Part is made from itself`)]);
  });
});

describe('a document', () => {
  it('with an expression that does not fit its types is refused; one that fails on real data is a problem, no crash', async () => {
    const cel = (text: string) => naming({ cel: text, with: { n: { path: 'Name' } } });
    const { said } = await inspect(wsdlWith(''), cel('n + 1'));
    expect(said).toEqual([
      expect.stringContaining('the expression is wrong: + does not go between a text and a whole number'),
    ]);
    const { erp } = await scripted({ document: cel('decimal(n) > decimal("0") ? "plus" : "none"') }, (_call, count) =>
      count === 1 ? GOOD : GOOD.replace('Nord', '1.5'),
    );
    expect(await askCustomer(erp)).toMatchObject({ ok: false, error: { code: 'erp.answer-off-contract' } });
    expect(await askCustomer(erp)).toMatchObject({ ok: true, value: { name: 'plus' } });
  });

  it.each(['connector/2', 'connector/10'])(
    'of the newer version %s is told so, and nothing else',
    async (drawbridge) => {
      const { said } = await inspect(wsdlWith(''), { drawbridge, thatIsNew: true });
      expect(said).toEqual([
        `connector.yaml:1:1 drawbridge: this agent reads connector/1, and the document is ${drawbridge}: update the agent`,
      ]);
    },
  );

  it.each<[string, unknown]>([
    ['as the name of a setting', 'geheim9'],
    ['that no setting could be called', 'geheim9!'],
    ['as a value', { const: 'geheim9' }],
  ])('with a password in its login, %s, is refused without repeating it', async (_name, password) => {
    const login = { http: { type: 'basic', user: 'user', password } };
    const { connector, said } = await inspect(wsdlWith(''), { settings: CREDENTIALS, login });
    expect(connector).toBeNull();
    expect(said.join()).toMatch(/login\.http\.password: ./);
    if (password === 'geheim9') expect(said.join()).toContain('never write the secret itself');
    expect(said.join()).not.toContain('geheim9');
  });
});

it.each<[string, string, unknown]>([
  ['a value', 'Passwd', { const: 'geheim9' }],
  ['a template', 'Passwd', { template: 'geheim9', with: {} }],
  ['an expression', 'Passwd', { cel: '"geheim9"', with: {} }],
  ['an HTTP header', 'Authorization', { const: 'Basic geheim9' }],
])('a secret written down as %s is refused without repeating it', async (_name, key, value) => {
  const wsdl = smallWsdl({
    operations: [{ name: 'Read', request: el('Id') + el('Passwd', 'xsd:string', '0..1'), response: FIELDS }],
  });
  const read = READ['customer.read'];
  const inBody = { commands: { 'customer.read': { ...read, request: { ...read.request, [key]: value } } } };
  const inHeader = { soap: { wsdl: 'small.wsdl', httpHeaders: { [key]: value } } };
  const { said } = await inspect(wsdl, key === 'Passwd' ? inBody : inHeader);
  expect(said).toEqual([expect.stringContaining(`${key}: a secret must be a setting, never written here`)]);
  expect(said.join()).not.toContain('geheim9');
});

const htmlOf = (status: number): Reply => ({
  status,
  type: 'text/html; charset=utf-8',
  body: '<!doctype html><html><body>Maintenance until 18:00</body></html>',
});

describe('an ERP', () => {
  const session = {
    operation: 'Login',
    request: { User: { setting: 'user' }, Password: { setting: 'password' } },
    keep: { id: { path: 'Session' } },
    verdict: { faults: [{ text: '*wrong password*', means: 'credential-refused' }] },
  };
  it('that refuses the login is not asked again and again: an account is not locked by us', async () => {
    const document = { commands: READ, settings: CREDENTIALS, login: { session } };
    const { erp, operations } = await scripted({ document, settings }, () => ({
      status: 500,
      body: faultOf('e:Client', 'Wrong password'),
    }));
    const asked = await Promise.all([askCustomer(erp), askCustomer(erp), askCustomer(erp)]);
    for (const each of [...asked, await askCustomer(erp), await askCustomer(erp)]) {
      expect(each).toMatchObject({ ok: false, error: { code: 'erp.credential-refused' } });
    }
    expect(operations()).toEqual(['Login']);
  });
  it('that refuses the credentials of a call gets that call once', async () => {
    const login = { http: { type: 'basic', user: 'user', password: 'password' } };
    const document = { commands: READ, settings: CREDENTIALS, login };
    const { erp, operations } = await scripted({ document, settings }, () => ({ ...htmlOf(401) }));
    expect(await askCustomer(erp)).toMatchObject({ ok: false, error: { code: 'erp.credential-refused' } });
    expect(operations()).toEqual(['Read']);
  });

  it.each([200, 503])(
    'in maintenance that answers HTML with %i is unreadable once, and read when it is back',
    async (status) => {
      const { erp, operations } = await scripted({ document: { commands: READ } }, (_call, count) =>
        count === 1 ? htmlOf(status) : GOOD,
      );
      const answer = await askCustomer(erp);
      expect(answer).toMatchObject({ ok: false, error: { code: 'erp.answer-unreadable' } });
      expect(answer.ok ? '' : answer.error.detail).toMatch(
        status === 200 ? /HTTP 200 of type text\/html/ : /HTTP 503$/,
      );
      expect(operations()).toEqual(['Read']);
      expect(await askCustomer(erp)).toMatchObject(FINE);
    },
  );
  it('in maintenance whose 503 the document explains is overloaded', async () => {
    const verdict = { faults: [{ http: 503, means: 'overloaded' }] };
    const { erp } = await scripted({ document: { commands: READ, verdict } }, () => htmlOf(503));
    expect(await askCustomer(erp)).toMatchObject({ ok: false, error: { category: 'unavailable' } });
  });
});
