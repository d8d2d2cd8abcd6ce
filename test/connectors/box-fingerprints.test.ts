import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fingerprintLines } from '../../agent/drift/fingerprint.ts';
import { readFingerprint } from '../../agent/drift/fingerprint-file.ts';
import { loadConnector, readDocument } from '../../agent/erp/connector/load.ts';
import { servicesOf } from '../../agent/erp/connector/prepare.ts';
import { CONNECTORS } from './cases.ts';

/** Folders of the box that have all of their WSDLs: the others get theirs from the customer's ERP, and are approved there. */
const folders = readdirSync(CONNECTORS).filter((name) => !name.startsWith('.'));
const whole: string[] = [];
for (const name of folders) {
  const document = await readDocument(join(CONNECTORS, name));
  if (!document.ok) throw new Error(document.error.detail ?? name);
  const files = readdirSync(join(CONNECTORS, name));
  if (Object.values(servicesOf(document.value)).every(({ wsdl }) => files.includes(wsdl))) whole.push(name);
}

it('the folders that are whole are known', () => {
  expect(whole).toEqual(['demo-erp', 'sap-ecc']);
});

describe.each(whole)('%s', (name) => {
  it('is approved as it is: run drawbridge connector approve on its folder', async () => {
    const folder = join(CONNECTORS, name);
    const approved = readFingerprint(folder);
    const connector = await loadConnector(folder);
    if (!approved.ok || !connector.ok) throw new Error('not readable');
    const { document } = connector.value;
    expect(approved.value?.connector).toBe(`${document.name} ${document.version}`);
    expect(approved.value?.wsdl).toEqual(
      Object.fromEntries(fingerprintLines(connector.value).map(({ key, value }) => [key, value])),
    );
    // Answers of a system that was never seen: what forms its values have is learnt there.
    expect(approved.value?.answers).toEqual({});
  });
});

it.each(folders.filter((name) => !whole.includes(name)))(
  '%s brings no approval of WSDLs that it does not have',
  (name) => {
    expect(readFingerprint(join(CONNECTORS, name))).toEqual({ ok: true, value: null });
  },
);
