import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CONNECTOR, lastJson, openErpHome } from './erp-home.ts';

const WSDL = readFileSync(join(CONNECTOR, 'kontor.wsdl'), 'utf8');

/** Serves one text, as an ERP serves its WSDL. */
async function serving(text: string, onAsked: () => void = () => undefined): Promise<string> {
  const server: Server = createServer((_request, response) => {
    onAsked();
    response.end(text);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/x?wsdl`;
}

describe('drawbridge connector drift and approve', () => {
  it('finds nothing different at the ERP that the connector was written for', async () => {
    const home = await openErpHome();
    expect((await home.connectorCommand('approve', home.connector)).code).toBe(0);
    expect(lastJson(await home.connectorCommand('drift', home.connector, '--against', 'live', '--json'))).toEqual({
      ok: true,
      approved: true,
      changes: [],
      stops: [],
      missing: [],
    });
  });

  it('names the place, the commands and fields it touches, and the write that it stops', async () => {
    const home = await openErpHome();
    await home.connectorCommand('approve', home.connector);
    const changed = WSDL.replace(/(<xsd:complexType name="NeuePosition">[\s\S]*?)name="Menge"/, '$1name="Anzahl"');
    const ran = await home.connectorCommand('drift', home.connector, '--against', await serving(changed));
    expect(ran.code).toBe(1);
    expect(ran.out).toMatch(
      /main AuftragAnlegen > Positionen\/Position\/Menge\n {4}is gone \(it was .*\n {4}touches order\.create quantity\n {4}stops order\.create/,
    );
  });

  it('tells a change of a read from one that stops a write', async () => {
    const home = await openErpHome();
    const changed = await serving(WSDL.replaceAll('name="SendungsNr"', 'name="Sendung"'));
    const drift = async () =>
      lastJson(await home.connectorCommand('drift', home.connector, '--json', '--against', changed));
    const change = {
      ok: false,
      stops: [],
      changes: [{ touches: [{ command: 'order.read', field: 'shipments.trackingNumber' }] }],
    };
    // This folder is approved in the box; one that nobody approved is compared by its own WSDLs.
    expect(await drift()).toMatchObject({ approved: true, ...change });
    rmSync(join(home.connector, 'fingerprint.json'));
    expect(await drift()).toMatchObject({ approved: false, ...change });
  });

  it('takes the new WSDL only where the connector may be used with it', async () => {
    const home = await openErpHome();
    const optional = WSDL.replace(
      '<xsd:element name="Preis" type="xsd:string" minOccurs="0"/>',
      '<xsd:element name="Preis" type="xsd:string"/>',
    );
    const taken = await home.connectorCommand('approve', home.connector, '--from', await serving(optional));
    expect(taken.code).toBe(0);
    expect((await home.connectorCommand('drift', home.connector, '--against', await serving(optional))).code).toBe(0);
    expect((await home.connectorCommand('drift', home.connector, '--against', await serving(WSDL))).code).toBe(1);
    const broken = await serving(WSDL.replaceAll('BruttoSumme', 'Summe'));
    const before = readFileSync(join(home.connector, 'kontor.wsdl'), 'utf8');
    const unfit = await home.connectorCommand('approve', home.connector, '--from', broken);
    expect(unfit.code).toBe(1);
    expect(unfit.err).toMatch(
      /^Error: The document does not fit the WSDL that the ERP serves:\s+connector\.yaml:\d+:\d+ /,
    );
    expect(unfit.err).toMatch(/\nTry: Mend connector\.yaml there, and approve again\. Nothing was taken/);
    expect(readFileSync(join(home.connector, 'kontor.wsdl'), 'utf8')).toBe(before);
    // A folder whose own WSDL does not fit any more is mended by the one that the ERP serves.
    home.edit('kontor.wsdl', 'BruttoSumme', 'Summe');
    expect((await home.connectorCommand('approve', home.connector)).code).toBe(1);
    expect((await home.connectorCommand('approve', home.connector, '--from', 'live')).code).toBe(0);
  }, 30_000);

  it('half of a fingerprint is an error of check, and approve neither writes over it nor takes a WSDL', async () => {
    const home = await openErpHome();
    const path = join(home.connector, 'fingerprint.json');
    const half = readFileSync(path, 'utf8').slice(0, 9_000);
    writeFileSync(path, half);
    const said = /Put the last good fingerprint\.json back\. Without one, remove it, run drawbridge connector approve/;
    const checked = await home.connectorCommand('check', home.connector);
    expect(checked.code).toBe(1);
    expect(checked.out).toMatch(
      /^fingerprint\.json:1:1 {2}error\n {4}is not JSON\. Put the last good .*\n\n1 error, 0 gaps/,
    );
    expect(lastJson(await home.connectorCommand('check', home.connector, '--json'))).toMatchObject({
      ok: false,
      errors: [{ file: 'fingerprint.json', text: expect.stringMatching(said) }],
    });
    const wsdl = readFileSync(join(home.connector, 'kontor.wsdl'), 'utf8');
    const from = await serving(`${WSDL}<!-- newer -->`);
    const approved = await home.connectorCommand('approve', home.connector, '--from', from);
    expect(approved.code).toBe(1);
    expect(approved.err).toMatch(/fingerprint\.json: is not JSON \(connector\.invalid\)\nTry: Put the last good/);
    expect(readFileSync(path, 'utf8')).toBe(half);
    expect(readFileSync(join(home.connector, 'kontor.wsdl'), 'utf8')).toBe(wsdl);
    rmSync(path);
    expect((await home.connectorCommand('approve', home.connector)).code).toBe(0);
    expect((await home.connectorCommand('check', home.connector)).code).toBe(0);
  }, 30_000);

  it('a fingerprint that cannot be written whole is left as it was, and one that can is for all who read the folder', async () => {
    const home = await openErpHome();
    const path = join(home.connector, 'fingerprint.json');
    const before = readFileSync(path, 'utf8');
    mkdirSync(`${path}.tmp`);
    expect((await home.connectorCommand('approve', home.connector)).code).toBe(1);
    expect(readFileSync(path, 'utf8')).toBe(before);
    rmSync(`${path}.tmp`, { recursive: true });
    expect((await home.connectorCommand('approve', home.connector)).code).toBe(0);
    writeFileSync(join(home.connector, 'plain'), '');
    expect(statSync(path).mode).toBe(statSync(join(home.connector, 'plain')).mode);
  });

  it('does not take what is no WSDL, nor follow an import to another server', async () => {
    const home = await openErpHome();
    let asked = 0;
    const other = await serving(WSDL, () => (asked += 1));
    const importing = WSDL.replace('<wsdl:types>', `<wsdl:import location="${other}"/><wsdl:types>`);
    for (const text of ['<html/>', importing]) {
      const ran = await home.connectorCommand('drift', home.connector, '--against', await serving(text));
      expect(ran.code).toBe(1);
      expect(ran.err).toContain('does not give its WSDL');
    }
    expect(asked).toBe(0);
  });
});
