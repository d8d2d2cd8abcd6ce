import { afterEach, describe, expect, it } from 'vitest';
import { askCustomer, openScripted, type Script, type ScriptedErp } from './scripted-erp.ts';
import { el, NS, smallWsdl, soapOf } from './small-wsdl.ts';

let open: ScriptedErp | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});
const start = async (document: Record<string, unknown>, wsdl: string, script: Script): Promise<ScriptedErp> => {
  open = await openScripted({ document, wsdls: { 'small.wsdl': wsdl } }, script);
  return open;
};
const READ = { operation: 'Read', request: { Id: { from: 'customerId' } } };
const fields = (id: string, name: string) => ({
  customerId: { path: id },
  name: { path: name },
  currency: { const: 'EUR' },
  onHold: { const: false },
});
const FINE = { ok: true, value: { customerId: 'C1', name: 'Nord & Söhne <x>' } };
const TEXT = 'Nord &amp; Söhne &lt;x&gt;';
const escaped = (xml: string): string => xml.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

describe('a document carried as text', () => {
  const wsdl = smallWsdl({
    operations: [{ name: 'Run', request: el('Public') + el('Input'), response: el('Status') + el('Result') }],
  });
  const xml = {
    root: 'PARAM',
    declaration: true,
    fields: {
      GRP: {
        fields: {
          '@ID': { const: 'HEAD' },
          FLD: [
            { fields: { '@NAME': { const: 'BPC' }, '.': { from: 'customerId' } } },
            { fields: { '@NAME': { const: 'SITE' }, '.': { const: 'A' } } },
          ],
        },
      },
    },
  };
  const documentFor = (holds: string, input: object, answer: object) => ({
    verdict: { code: 'Status', success: ['1'], message: 'Result', refused: ['0'] },
    commands: {
      'customer.read': {
        operation: 'Run',
        request: { Public: { const: 'READ' }, Input: input },
        payload: { path: 'Result', holds },
        answer,
      },
    },
  });
  const byName = fields('GRP[@ID=HEAD]/FLD[@NAME=BPC]', 'GRP[@ID=HEAD]/FLD[@NAME=NAM]');
  const inner = `<RESULT><GRP ID="HEAD"><FLD NAME="BPC">C1</FLD><FLD NAME="NAM">${TEXT}</FLD></GRP><GRP ID="B"><FLD NAME="NAM">no</FLD></GRP></RESULT>`;
  const run = (result: string, status = '1'): string =>
    soapOf(`<t:RunResponse><t:Status>${status}</t:Status><t:Result>${result}</t:Result></t:RunResponse>`);

  it.each([
    ['escaped', escaped(inner)],
    ['as CDATA', `<![CDATA[${inner}]]>`],
    ['with a declaration of another charset', escaped(`<?xml version="1.0" encoding="UTF-16"?>\n${inner}`)],
    ['as CDATA with a declaration', `<![CDATA[<?xml version="1.0" encoding="ISO-8859-1"?>${inner}]]>`],
  ])('is XML, %s', async (_name, result) => {
    const { erp, calls } = await start(documentFor('xml', { xml }, byName), wsdl, () => run(result));
    expect(await askCustomer(erp)).toMatchObject(FINE);
    expect(calls[0]?.body).toContain(
      escaped(
        '<?xml version="1.0" encoding="UTF-8"?><PARAM><GRP ID="HEAD"><FLD NAME="BPC">C1</FLD><FLD NAME="SITE">A</FLD></GRP></PARAM>',
      ).replaceAll('"', '&quot;'),
    );
  });
  it('is JSON, whose numbers keep their digits', async () => {
    const json = {
      bare: ['count'],
      fields: { key: { from: 'customerId' }, count: { const: '5' }, list: [{ fields: { a: { const: 'x' } } }] },
    };
    const answer = { ...fields('BPC', 'rows[kind=main]/name'), creditLimit: { path: 'limit', as: 'amount' } };
    const document = {
      ...documentFor('json', { json }, answer),
      formats: { amount: { type: 'decimal', separator: '.' } },
    };
    const { erp, calls } = await start(document, wsdl, () =>
      run(
        escaped(
          '{"BPC":"C1","rows":[{"kind":"other","name":"no"},{"kind":"main","name":"Nord & Söhne <x>"}],"limit":12345678901234567.89}',
        ),
      ),
    );
    expect(await askCustomer(erp)).toMatchObject({
      ok: true,
      value: { ...FINE.value, creditLimit: '12345678901234567.89' },
    });
    expect(calls[0]?.body).toContain('{"key":"C1","count":5,"list":[{"a":"x"}]}'.replaceAll('"', '&quot;'));
  });
  it.each([
    ['xml', ''],
    ['xml', 'no XML'],
    ['xml', escaped('<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>')],
    ['xml', escaped(`${'<a>'.repeat(100)}${'</a>'.repeat(100)}`)],
    ['json', '{"BPC":'],
    ['json', '['.repeat(5000)],
    ['json', `${'{"a":'.repeat(100)}1${'}'.repeat(100)}`],
  ])('that is no %s is refused: %.30s', async (holds, result) => {
    const { erp } = await start(documentFor(holds, { const: '' }, byName), wsdl, () => run(result));
    expect(await askCustomer(erp)).toMatchObject({ ok: false, error: { code: 'erp.answer-unreadable' } });
  });
  it('is not looked for where the answer around it says no', async () => {
    const { erp } = await start(documentFor('xml', { const: '' }, byName), wsdl, () => run('Site missing', '0'));
    expect(await askCustomer(erp)).toMatchObject({
      ok: false,
      error: { code: 'erp.rejected', message: 'Site missing' },
    });
  });
});

