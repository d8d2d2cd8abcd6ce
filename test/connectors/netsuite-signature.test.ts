import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { ConnectorDocument } from '#contracts/connector';
import { CONNECTORS, readCases } from './cases.ts';
import { runCase } from './run-case.ts';

const one = (xml: string, name: string): string => new RegExp(`:${name}(?: [^>]*)?>([^<]*)<`).exec(xml)?.[1] ?? '';

// The order of the parts and the two keys: NetSuite's help, "The Signature for SOAP Web Services" (section_4395630653).
it('NetSuite gets a signature that it can make out, and a new nonce with each request', async () => {
  const document = ConnectorDocument.parse(parse(readFileSync(join(CONNECTORS, 'netsuite/connector.yaml'), 'utf8')));
  const { erp, cases } = readCases('netsuite');
  const nonces = new Set<string>();
  for (const named of cases) {
    const run = await runCase({ document, erp, checked: null }, named);
    for (const { body } of run.calls) {
      const parts = ['account', 'consumerKey', 'token', 'nonce', 'timestamp'].map((name) => one(body, name));
      expect(parts.every((part) => part !== '')).toBe(true);
      const key = `${erp.settings.consumerSecret}&${erp.settings.tokenSecret}`;
      expect(one(body, 'signature')).toBe(createHmac('sha256', key).update(parts.join('&')).digest('base64'));
      expect(nonces.has(parts[3] ?? '')).toBe(false);
      nonces.add(parts[3] ?? '');
      expect(body).not.toContain(erp.settings.consumerSecret);
      expect(body).not.toContain(erp.settings.tokenSecret);
    }
  }
  expect(nonces.size).toBeGreaterThan(cases.length - 1);
});
