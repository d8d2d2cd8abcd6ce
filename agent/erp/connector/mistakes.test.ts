import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { inspectConnector, sayProblem } from './load.ts';

/** What somebody types wrong who writes a connector for the first time: told once, where it is, with how to mend it. */
const DEMO = join(import.meta.dirname, '../../connectors/demo-erp');

async function folderOf(text: string | Uint8Array, file = 'connector.yaml'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'drawbridge-mistakes-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await cp(join(DEMO, 'kontor.wsdl'), join(folder, 'kontor.wsdl'));
  await writeFile(join(folder, file), text);
  return folder;
}

const demo = await readFile(join(DEMO, 'connector.yaml'), 'utf8');

/** All that is said of the demo connector with one change: mistakes, then warnings. */
async function saidOf(from: string, to: string): Promise<string[]> {
  const at = demo.indexOf(from);
  if (at === -1) throw new Error(`nothing to change: ${from}`);
  const { problems, warnings } = await inspectConnector(
    await folderOf(demo.slice(0, at) + to + demo.slice(at + from.length)),
  );
  return [...problems, ...warnings].map(sayProblem);
}

const NAME = 'name: { path: Kunde/Name1 }';
const HOLD = 'onHold: { path: Kunde/Sperre, as: flag }';
const LOOK_UP = demo.slice(demo.indexOf('  order.find-by-reference:'), demo.indexOf('  order.find:'));

