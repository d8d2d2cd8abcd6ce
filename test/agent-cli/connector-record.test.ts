import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ErpHome, lastJson, openErpHome } from './erp-home.ts';

const ASKS = JSON.stringify([
  { command: 'customer.read', input: { customerId: '10447' } },
  { command: 'order.list', input: { customerId: '10447', openOnly: false, cursor: null, limit: 10 } },
  { command: 'customer.read', input: { customerId: '99999' } },
]);

async function record(home: ErpHome, ...more: string[]): Promise<string> {
  const asks = join(home.folder, 'asks.yaml');
  writeFileSync(asks, ASKS);
  const out = join(home.folder, `cases${more.length}`);
  const ran = await home.connectorCommand('record', '--out', out, '--asks', asks, '--json', ...more);
  expect(lastJson(ran)).toMatchObject({ ok: true, recorded: ['customer.read', 'order.list', 'customer.read-2'] });
  return out;
}
const textOf = (folder: string): string =>
  readdirSync(folder)
    .map((file) => readFileSync(join(folder, file), 'utf8'))
    .join('\n');

describe('drawbridge connector record and replay', () => {
  it('records traffic without secrets, and replays it offline', async () => {
    const home = await openErpHome();
    const cases = await record(home);
    const text = textOf(cases);
    expect(text).toContain('Nordwind');
    for (const secret of [home.password, 'P&amp;ss', 'SCHNITT', new URL(home.endpoint).host])
      expect(text).not.toContain(secret);
    expect(text).not.toMatch(/\b[0-9A-F]{24}\b/);
    const before = await home.calls();
    const ran = await home.connectorCommand('replay', home.connector, '--cases', cases);
    expect(ran).toMatchObject({ code: 0 });
    expect(ran.out).toContain('3 of 3 cases as recorded');
    expect(await home.calls()).toEqual(before);
  }, 30_000);

  it('shows a changed mapping as a difference of the request and of the result', async () => {
    const home = await openErpHome();
    const cases = await record(home);
    home.edit('connector.yaml', 'name: { path: Kunde/Name1 }', 'name: { path: Kunde/Ort }');
    home.edit('connector.yaml', 'Anzahl: { from: limit, as: number }', 'Anzahl: { const: "7" }');
    const ran = await home.connectorCommand('replay', home.connector, '--cases', cases);
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(
      /✗ customer\.read\n {4}the result differs\n {6}- +\d+ {6}"name": "Nordwind.*",\n {6}\+ +\d+ {6}"name": /,
    );
    expect(ran.out).toMatch(
      /✗ order\.list\n {4}the request of AuftraegeLesen differs\n.*<Anzahl>10<\/Anzahl>\n.*<Anzahl>7<\/Anzahl>/,
    );
    expect(ran.out).toContain('1 of 3 cases as recorded');
  }, 30_000);

  it('puts stand-ins for names, addresses, numbers and amounts, and what is not read is not kept', async () => {
    const home = await openErpHome();
    const cases = await record(home, '--pseudonyms');
    const text = textOf(cases);
    for (const personal of ['Nordwind', 'Kiel', '@nordwind']) expect(text).not.toContain(personal);
    expect(text).toContain('<Name1>Name 1</Name1>');
    expect(text).toContain('<AngelegtAm>***</AngelegtAm>');
    expect((await home.connectorCommand('replay', home.connector, '--cases', cases)).code).toBe(0);
  }, 30_000);

  it('records no write', async () => {
    const home = await openErpHome();
    const input =
      '{"reference":"A","name":"x","street":null,"postalCode":null,"town":null,"country":null,"taxId":null,"email":null,"phone":null,"currency":"EUR"}';
    const ran = await home.connectorCommand(
      'record',
      '--out',
      join(home.folder, 'c'),
      '--command',
      'customer.create',
      '--input',
      input,
    );
    expect(ran.code).toBe(2);
    expect((await home.calls()).KundeAnlegen ?? 0).toBe(0);
  });

  it.runIf(process.platform === 'linux')('asks the ERP nothing where the cases cannot be kept', async () => {
    const home = await openErpHome();
    const input = '{"customerId":"10447"}';
    const asked = ['--command', 'customer.read', '--input', input];
    const ran = await home.connectorCommand('record', '--out', '/proc/x', ...asked);
    expect(ran).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^Error: .*'\/proc\/x'\nTry: .+\n$/) });
    expect(await home.calls()).toEqual({});
  });
});
