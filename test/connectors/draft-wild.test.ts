import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CommandName } from '#contracts/commands';
import type { Draft } from '../../agent/draft/document.ts';
import { readSamples, type SampleFile } from '../../agent/draft/sample-files.ts';
import { samplesOf } from '../../agent/draft/samples.ts';
import { draftOf } from './draft.ts';

/** WSDLs that nobody wrote with us in mind. */
interface Wild {
  style?: 'document' | 'rpc';
  types?: string;
  /** Operation → children of its request, children of its answer. */
  operations: Record<string, [string, string]>;
}

const element = (name: string, type: string, more = ''): string =>
  `<xsd:element name="${name}" type="${type}"${more}/>`;
const complex = (name: string, children: string): string =>
  `<xsd:complexType name="${name}"><xsd:sequence>${children}</xsd:sequence></xsd:complexType>`;
const string = (name: string): string => element(name, 'xsd:string');
const rows = (name: string, type: string): string => element(name, type, ' minOccurs="0" maxOccurs="unbounded"');

function wsdlOf({ style = 'document', types = '', operations }: Wild): string {
  const isRpc = style === 'rpc';
  const names = Object.keys(operations);
  const all = Object.entries(operations);
  const messages = all.flatMap(([name, [asked, told]]) =>
    [
      [name, asked],
      [`${name}Response`, told],
    ].map(([message = '', children = '']) =>
      isRpc
        ? {
            schema: complex(`${message}Type`, children),
            part: `<part name="${message}Part" type="t:${message}Type"/>`,
            message,
          }
        : {
            schema: `<xsd:element name="${message}"><xsd:complexType><xsd:sequence>${children}</xsd:sequence></xsd:complexType></xsd:element>`,
            part: `<part name="parameters" element="t:${message}"/>`,
            message,
          },
    ),
  );
  const body = isRpc
    ? '<soap:body use="encoded" namespace="urn:wild" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/>'
    : '<soap:body use="literal"/>';
  return `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:wild" targetNamespace="urn:wild">
<types><xsd:schema targetNamespace="urn:wild">${types}${messages.map(({ schema }) => schema).join('')}</xsd:schema></types>
${messages.map(({ message, part }) => `<message name="${message}">${part}</message>`).join('')}
<portType name="P">${names.map((name) => `<operation name="${name}"><input message="t:${name}"/><output message="t:${name}Response"/></operation>`).join('')}</portType>
<binding name="B" type="t:P"><soap:binding style="${style}" transport="http://schemas.xmlsoap.org/soap/http"/>${names.map((name) => `<operation name="${name}"><soap:operation soapAction=""/><input>${body}</input><output>${body}</output></operation>`).join('')}</binding>
<service name="S"><port name="P" binding="t:B"><soap:address location="http://127.0.0.1:9/"/></port></service></definitions>`;
}

