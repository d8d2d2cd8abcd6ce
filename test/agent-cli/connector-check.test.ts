import { describe, expect, it } from 'vitest';
import { lastJson, openErpHome } from './erp-home.ts';

describe('drawbridge connector check', () => {
  it('passes a connector that may be used', async () => {
    const home = await openErpHome();
    const ran = await home.connectorCommand('check', home.connector);
    expect(ran).toMatchObject({ code: 0, err: '' });
    expect(ran.out).toMatch(/demo-erp 1\.2\.0 may be used: 14 commands\.\n0 errors, 0 gaps, 0 warnings\n$/);
  });

  it('names every mistake at once, in the order of the file, with file, line and column', async () => {
    const home = await openErpHome();
    home.edit('connector.yaml', '{ path: Kunde/Name1 }', '{ path: Kunde/Nam1 }');
    home.edit(
      'connector.yaml',
      'KundenNr: { from: customerId, as: customerKey }',
      'KundenNr: { from: customerId, as: noKey }',
    );
    const ran = await home.connectorCommand('check', home.connector);
    expect(ran.code).toBe(1);
    const places = [...ran.out.matchAll(/^connector\.yaml:(\d+):(\d+) {2}error/gm)].map((found) => Number(found[1]));
    expect(places.length).toBeGreaterThan(5);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(ran.out).toMatch(/the WSDL has no element Nam1 in Kunde: did you mean Name1\?/);
    expect(ran.out).toMatch(/there is no format noKey/);
    expect(ran.out).toMatch(/\n\d+ errors, 0 gaps, 0 warnings\n$/);
  });

  it('tells gaps from mistakes, and says all in one line of JSON', async () => {
    const home = await openErpHome();
    home.edit('connector.yaml', '{ path: Kunde/Name1 }', '{ path: TODO }');
    const said = lastJson(await home.connectorCommand('check', home.connector, '--json'));
    expect(said).toMatchObject({ ok: false, errors: [], gaps: [{ file: 'connector.yaml', line: expect.any(Number) }] });
  });

  it('refuses a folder without a document, and a usage that is none', async () => {
    const home = await openErpHome();
    expect((await home.connectorCommand('check', '/nowhere')).code).toBe(1);
    expect((await home.connectorCommand('check')).code).toBe(2);
    expect((await home.connectorCommand('check', '--help')).out).toMatch(/Examples:\n {2}drawbridge connector check/);
  });
});