describe('rpc/encoded', () => {
  const types =
    `<xsd:complexType name="Context"><xsd:sequence>${el('lang')}${el('pool')}</xsd:sequence></xsd:complexType>` +
    `<xsd:complexType name="Pair"><xsd:sequence>${el('key')}${el('value')}</xsd:sequence></xsd:complexType>` +
    '<xsd:complexType name="Pairs"><xsd:complexContent><xsd:restriction base="soapenc:Array"><xsd:attribute ref="soapenc:arrayType"' +
    ' wsdl:arrayType="t:Pair[]"/></xsd:restriction></xsd:complexContent></xsd:complexType>' +
    `<xsd:complexType name="Result"><xsd:sequence>${el('id')}${el('name')}</xsd:sequence></xsd:complexType>`;
  const wsdl = smallWsdl({
    style: 'rpc-encoded',
    qualified: false,
    types,
    operations: [
      {
        name: 'Read',
        request: { context: 't:Context', publicName: 'xsd:string', objectKeys: 't:Pairs', last: 'xsd:int' },
        response: { readReturn: 't:Result' },
      },
    ],
  });
  const document = {
    commands: {
      'customer.read': {
        operation: 'Read',
        // In another order than the parts, on purpose.
        request: {
          last: { const: '' },
          objectKeys: { fields: { item: [{ fields: { key: { const: 'BPC' }, value: { from: 'customerId' } } }] } },
          publicName: { const: 'CUST' },
          context: { fields: { pool: { const: 'P' }, lang: { const: 'ENG' } } },
        },
        answer: fields('readReturn/id', 'readReturn/name'),
      },
    },
  };
  const answered = (inside: string, aside = ''): string =>
    soapOf(`<t:ReadResponse>${inside}</t:ReadResponse>${aside}`).replace(
      'xmlns:t=',
      'xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:t=',
    );

  it('sends every part in the order of the WSDL, each with its type', async () => {
    const { erp, calls } = await start(document, wsdl, () =>
      answered(
        `<readReturn xsi:type="t:Result"><id xsi:type="xsd:string">C1</id><name xsi:type="xsd:">${TEXT}</name></readReturn>`,
      ),
    );
    expect(await askCustomer(erp)).toMatchObject(FINE);
    const body = calls[0]?.body ?? '';
    const prefix = (namespace: string): string => new RegExp(`xmlns:(n\\d)="${namespace}"`).exec(body)?.[1] ?? '?';
    const [t, xsi] = [prefix(NS), prefix('http://www.w3.org/2001/XMLSchema-instance')];
    const [xsd, enc] = [
      prefix('http://www.w3.org/2001/XMLSchema'),
      prefix('http://schemas.xmlsoap.org/soap/encoding/'),
    ];
    const text = `${xsi}:type="${xsd}:string"`;
    expect(body.slice(body.indexOf('<soap:Body>'))).toBe(
      `<soap:Body><${t}:Read soap:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/">` +
        `<context ${xsi}:type="${t}:Context"><lang ${text}>ENG</lang><pool ${text}>P</pool></context>` +
        `<publicName ${text}>CUST</publicName>` +
        `<objectKeys ${xsi}:type="${enc}:Array" ${enc}:arrayType="${t}:Pair[1]"><item ${xsi}:type="${t}:Pair">` +
        `<key ${text}>BPC</key><value ${text}>C1</value></item></objectKeys>` +
        `<last ${xsi}:type="${xsd}:int"/></${t}:Read></soap:Body></soap:Envelope>`,
    );
  });
  it('puts values that are referred to back in their place', async () => {
    const { erp } = await start(document, wsdl, () =>
      answered(
        '<readReturn href="#id0"/>',
        `<multiRef id="id0" xsi:type="t:Result"><id>C1</id><name href="#id1"/></multiRef><multiRef id="id1" xsi:type="xsd:string">${TEXT}</multiRef>`,
      ),
    );
    expect(await askCustomer(erp)).toMatchObject(FINE);
  });
  const branch = (level: number): string =>
    `<multiRef id="l${level}">${Array.from({ length: 10 }, () => `<x href="#l${level + 1}"/>`).join('')}</multiRef>`;
  it.each([
    ['a value that refers to itself', '<multiRef id="id0"><id href="#id0"/></multiRef>'],
    [
      'two that refer to each other',
      '<multiRef id="id0"><id href="#id1"/></multiRef><multiRef id="id1"><a href="#id0"/></multiRef>',
    ],
    ['a value that is not there', '<multiRef id="id9"><id>C1</id></multiRef>'],
    [
      'values that multiply',
      `<multiRef id="id0"><x href="#l1"/></multiRef>${[1, 2, 3, 4, 5, 6, 7].map(branch).join('')}<multiRef id="l8">x</multiRef>`,
    ],
  ])('refuses %s', async (_name, aside) => {
    const { erp } = await start(document, wsdl, () => answered('<readReturn href="#id0"/>', aside));
    expect(await askCustomer(erp)).toMatchObject({ ok: false, error: { code: 'erp.answer-unreadable' } });
  });
});

