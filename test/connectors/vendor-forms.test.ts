import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ElementShape, ServiceShape } from '../../agent/erp/soap/shapes.ts';
import { loadWsdl } from '../../agent/erp/soap/wsdl.ts';
import { CONNECTORS, connectorNames, readCases } from './cases.ts';
import { readWsdl } from './stub/wsdl-text.ts';
import { missingWsdls, openFolder, vendorFile } from './wsdl-folder.ts';

/**
 * WSDLs of ours that claim a vendor's form (`formOf`) have it: what the vendor's system puts around fields, whatever
 * they are. The vendor's text is not ours to ship, so it is read where it lies.
 */
const claims = connectorNames().flatMap((connector) =>
  Object.entries(readCases(connector).erp.wsdls).flatMap(([file, from]) =>
    'formOf' in from && from.formOf !== undefined ? [{ connector, file, formOf: from.formOf }] : [],
  ),
);
const pages = claims.filter(({ connector }) => connector === 'dynamics-nav');
const functions = claims.filter(({ connector }) => connector === 'sap-ecc');
const absent = [...new Set(claims.map(({ formOf }) => formOf))].filter((file) => vendorFile(file) === null);
const title = absent.length === 0 ? '' : ` (${absent.join(', ')} not found: set DRAWBRIDGE_SHARED)`;

it('every claim is held by one of the tests below', () => {
  expect(claims.length).toBeGreaterThan(0);
  expect([...pages, ...functions]).toHaveLength(claims.length);
});

/** Names, qualification and occurrence down to the record, with `Page` in place of the page's own name. */
function skeleton(shape: ElementShape, page: string, depth = 0): unknown {
  const named = (text: string): string => text.replaceAll(page, 'Page').replaceAll(page.toLowerCase(), 'page');
  const isRecord = shape.name.local === page;
  const children = shape.content.kind === 'elements' && !isRecord && depth < 4 ? shape.content.children : [];
  const { local, namespace } = shape.name;
  return {
    name: `{${named(namespace)}}${named(local)}`,
    occurs: [shape.minOccurs, shape.maxOccurs],
    children: children.map((child) => skeleton(child, page, depth + 1)),
  };
}
const loaded = async (folder: string, file: string): Promise<ServiceShape> => {
  const service = await loadWsdl(folder, file);
  if (!service.ok) throw new Error(service.error.detail ?? '');
  return service.value;
};

describe.skipIf(missingWsdls('dynamics-nav', readCases('dynamics-nav').erp).length > 0 || absent.length > 0)(
  `pages of NAV${title}`,
  () => {
    it.each(pages)('$file looks as a page of NAV does', async ({ file }) => {
      const page = file.replace('.wsdl', '');
      const folder = openFolder('dynamics-nav', readCases('dynamics-nav').erp);
      if (folder === null) throw new Error('no folder');
      try {
        const [real, ours] = [await loaded(folder.folder, 'ItemCard.wsdl'), await loaded(folder.folder, file)];
        for (const [name, operation] of ours.operations) {
          const same = real.operations.get(name);
          if (same === undefined) throw new Error(`a page has no ${name}`);
          expect(operation.soapAction).toBe(same.soapAction.replace('itemcard', page.toLowerCase()));
          expect(skeleton(operation.response, page)).toEqual(skeleton(same.response, 'ItemCard'));
          // The key of a page is that of its table.
          if (name !== 'Read') expect(skeleton(operation.request, page)).toEqual(skeleton(same.request, 'ItemCard'));
        }
        expect(ours.operations.size).toBeGreaterThan(1);
      } finally {
        folder.close();
      }
    });

    it('fields of the customer page are of the type that NAV gives them on its page of vendors', () => {
      const vendors = vendorFile('dynamics-nav/Vendors.wsdl');
      if (vendors === null) throw new Error('no page of vendors');
      const typesIn = (text: string, page: string): Map<string, string> => {
        const [, after = ''] = text.split(`complexType name="${page}">`);
        const [record = ''] = after.split('</xsd:complexType>');
        return new Map(
          [...record.matchAll(/name="(\w+)" type="([\w:]+)"/g)].map(([, name = '', type = '']) => [name, type]),
        );
      };
      const real = typesIn(readFileSync(vendors, 'utf8'), 'Vendors');
      const ours = typesIn(
        readFileSync(join(import.meta.dirname, 'golden/dynamics-nav/CustomerCard.wsdl'), 'utf8'),
        'CustomerCard',
      );
      const shared = [...ours].filter(([name]) => real.has(name));
      expect(shared.filter(([name, type]) => real.get(name) !== type)).toEqual([]);
      // The groups of a customer, its credit limit and its number of ours have other names there, or none.
      expect([...ours.keys()].filter((name) => !real.has(name))).toEqual([
        'Credit_Limit_LCY',
        'Customer_Posting_Group',
      ]);
    });
  },
);

