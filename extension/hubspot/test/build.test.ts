import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createRemoteRoot } from '@remote-ui/core';
import * as RemoteUI from '@remote-ui/react';
import type { ReactElement } from 'react';
import * as React from 'react';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildCards, cardEntries } from '../build.ts';

/**
 * A card is loaded by every record that is opened, in a worker of its own: below 60 kB it is there before the
 * first answer. The schema library alone would add more than that, React's development runtime most of it.
 */
const BUNDLE_BYTES_MAX = 60_000;

const outputDir = mkdtempSync(join(tmpdir(), 'cards-'));
let missing: string[] = [];
beforeAll(async () => {
  missing = await buildCards(cardEntries(), outputDir);
});
afterAll(() => rmSync(outputDir, { recursive: true, force: true }));

const NAMES = cardEntries().map((entry) => basename(entry, '.tsx'));

test('HubSpot’s build tool builds every card', () => {
  expect(NAMES.sort()).toEqual(['CompanyCard', 'CompanyDeals', 'CompanySidebar', 'DealCard', 'ServiceCard']);
  expect(missing).toEqual([]);
});

test.each(NAMES)('%s is small, and neither React nor the schema library is in it', (name) => {
  const bundle = readFileSync(join(outputDir, `${name}.js`), 'utf8');
  expect(statSync(join(outputDir, `${name}.js`)).size).toBeLessThan(BUNDLE_BYTES_MAX);
  expect(bundle).not.toMatch(/zod|strictObject|discriminatedUnion|_zod/i);
  const manifest = readFileSync(join(outputDir, `${name}-manifest.json`), 'utf8');
  const { modules } = JSON.parse(manifest) as {
    modules: { internal: { module: string }[]; external: { module: string }[] };
  };
  const modulesOf = [...modules.internal, ...modules.external].map(({ module }) => module);
  expect(modulesOf.filter((module) => /node_modules\/(zod|react-dom|react\/cjs\/react\.)/.test(module))).toEqual([]);
  expect(modulesOf.filter((module) => module.startsWith('contracts/'))).toEqual([]);
});

/** Loads a bundle as HubSpot's worker does: React and the remote renderer are globals, the card hands over a callback. */
async function firstWordsOf(name: string): Promise<string> {
  const code = readFileSync(join(outputDir, `${name}.js`), 'utf8');
  const rendered = Promise.withResolvers<string>();
  type Draw = (api: object) => ReactElement;
  const worker = {
    __HUBSPOT_EXTENSION_WORKER__: true,
    React,
    RemoteUI,
    hsWorkerAPI: { fetchAssociations: () => new Promise(() => undefined) },
    logger: {},
    hsFetch: () => new Promise(() => undefined),
    extend_V2: (draw: Draw) => {
      const root = createRemoteRoot(() => undefined, { strict: false });
      const context = {
        crm: { objectId: 1 },
        user: { permissions: [] },
        variables: { GATEWAY_URL: 'https://g.example' },
      };
      RemoteUI.createRoot(root).render(draw({ context, actions: {} }));
      root.mount();
      rendered.resolve(JSON.stringify(root.children.map((child) => ('props' in child ? child.props : null))));
    },
  };
  new Function('self', 'React', 'RemoteUI', code)(worker, React, RemoteUI);
  return await rendered.promise;
}

test.each(NAMES)('the built %s runs in a worker and says what it waits for', async (name) => {
  // A ticket's card first has to know the company.
  expect(await firstWordsOf(name)).toContain(name === 'ServiceCard' ? 'Looking for the company' : 'Asking the ERP');
});

test('a card that is not there fails the build', async () => {
  const elsewhere = mkdtempSync(join(tmpdir(), 'cards-'));
  await expect(buildCards([join(outputDir, 'NoSuchCard.tsx')], elsewhere)).rejects.toThrow('NoSuchCard');
  rmSync(elsewhere, { recursive: true, force: true });
});