describe('SOAP 1.2', () => {
  const wsdl = smallWsdl({
    version: '1.2',
    operations: [{ name: 'Read', request: el('Id'), response: el('Id') + el('Name') }],
  });
  const document = {
    verdict: { faults: [{ code: 'NoSuchCustomer', means: 'not-found' }] },
    commands: { 'customer.read': { ...READ, answer: fields('Id', 'Name') } },
  };
  const good = soapOf(`<t:ReadResponse><t:Id>C1</t:Id><t:Name>${TEXT}</t:Name></t:ReadResponse>`, '1.2');
  const type = 'application/soap+xml; charset=utf-8';
  const fault = (code: string): string =>
    soapOf(
      `<e:Fault><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>t:${code}</e:Value></e:Subcode></e:Code><e:Reason><e:Text xml:lang="en">No such customer</e:Text></e:Reason></e:Fault>`,
      '1.2',
    );
  it('has its own envelope and type, and the action in it', async () => {
    const { erp, calls } = await start(document, wsdl, () => ({ type, body: good }));
    expect(await askCustomer(erp)).toMatchObject(FINE);
    expect(calls[0]?.headers['content-type']).toBe('application/soap+xml; charset=utf-8; action="urn:small:Read"');
    expect(calls[0]?.headers.soapaction).toBeUndefined();
    expect(calls[0]?.body).toContain('xmlns:soap="http://www.w3.org/2003/05/soap-envelope"');
  });
  it('tells faults with 400, and by their subcode', async () => {
    const { erp } = await start(document, wsdl, (_call, count) => ({
      status: count === 1 ? 400 : 500,
      type,
      body: fault(count === 1 ? 'NoSuchCustomer' : 'Other'),
    }));
    expect(await askCustomer(erp)).toMatchObject({ ok: false, error: { code: 'erp.not-found' } });
    expect(await askCustomer(erp)).toMatchObject({
      ok: false,
      error: { code: 'erp.fault', detail: 't:Other: No such customer' },
    });
  });
  it('is not mixed up with SOAP 1.1', async () => {
    const { erp } = await start(document, wsdl, () => soapOf('<t:ReadResponse><t:Id>C1</t:Id></t:ReadResponse>'));
    expect(await askCustomer(erp)).toMatchObject({ ok: false, error: { code: 'erp.answer-unreadable' } });
  });
});
