import { expect, it } from 'vitest';
import type { ElementShape, ServiceShape } from '../../agent/erp/soap/shapes.ts';
import { loadWsdl } from '../../agent/erp/soap/wsdl.ts';
import { readCases } from './cases.ts';
import { missingWsdls, openFolder } from './wsdl-folder.ts';

/** Our outlines of NAV pages have the skeleton that NAV itself gives a page, whatever fields it has. */
const PAGES = ['CustomerCard', 'CustomerLedgerEntries', 'DrawbridgeOrders'];

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

const { erp } = readCases('dynamics-nav');
const missing = missingWsdls('dynamics-nav', erp);
const title = missing.length === 0 ? '' : ` (${missing.join(', ')} not found: set DRAWBRIDGE_SHARED)`;
// The vendor's text is not ours to ship, so it is read where it lies.
it.skipIf(missing.length > 0).each(PAGES)(`%s looks as a page of NAV does${title}`, async (page) => {
  const folder = openFolder('dynamics-nav', erp);
  if (folder === null) throw new Error('no folder');
  try {
    const load = async (file: string): Promise<ServiceShape> => {
      const loaded = await loadWsdl(folder.folder, file);
      if (!loaded.ok) throw new Error(loaded.error.detail ?? '');
      return loaded.value;
    };
    const [real, ours] = [await load('ItemCard.wsdl'), await load(`${page}.wsdl`)];
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
