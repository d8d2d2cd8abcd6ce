import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ElementShape } from './shapes.ts';
import { childOf } from './shapes.ts';
import { loadWsdl } from './wsdl.ts';

const load = async (folder: string, file: string) => {
  const loaded = await loadWsdl(folder, file);
  if (!loaded.ok) throw new Error(loaded.error.detail ?? '');
  return loaded.value;
};
const at = (shape: ElementShape | undefined, ...names: string[]): ElementShape | undefined =>
  names.reduce<ElementShape | undefined>((here, name) => here && childOf(here, name), shape);

it('the demo WSDL gives order, qualification, occurrence and headers', async () => {
  const { operations, unsupported } = await load(join(import.meta.dirname, '../../connectors/demo-erp'), 'kontor.wsdl');
  expect([...operations.keys()]).toContain('AuftragLesen');
  expect(unsupported.size).toBe(0);
  const make = operations.get('AuftragAnlegen');
  expect(make?.soapAction).toBe('urn:kontor-erp:AuftragAnlegen');
  expect(make?.request.name).toEqual({ namespace: 'urn:kontor-erp:auftragsdienst:v3', local: 'AuftragAnlegen' });
  expect(make?.response.name.local).toBe('AuftragAnlegenAntwort');
  expect(make?.headers.map(({ name }) => name.local)).toEqual(['Sitzung']);
  const line = at(make?.request, 'Positionen', 'Position');
  expect([line?.minOccurs, line?.maxOccurs, line?.name.namespace]).toEqual([0, Number.POSITIVE_INFINITY, '']);
  expect(line?.content).toMatchObject({
    children: [{ name: { local: 'ArtikelNr' } }, { name: { local: 'Menge' } }, { name: { local: 'Preis' } }],
  });
});

// WSDLs of real products are not ours to ship: they are read where they lie, if they are there.
const shared = process.env.DRAWBRIDGE_SHARED ?? join(import.meta.dirname, '../../../../shared');
const wsdls = join(shared, 'wsdl');
const present = existsSync(wsdls);

describe.skipIf(!present)(
  `WSDLs of real products${present ? '' : ' (reference data not found: set DRAWBRIDGE_SHARED)'}`,
  () => {
    const files = (present ? readdirSync(wsdls, { withFileTypes: true }) : [])
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) =>
        readdirSync(join(wsdls, name))
          .filter((file) => file.endsWith('.wsdl'))
          .map((file) => [name, file] as const),
      );

    it.each(files)('%s/%s is understood, or its style is named', async (product, file) => {
      const { operations, unsupported } = await load(join(wsdls, product), file);
      const rpc = ['idempiere-adinterface', 'sage-x3'].includes(product);
      expect([...unsupported.values()]).toEqual([]);
      expect(operations.size).toBeGreaterThan(0);
      for (const { request, response, soapVersion, rpc: style } of operations.values()) {
        expect(soapVersion).toBe('1.1');
        expect(style !== undefined).toBe(rpc);
        expect(request.name.namespace).not.toBe('');
        expect(response.name.local).not.toBe('');
        expect(request.content.kind).toBe('elements');
      }
    });

    it('qualification follows the schema: NAV qualified, SAP not', async () => {
      const nav = await load(join(wsdls, 'dynamics-nav'), 'ItemCard.wsdl');
      expect(at(nav.operations.get('Read')?.request, 'No')?.name.namespace).toBe(
        'urn:microsoft-dynamics-schemas/page/itemcard',
      );
      expect(at(nav.operations.get('ReadMultiple')?.request, 'filter')?.minOccurs).toBe(1);
      const sap = await load(join(wsdls, 'sap-bapi'), 'ZWS_BAPI_SALESORDER_CREATE.wsdl');
      const order = sap.operations.get('ZBAPI_SALESORDER_CREATE')?.request;
      expect(at(order, 'CUST_PO')?.name.namespace).toBe('');
      expect(at(order, 'IT_SO_ITEM', 'item')?.maxOccurs).toBe(Number.POSITIVE_INFINITY);
    });

    it('types reach across imported schemas and inherit from their base', async () => {
      const { operations } = await load(join(wsdls, 'netsuite'), 'netsuite.wsdl');
      const status = at(operations.get('add')?.response, 'writeResponse', 'status');
      expect(status?.name.namespace).toContain('core');
      expect(operations.get('add')?.headers.map(({ name }) => name.local)).toContain('tokenPassport');
    });
  },
);
