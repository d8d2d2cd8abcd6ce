import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCases } from '../cases.ts';
import { missingWsdls, openFolder } from '../wsdl-folder.ts';
import { readRequest, type StubService } from './read-request.ts';
import { openSchemaCheck } from './schema-check.ts';
import { readWsdl } from './wsdl-text.ts';

/** Requests that the vendor's schema takes, each spoilt in one way that a real server would mind. */
interface Spoilt {
  connector: string;
  wsdl: string;
  golden: string;
  operation: string;
  ways: [string, (request: string) => string][];
}

const swapped = (first: RegExp, second: RegExp) => (request: string) => {
  const [a = '', b = ''] = [first.exec(request)?.[0], second.exec(request)?.[0]];
  return request.replace(a, '<!--1-->').replace(b, a).replace('<!--1-->', b);
};
const SPOILT: Spoilt[] = [
  {
    connector: 'idempiere',
    wsdl: 'compositeInterface.wsdl',
    golden: 'order-create',
    operation: 'compositeOperation',
    ways: [
      ['a wrong order', swapped(/<n1:TableName>[^<]*<\/n1:TableName>/, /<n1:RecordID>[^<]*<\/n1:RecordID>/)],
      ['an unqualified child', (xml) => xml.replace(/n1:TableName/g, 'TableName')],
      ['a required element that is missing', (xml) => xml.replace('<n1:RecordID>0</n1:RecordID>', '')],
      ['an element that is not there', (xml) => xml.replace('<n1:DataRow>', '<n1:DataRow><n1:Zzz/>')],
      ['a wrong type', (xml) => xml.replace('<n1:RecordID>0<', '<n1:RecordID>none<')],
      ['a word that is no value', (xml) => xml.replace('<n1:Action>Create<', '<n1:Action>Make<')],
    ],
  },
  {
    connector: 'sap-b1',
    wsdl: 'OrdersService.wsdl',
    golden: 'order-create',
    operation: 'Add',
    ways: [
      ['an unqualified child', (xml) => xml.replace(/n1:CardCode/g, 'CardCode')],
      ['an element of the wrong namespace', (xml) => xml.replace(/n1:CardCode/g, 'n2:CardCode')],
      ['an element that is not there', (xml) => xml.replace(/n1:NumAtCard/g, 'n1:Reference')],
      ['a decimal comma', (xml) => xml.replace('>1.5<', '>1,5<')],
      ['a date of another notation', (xml) => xml.replace('2026-12-01', '01.12.2026')],
      ['another service in the header', (xml) => xml.replace('>OrdersService<', '>ItemsService<')],
    ],
  },
  {
    connector: 'netsuite',
    wsdl: 'netsuite.wsdl',
    golden: 'order-create',
    operation: 'add',
    ways: [
      ['a wrong order', swapped(/<n3:otherRefNum>[^<]*<\/n3:otherRefNum>/, /<n3:shipDate>[^<]*<\/n3:shipDate>/)],
      ['an unqualified child', (xml) => xml.replace(/n3:otherRefNum/g, 'otherRefNum')],
      ['a record without its type', (xml) => xml.replace(' n4:type="n3:SalesOrder"', '')],
      ['a type of another record', (xml) => xml.replace('n3:SalesOrder"', 'n3:Invoice2"')],
      ['an element that is not there', (xml) => xml.replace(/n3:rate/g, 'n3:unitPrice')],
      ['a wrong type', (xml) => xml.replace('<n3:quantity>2<', '<n3:quantity>two<')],
      ['a passport without its algorithm', (xml) => xml.replace(' algorithm="HMAC-SHA256"', '')],
    ],
  },
  {
    connector: 'sage-x3',
    wsdl: 'CAdxWebServiceXmlCC.wsdl',
    golden: 'order-create',
    operation: 'save',
    ways: [
      ['parts in a wrong order', swapped(/<publicName.*<\/publicName>/, /<objectXml.*<\/objectXml>/)],
      ['a part that is missing', (xml) => xml.replace(/<publicName.*<\/publicName>/, '')],
      ['a qualified part', (xml) => xml.replace(/(<\/?)publicName/g, '$1n1:publicName')],
      ['a child that is missing', (xml) => xml.replace(/<poolAlias.*<\/poolAlias>/, '')],
      ['a type that does not derive', (xml) => xml.replace('n1:CAdxCallContext', 'n1:CAdxMessage')],
    ],
  },
];

describe.each(SPOILT)('$connector', ({ connector, wsdl, golden, operation, ways }) => {
  const { erp, cases } = readCases(connector);
  const missing = missingWsdls(connector, erp);
  const exchange = cases
    .find(({ name }) => name === golden)
    ?.given.exchanges.find((candidate) => candidate.operation === operation);
  let service: StubService | null = null;

  beforeAll(() => {
    const folder = openFolder(connector, erp);
    if (folder === null) return;
    const read = readWsdl(folder.folder, wsdl);
    service = { path: '/', operations: read.operations, check: openSchemaCheck(read) };
    folder.close();
  });
  afterAll(() => service?.check.close());

  const taken = (body: string) => {
    const { soapAction } = exchange ?? {};
    const request = { method: 'POST', path: '/', contentType: 'text/xml', soapAction, authorization: undefined, body };
    return readRequest(request, service === null ? [] : [service]);
  };
  // The vendor's text is not ours to ship, so it is read where it lies.
  const where = missing.length === 0 ? '' : ` (${missing.join(', ')} not found: set DRAWBRIDGE_SHARED)`;
  it.skipIf(missing.length > 0)(`takes the request as it is${where}`, () => {
    expect(taken(exchange?.request ?? '')).toMatchObject({ ok: true, operation: { name: operation } });
  });
  it.skipIf(missing.length > 0).each(ways)('refuses %s', (_what, spoil) => {
    const request = exchange?.request ?? '';
    const spoilt = spoil(request);
    expect(spoilt).not.toBe(request);
    expect(taken(spoilt)).toMatchObject({ ok: false });
  });
});