async function drafted(wild: Wild, samples: readonly SampleFile[] = []): Promise<Draft> {
  const folder = mkdtempSync(join(tmpdir(), 'wild-'));
  try {
    writeFileSync(join(folder, 'wild.wsdl'), wsdlOf(wild));
    return await draftOf(
      { connector: 'wild', folder, files: new Map([['main', 'wild.wsdl']]) },
      samplesOf(readSamples(samples).samples),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}
const operationOf = ({ commands }: Draft, command: CommandName): string | undefined => commands.get(command)?.operation;

const ORDER = complex(
  'Ord',
  `${string('OrderNo')}${string('CustomerNo')}${string('OrderDate')}${string('Status')}${string('ORDHDR_NUM')}`,
);
const READ: [string, string] = [string('OrderNo'), element('Order', 't:Ord')];
const LIST: [string, string] = [string('CustomerNo'), rows('Order', 't:Ord')];

describe('a draft of a WSDL that nobody has seen', () => {
  it('finds its way among a thousand operations and three megabytes', async () => {
    const filler = Object.fromEntries(
      Array.from({ length: 1000 }, (_, at): [string, [string, string]] => [
        `ReadLedgerJournal${at}`,
        [
          string(`Key${at}`),
          Array.from({ length: 24 }, (_none, field) => string(`LEDGER_FIELD_${at}_${field}_OF_THE_JOURNAL`)).join(''),
        ],
      ]),
    );
    const wild: Wild = { types: ORDER, operations: { ...filler, ReadOrder: READ, ListOrders: LIST } };
    expect(wsdlOf(wild).length).toBeGreaterThan(2_000_000);
    const draft = await drafted(wild);
    expect(operationOf(draft, 'order.read')).toBe('ReadOrder');
    expect(operationOf(draft, 'order.list')).toBe('ListOrders');
  }, 60_000);

  it('ends where types contain themselves', async () => {
    const node = complex('Node', `${string('OrderNo')}${element('Parent', 't:Node')}${rows('Child', 't:Node')}`);
    const draft = await drafted({
      types: node,
      operations: { ReadOrder: [string('OrderNo'), element('Order', 't:Node')] },
    });
    expect(draft.text).toContain('drawbridge: connector/1');
  });

  it('reads rpc/encoded', async () => {
    const draft = await drafted({ style: 'rpc', types: ORDER, operations: { ReadOrder: READ, ListOrders: LIST } });
    expect(operationOf(draft, 'order.list')).toBe('ListOrders');
    expect(draft.text).toContain('path: ReadOrderResponsePart/Order/OrderNo');
  });

  it('proposes no place for names that say nothing', async () => {
    const fields = Array.from({ length: 40 }, (_, at) => string(`FLD${String(at).padStart(4, '0')}`)).join('');
    const { text } = await drafted({
      types: complex('Rec', fields),
      operations: { ReadOrder: [string('P1'), element('R', 't:Rec')] },
    });
    expect(text).not.toMatch(/path: R\/FLD/);
  });

  it('never takes what changes or ends an order, or orders from a vendor, for what makes one', async () => {
    const line = complex('Lin', `${string('ItemNo')}${string('Quantity')}${string('UnitPrice')}`);
    const made: [string, string] = [
      `${string('CustomerNo')}${string('Reference')}${rows('Line', 't:Lin')}`,
      string('OrderNo'),
    ];
    const others = ['UpdateOrder', 'CancelOrder', 'DeleteOrder', 'CreateVendorOrder', 'CreateQuote', 'PrintOrder'];
    const alone = await drafted({ types: line, operations: Object.fromEntries(others.map((name) => [name, made])) });
    expect(operationOf(alone, 'order.create')).toBeUndefined();
    const both = await drafted({
      types: line,
      operations: Object.fromEntries([...others, 'CreateOrder'].map((name) => [name, made])),
    });
    expect(operationOf(both, 'order.create')).toBe('CreateOrder');
  });

  it('proposes nothing where there is nothing', async () => {
    const draft = await drafted({ operations: { Ping: [string('A'), string('B')] } });
    expect([...draft.commands]).toEqual([]);
  });

  it('of one operation for everything takes names from a captured answer, the document in its text included', async () => {
    const run: [string, string] = [
      `${string('name')}${string('inputXml')}`,
      `${string('status')}${string('resultXml')}`,
    ];
    const inner = `<RESULT><GRP ID="G1"><FLD NAME="CUSNUM">AT001</FLD></GRP><TAB ID="T1"><LIN NUM="1">
<FLD NAME="ORDNUM">SO-1</FLD><FLD NAME="CUSNUM">AT001</FLD><FLD NAME="ORDDAT">20261102</FLD><FLD NAME="STATUS">3</FLD>
<FLD NAME="ZZ17">x</FLD></LIN></TAB></RESULT>`;
    const answer = `<t:runResponse xmlns:t="urn:wild"><status>1</status><resultXml><![CDATA[${inner}]]></resultXml></t:runResponse>`;
    const sample = { name: 'order.list.xml', bytes: new TextEncoder().encode(answer) };
    const { text } = await drafted({ operations: { run } }, [sample]);
    expect(text).toContain('payload: { path: resultXml, holds: xml }');
    expect(text).toContain('each: "TAB[@ID=T1]/LIN"');
    expect(text).toContain('orderId: { path: "FLD[@NAME=ORDNUM]" }');
    expect(text).toContain('orderedOn: { path: "FLD[@NAME=ORDDAT]", as: date }');
    expect(text).toContain('date: { type: date, pattern: yyyyMMdd }');
    expect(text).not.toContain('ZZ17');
  });

  it('with several services says which one a command asks', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'wild-'));
    try {
      writeFileSync(join(folder, 'Orders.wsdl'), wsdlOf({ types: ORDER, operations: { Read: READ } }));
      writeFileSync(join(folder, 'Vendors.wsdl'), wsdlOf({ types: ORDER, operations: { Read: READ } }));
      const files = new Map([
        ['Vendors', 'Vendors.wsdl'],
        ['Orders', 'Orders.wsdl'],
      ]);
      const { commands, text } = await draftOf({ connector: 'wild', folder, files }, samplesOf([]));
      expect(commands.get('order.read')?.service).toBe('Orders');
      expect(text).toContain('service: Orders');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