it.each<[string, string, string, string]>([
  ['a misspelt place', 'path: Kunde/Name1', 'path: Kunde/Nmae1', 'no element Nmae1 in Kunde: did you mean Name1?'],
  ['a prefix that is not given', NAME, 'name: { path: k:Kunde/Name1 }', 'the prefix k is not in namespaces: give it'],
  ['a place that goes not far enough', NAME, 'name: { path: Kunde }', 'go on to one of them (KundenNr, Name1,'],
  ['a place as XPath has it', NAME, 'name: { path: "//Name1" }', 'a place is names of elements with / between them'],
  ['a field misspelt', NAME, 'nmae: { path: Kunde/Name1 }', 'the contract has no field nmae here: did you mean name?'],
  ['a field left out', `      ${NAME}\n`, '', 'the contract requires name, a text'],
  [
    'no format for yes or no',
    HOLD,
    'onHold: { path: Kunde/Sperre }',
    'wants yes or no: a format of type flag; a value',
  ],
  ['a format misspelt', HOLD, HOLD.replace('flag', 'flagg'), 'there is no format flagg: did you mean flag?'],
  ['a kind of format misspelt', 'flag: { type: flag', 'flag: { type: falg', 'key, decimal, integer, date, datetime, '],
  [
    'a status that no card knows',
    '"20": confirmed',
    '"20": open',
    'does not know: open; it knows draft, confirmed, part-',
  ],
  [
    'net or gross left out',
    '          priceBasis: { const: gross }\n',
    '',
    'requires priceBasis, one of net, gross: a const',
  ],
  ['net or gross in another language', '{ const: gross }', '{ const: brutto }', 'it wants one of net, gross'],
  ['prices sent as nobody says', '      priceBasis: net\n', '', 'prices are sent: say priceBasis, net or gross'],
  ['a write without its lookup', LOOK_UP, '', 'there is no order.find-by-reference: a write without an answer'],
  [
    'a write without its reference',
    '      FremdReferenz: { from: reference }\n      Wunsch',
    '      FremdReferenz: { const: x }\n      Wunsch',
    'order.create.request: the first step that writes must send reference',
  ],
  [
    'a time with its unit',
    'maxExecutionMs: 60000',
    'maxExecutionMs: 60s',
    'a number belongs here, without quotes and without',
  ],
  [
    'an expression cut',
    NAME,
    'name: { cel: "a +", with: { a: { path: Kunde/Name1 } } }',
    'it ends where something should',
  ],
  [
    'an unknown name in an expression',
    NAME,
    'name: { cel: "b", with: { a: { path: Kunde/Name1 } } }',
    'there is no b in it: it has a',
  ],
  [
    'an unknown function',
    NAME,
    'name: { cel: "upper(a)", with: { a: { path: Kunde/Name1 } } }',
    'no function upper for a text',
  ],
  ['a tab', '    operation: KundeLesen', '\toperation: KundeLesen', 'a tab stands before this line: YAML wants spaces'],
  ['a line too far left', '    operation: KundeLesen', '   operation: KundeLesen', 'indented too little or too much'],
  ['a key twice', `      ${NAME}\n`, `      ${NAME}\n`.repeat(2), 'name stands twice in this group, first in line '],
  ['a brace that is not closed', NAME, 'name: { path: Kunde/Name1', 'is not closed: look at the end of line '],
  ['a quote that is not closed', 'secret: true }', 'secret: "true }', 'look for the other quote, bracket or brace'],
  ['two documents', 'limits:\n', '---\nlimits:\n', '--- begins a second document here'],
  [
    'an unknown name of a group',
    'orders: *orderRows',
    'orders: *orderRow',
    'has the name orderRow: did you mean *orderRows?',
  ],
  ['a merge of groups', 'orders: *orderRows', 'orders:\n        <<: *orderRows', '<< is not part of this language'],
  ['a key misspelt', 'limits:\n', 'limitz:\n', 'limitz is not known here: did you mean limits?'],
  ['a key of a value misspelt', NAME, 'name: { pth: Kunde/Name1 }', 'pth is not known here: did you mean path?'],
  [
    'a command misspelt',
    '  customer.read:\n',
    '  customer.raed:\n',
    'customer.raed is not known here: did you mean customer.',
  ],
  [
    'an operation misspelt',
    'operation: KundeLesen',
    'operation: KundenLesen',
    'no operation KundenLesen: did you mean KundeLesen?',
  ],
  [
    'an element misspelt',
    'NurOffene: {',
    'NurOfene: {',
    'no element NurOfene in AuftraegeLesen: did you mean NurOffene?',
  ],
  ['an input misspelt', '{ from: customerId,', '{ from: customerid,', 'no field customerid: did you mean customerId?'],
  ['a number that is a text', 'success: ["0"]', 'success: [0]', 'YAML reads this as a number, and a text belongs here'],
  ['one in place of a list', 'success: ["0"]', 'success: "0"', 'a list belongs here: put it in brackets'],
  ['nothing under a key', 'notFound: ["404"]', 'notFound:', 'nothing stands here, and a list belongs here'],
  ['a page where nothing is paged', '{ from: limit, as: number }', '{ page: size }', 'this command has no paging'],
  ['a version of two numbers', 'version: 1.2.0', 'version: "1.2"', 'three numbers with points between them'],
  [
    'the address of a WSDL',
    'wsdl: kontor.wsdl',
    'wsdl: http://erp/x?wsdl',
    'and no address: save the WSDL beside this',
  ],
  [
    'a secret as a setting',
    '"Password of that user", secret: true',
    '"x", value: geheim9',
    'value is not known here: it has about, secret',
  ],
  [
    'a verdict that no answer has',
    'code: Rueckgabe/Code',
    'code: Rueckgabe/Cod',
    "verdict.code: the verdict's code is not in the",
  ],
])('%s is told once, with how to mend it', async (_name, from, to, expected) => {
  const said = await saidOf(from, to);
  expect(said).toEqual([expect.stringContaining(expected)]);
  expect(said[0]).toMatch(/^connector\.yaml:\d+:\d+ /);
  expect(said.join()).not.toMatch(/geheim9|Invalid|received undefined|\^\[/);
});

it('a place in another namespace says which one it is in', async () => {
  const said = await saidOf('limits:\n', 'namespaces: { k: "urn:other" }\nlimits:\n');
  expect(said).toEqual([]);
  const text = demo
    .replace('limits:\n', 'namespaces: { k: "urn:other" }\nlimits:\n')
    .replace(NAME, 'name: { path: k:Kunde/Name1 }');
  const { problems } = await inspectConnector(await folderOf(text));
  expect(problems.map(({ text: said }) => said)).toEqual([
    expect.stringMatching(/^Kunde is in the namespace \{.*\} and not in \{urn:other\}: mend its prefix/),
  ]);
});

it.each<[string, Uint8Array | string, string]>([
  ['nothing in it', '', 'the document is empty: draft one with'],
  ['comments alone', '# soon\n', 'the document is empty: draft one with'],
  ['a list', '- a\n- b\n', 'keys with values belong here (drawbridge, name, title,'],
  ['letters of Windows-1252', Buffer.from('title: M\xfcller\n', 'latin1'), 'not written in UTF-8: save it as UTF-8'],
  ['letters of UTF-16', Buffer.from(`\ufeff${demo}`, 'utf16le'), 'not written in UTF-8: save it as UTF-8'],
])('a document with %s is told how to mend it', async (_name, text, expected) => {
  const { problems } = await inspectConnector(await folderOf(text));
  expect(problems).toEqual([expect.objectContaining({ line: 1, column: 1, text: expect.stringContaining(expected) })]);
});

it.each<[string, string]>([
  ['lines that end as on Windows', demo.replaceAll('\n', '\r\n')],
  ['a mark of UTF-8 before it', `\ufeff${demo}`],
  ['umlauts', demo.replace('title: Kontor ERP', 'title: Müllers Übersicht für Größen')],
])('a document with %s is read as it is', async (_name, text) => {
  const { problems, connector } = await inspectConnector(await folderOf(text));
  expect(problems).toEqual([]);
  expect(connector?.document.name).toBe('demo-erp');
});

it('a folder that is none, or has no document, is told which one is meant', async () => {
  const other = await folderOf(demo, 'connector.yml');
  const said = async (folder: string) => (await inspectConnector(folder)).problems.map(({ text }) => text);
  expect(await said(other)).toEqual([
    `there is connector.yml in ${other}, and it must be called connector.yaml: rename it`,
  ]);
  expect(await said(join(other, 'connector.yml'))).toEqual([expect.stringContaining('is a file: name the folder')]);
  expect(await said(join(other, 'nowhere'))).toEqual([`there is no folder ${join(other, 'nowhere')}`]);
  await rm(join(other, 'connector.yml'));
  expect(await said(other)).toEqual([expect.stringContaining(`there is no connector.yaml in ${other}: name`)]);
});

it('a word that the schema has and a format has not is told before a row with it comes', async () => {
  const folder = await folderOf(demo);
  const wsdl = await readFile(join(folder, 'kontor.wsdl'), 'utf8');
  const sort =
    '<xsd:simpleType><xsd:restriction base="xsd:string"><xsd:enumeration value="RE"/><xsd:enumeration value="ST"/></xsd:restriction></xsd:simpleType>';
  const typed = wsdl.replace(
    /<xsd:element name="Art" type="xsd:string"([^>]*)\/>/,
    `<xsd:element name="Art"$1>${sort}</xsd:element>`,
  );
  expect(typed).not.toBe(wsdl);
  await writeFile(join(folder, 'kontor.wsdl'), typed);
  const { problems, warnings } = await inspectConnector(folder);
  expect(problems).toEqual([]);
  expect(warnings.map(({ text }) => text)).toEqual([
    expect.stringContaining('the WSDL also has ST here, and the format invoiceKind no word for it'),
  ]);
});

it('a secret where the name of a setting belongs is refused without repeating it', async () => {
  const said = await saidOf('Kennwort: { setting: password }', 'Kennwort: { setting: geheim9 }');
  expect(said).toEqual([expect.stringContaining('name one of settings here, and never write the secret itself')]);
  expect(said.join()).not.toContain('geheim9');
});
