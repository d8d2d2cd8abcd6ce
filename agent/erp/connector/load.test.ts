import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inspectConnector, loadConnector, sayProblem } from './load.ts';

const demo = join(import.meta.dirname, '../../connectors/demo-erp');
let scratch: string;
let made = 0;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'connector-'));
});
afterAll(() => rm(scratch, { recursive: true, force: true }));

/** The demo connector with one change. */
async function changed(file: 'connector.yaml' | 'kontor.wsdl', from: string | RegExp, to: string): Promise<string> {
  made += 1;
  const folder = join(scratch, String(made));
  await cp(demo, folder, { recursive: true });
  const text = await readFile(join(folder, file), 'utf8');
  const next = text.replace(from, to);
  if (next === text) throw new Error(`nothing to change: ${from}`);
  await writeFile(join(folder, file), next);
  return folder;
}

it('the demo connector has no problem', async () => {
  const { problems, connector } = await inspectConnector(demo);
  expect(problems).toEqual([]);
  expect(connector?.document.title).toBe('Kontor ERP');
});

describe('a connector is refused, with the place, for', () => {
  it.each<[string, string | RegExp, string, string]>([
    [
      'an operation that the WSDL lacks',
      'operation: KundeLesen',
      'operation: KundeLoeschen',
      'commands.customer.read.operation: the WSDL has no operation KundeLoeschen',
    ],
    [
      'a request element that the schema lacks',
      'SuchWert:',
      'SuchWort:',
      'request.SuchWort: the WSDL has no element SuchWort',
    ],
    [
      'a required request element left out',
      '      PreisKennzeichen: { const: N }\n',
      '',
      'the WSDL requires PreisKennzeichen',
    ],
    [
      'an answer path that the schema lacks',
      'Kunde/Name1',
      'Kunde/Name9',
      'answer.name: the WSDL has no element Name9',
    ],
    ['an answer path that ends at a group', 'path: Kunde/Name1', 'path: Kunde', 'ends at an element that has elements'],
    [
      'a required field of the contract left out',
      '      name: { path: Kunde/Name1 }\n',
      '',
      'the contract requires name',
    ],
    [
      'a required field of a row left out',
      '          paymentId: { path: ZahlungsNr, as: documentKey }\n',
      '',
      'the contract requires paymentId',
    ],
    ['a field that the contract lacks', 'taxId:', 'taxNumber:', 'the contract has no field taxNumber'],
    ['a format that is not there', 'as: invoiceKind', 'as: invoiceSort', 'there is no format invoiceSort'],
    [
      'a format that cannot give the field',
      'path: Kunde/KreditLimit, as: amount',
      'path: Kunde/KreditLimit, as: date',
      'the format date cannot give',
    ],
    [
      'a status word that the contract lacks',
      '"30": part-shipped',
      '"30": partly',
      'words that the contract does not know',
    ],
    [
      'a yes or no without a flag',
      'NurOffene: { from: openOnly, as: flag }',
      'NurOffene: { from: openOnly }',
      'it needs a flag format',
    ],
    [
      'a password written down',
      'Kennwort: { setting: password }',
      'Kennwort: { const: geheim-9 }',
      'a secret must be a setting',
    ],
    ['a password not marked secret', ', secret: true', '', 'must be marked secret'],
    [
      'a setting that is not named',
      'Mandant: { setting: company }',
      'Mandant: { setting: firm }',
      'there is no setting firm',
    ],
    ['no endpoint', /^ {2}endpoint: .*\n/m, '', 'a setting endpoint is needed'],
    ['a write without its bounds', /\n {4}write:\n(.*\n)+$/, '\n', 'needs write'],
    ['a code of two meanings', 'sessionExpired: ["901"]', 'sessionExpired: ["0"]', 'the code 0 means two things'],
    ['a header that the WSDL lacks', '    Sitzung:\n', '    Session:\n', 'the WSDL has no header Session'],
    [
      'a verdict that is not in the answer',
      'code: Rueckgabe/Code',
      'code: Rueckgabe/Kode',
      'the verdict’s code'.replace('’', "'"),
    ],
    ['a key twice', 'concurrentWrites: 1', 'concurrentWrites: 1\n  concurrentWrites: 2', 'stands twice'],
    ['a tag', 'owner: Drawbridge developers', 'owner: !!js/function x', 'tag'],
    ['an unknown key of the document', 'concurrentWrites: 1', 'concurrentWrite: 1', 'limits'],
    ['a WSDL outside the folder', 'wsdl: kontor.wsdl', 'wsdl: ../kontor.wsdl', 'soap.wsdl'],
    ['a WSDL that is not there', 'wsdl: kontor.wsdl', 'wsdl: other.wsdl', 'there is no such file'],
  ])('%s', async (_name, from, to, expected) => {
    const { problems, connector } = await inspectConnector(await changed('connector.yaml', from, to));
    expect(connector).toBeNull();
    expect(problems.map(sayProblem).join('\n')).toContain(expected);
    expect(problems.map(sayProblem)[0]).toMatch(/^connector\.yaml:\d+:\d+ /);
  });

  it.each<[string, string, string, string]>([
    [
      'an import by address',
      '<wsdl:types>',
      '<wsdl:import namespace="urn:x" location="http://127.0.0.1:9/x.wsdl"/><wsdl:types>',
      'only files of the folder',
    ],
    [
      'an import outside the folder',
      '<xsd:complexType name="Rueckgabe">',
      '<xsd:include schemaLocation="../outside.xsd"/><xsd:complexType name="Rueckgabe">',
      'outside',
    ],
    ['a DTD', '<wsdl:definitions', '<!DOCTYPE d [<!ENTITY e "x">]><wsdl:definitions', 'DTD'],
    [
      'document/encoded',
      'use="literal"',
      'use="encoded"',
      'the operation Anmelden uses the style document/encoded, which is not supported',
    ],
  ])('a WSDL with %s', async (_name, from, to, expected) => {
    await writeFile(join(scratch, 'outside.xsd'), '<schema xmlns="http://www.w3.org/2001/XMLSchema"/>');
    const { problems } = await inspectConnector(await changed('kontor.wsdl', from, to));
    expect(problems.map(sayProblem).join('\n')).toContain(expected);
  });

  it('a WSDL that is a link out of the folder', async () => {
    const folder = join(scratch, 'linked');
    await mkdir(folder);
    await cp(join(demo, 'connector.yaml'), join(folder, 'connector.yaml'));
    await symlink(join(demo, 'kontor.wsdl'), join(folder, 'kontor.wsdl'));
    expect((await inspectConnector(folder)).problems.map(sayProblem).join()).toContain(
      "outside the connector's folder",
    );
  });

  it('more aliases than it may have', async () => {
    const bomb = `x-a: &a [1]\n${Array.from({ length: 60 }, (_, index) => `x-${index}: [*a, *a]`).join('\n')}\n`;
    const { problems } = await inspectConnector(await changed('connector.yaml', /^/, bomb));
    expect(problems.map(sayProblem).join()).toMatch(/alias/i);
  });

  it('size', async () => {
    const { problems } = await inspectConnector(await changed('connector.yaml', /$/, `# ${'x'.repeat(300_000)}`));
    expect(problems.map(sayProblem).join()).toContain('larger than');
  });
});

it('every problem is listed at once, and none repeats a secret', async () => {
  const folder = await changed('connector.yaml', 'Kennwort: { setting: password }', 'Kennwort: { const: geheim-9 }');
  const text = await readFile(join(folder, 'connector.yaml'), 'utf8');
  await writeFile(join(folder, 'connector.yaml'), text.replace('Kunde/Name1', 'Kunde/Name9'));
  const loaded = await loadConnector(folder);
  expect(loaded).toMatchObject({ ok: false, error: { code: 'connector.invalid', category: 'fatal' } });
  const detail = loaded.ok ? '' : (loaded.error.detail ?? '');
  expect(detail).toContain('2 problem(s)');
  expect(detail).not.toContain('geheim-9');
});