describe.skipIf(absent.length > 0)(`functions of SAP${title}`, () => {
  const folder = join(CONNECTORS, 'sap-ecc');
  const real = vendorFile('sap-bapi/ZWS_BAPI_SALESORDER_CREATE.wsdl') ?? '';
  const at = (path: string): [string, string] => [join(path, '..'), path.split('/').at(-1) ?? ''];

  it.each(functions)('$file is bound as SOAMANAGER binds a function', ({ file }) => {
    const [theirs] = readWsdl(...at(real)).operations.filter(({ version }) => version === '1.1');
    if (theirs === undefined) throw new Error('no operation of SOAP 1.1');
    const form = (operation: typeof theirs, service: string) => ({
      ...operation,
      soapAction: operation.soapAction.replace(service, 'SERVICE').replace(operation.name, 'OPERATION'),
      name: 'OPERATION',
      request: operation.request.map((part) => ({ ...part, local: part.local.replace(operation.name, 'OPERATION') })),
      response: operation.response.map((part) => ({ ...part, local: part.local.replace(operation.name, 'OPERATION') })),
      // Headers of reliable messaging, which nothing here uses.
      headers: [],
    });
    const { operations } = readWsdl(folder, file);
    expect(operations.length).toBeGreaterThan(10);
    for (const operation of operations)
      expect(form(operation, 'ZDRAWBRIDGE')).toEqual(form(theirs, 'ZWS_BAPI_SALESORDER_CREATE'));
  });

  it.each(functions)('$file has types as SOAMANAGER makes them of ABAP ones', ({ file }) => {
    const typesIn = (path: string): Map<string, string> => {
      const text = readFileSync(path, 'utf8');
      const found = text.matchAll(/<xsd:simpleType name="([^"]+)">([\s\S]*?)<\/xsd:simpleType>/g);
      return new Map([...found].map(([, name = '', body = '']) => [name, body.replace(/>\s+</g, '><').trim()]));
    };
    const [theirs, ours] = [typesIn(real), typesIn(join(folder, file))];
    const shared = [...ours.keys()].filter((name) => theirs.has(name));
    expect(shared).toEqual(expect.arrayContaining(['char10', 'char35', 'cuky5', 'curr11.2', 'date10', 'quantum15.3']));
    for (const name of shared) expect([name, ours.get(name)]).toEqual([name, theirs.get(name)]);
  });

  it('the order that is made has the types of the same fields of a BAPI of SAP', async () => {
    const leaves = (shape: ElementShape): Map<string, string> => {
      const found = new Map<string, string>();
      const visit = (element: ElementShape): void => {
        if (element.content.kind === 'elements') for (const child of element.content.children) visit(child);
        else found.set(element.name.local, JSON.stringify(element.type));
      };
      visit(shape);
      return found;
    };
    const requestOf = (service: ServiceShape, name: string): Map<string, string> => {
      const operation = service.operations.get(name);
      if (operation === undefined) throw new Error(name);
      return leaves(operation.request);
    };
    const theirs = requestOf(await loaded(...at(real)), 'ZBAPI_SALESORDER_CREATE');
    const ours = requestOf(await loaded(folder, 'zdrawbridge.wsdl'), 'Z_DB_ORDER_CREATE');
    const same = {
      IV_KUNNR: 'SOLD_TO_PARTY',
      IV_BSTKD: 'CUST_PO',
      IV_VDATU: 'DELIVERY_DATE',
      MATNR: 'MATERIAL',
      KWMENG: 'QTY',
    };
    for (const [name, theirName] of Object.entries(same)) {
      expect(theirs.get(theirName)).toBeDefined();
      expect([name, ours.get(name)]).toEqual([name, theirs.get(theirName)]);
    }
  });
});
