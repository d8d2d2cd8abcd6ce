import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CONNECTOR, lastJson, openErpHome } from './erp-home.ts';

const WSDL = join(CONNECTOR, 'kontor.wsdl');

describe('drawbridge connector new', () => {
  it('drafts a document whose gaps check names, and nothing else is wrong with it', async () => {
    const home = await openErpHome();
    const out = join(home.folder, 'draft');
    const drafted = lastJson(await home.connectorCommand('new', '--wsdl', WSDL, '--out', out, '--json'));
    expect(drafted).toMatchObject({ ok: true });
    expect(drafted.proposed).toContainEqual({
      command: 'order.create',
      operation: 'AuftragAnlegen',
      confidence: expect.any(Number),
    });
    const text = readFileSync(join(out, 'connector.yaml'), 'utf8');
    expect(text).toMatch(/customerId: \{ path: Kunde\/KundenNr \} # 0\.\d\d "KundenNr" speaks of customer/);
    const checked = await home.connectorCommand('check', out, '--json');
    expect(checked.code).toBe(1);
    expect(lastJson(checked)).toMatchObject({
      ok: false,
      errors: [],
      gaps: expect.arrayContaining([expect.objectContaining({ line: 5, column: 8 })]),
    });
  });

  it('sees in samples how values are written', async () => {
    const home = await openErpHome();
    const cases = join(home.folder, 'cases');
    const asks = join(home.folder, 'asks.yaml');
    writeFileSync(
      asks,
      '- {command: order.list, input: {customerId: "10447", openOnly: false, cursor: null, limit: 20}}\n',
    );
    expect((await home.connectorCommand('record', '--out', cases, '--asks', asks)).code).toBe(0);
    const out = join(home.folder, 'draft');
    await home.connectorCommand('new', '--wsdl', WSDL, '--out', out, '--samples', cases);
    const text = readFileSync(join(out, 'connector.yaml'), 'utf8');
    expect(text).toContain('date: { type: date, pattern: dd.MM.yyyy }');
    expect(text).toContain('decimalComma: { type: decimal, separator: ",", grouping: "." }');
    expect(text).toContain('key10: { type: key, padTo: 10, padWith: "0" }');
  }, 20_000);

  it('never writes over a connector, and names what is not there', async () => {
    const home = await openErpHome();
    const before = readFileSync(join(home.connector, 'connector.yaml'), 'utf8');
    expect((await home.connectorCommand('new', '--wsdl', WSDL, '--out', home.connector)).code).toBe(2);
    expect(readFileSync(join(home.connector, 'connector.yaml'), 'utf8')).toBe(before);
    expect((await home.connectorCommand('new', '--wsdl', '/nowhere.wsdl', '--out', join(home.folder, 'x'))).code).toBe(
      2,
    );
  });

  it.runIf(process.platform === 'linux')('ends where its folder cannot be made, and names it', async () => {
    const home = await openErpHome();
    const ran = await home.connectorCommand('new', '--wsdl', WSDL, '--out', '/proc/x');
    expect(ran).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/^Error: .*'\/proc\/x'\nTry: .+\n$/) });
  });
});
