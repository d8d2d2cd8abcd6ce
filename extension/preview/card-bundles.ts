import { readdir, readFile } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { z } from 'zod';

/** A card of the app: a bundle, and where in the CRM it is shown. */
export interface CardBundle {
  /** File name without its ending, e.g. `CompanyCard`. */
  name: string;
  title: string;
  location: string;
  objectTypes: string[];
}

const CardMeta = z.object({
  type: z.literal('card'),
  config: z.object({
    name: z.string(),
    location: z.string(),
    entrypoint: z.string(),
    objectTypes: z.array(z.string()),
  }),
});

/** Where a card goes whose description is not there: by the first word of its name. */
const BY_NAME: readonly [RegExp, Omit<CardBundle, 'name'>][] = [
  [/sidebar/i, { title: 'ERP', location: 'crm.record.sidebar', objectTypes: ['companies'] }],
  [/^deal/i, { title: 'Send to ERP', location: 'crm.record.tab', objectTypes: ['deals'] }],
  [/^ticket/i, { title: 'ERP', location: 'crm.record.tab', objectTypes: ['tickets'] }],
  [/^compan/i, { title: 'ERP', location: 'crm.record.tab', objectTypes: ['companies'] }],
];

/**
 * The bundles in a folder. A bundle `Name.js` is described by the card document (`*-hsmeta.json`) whose entrypoint
 * is `Name.tsx`; the documents lie beside the bundles, or in the HubSpot project whose `dist` the folder is.
 */
export async function findCards(folder: string): Promise<CardBundle[]> {
  const metas = [...(await readMetas(folder)), ...(await readMetas(join(folder, '../src/app/cards')))];
  const files = await list(folder);
  return files
    .filter((file) => file.endsWith('.js'))
    .sort()
    .map((file) => describe(parse(file).name, metas))
    .filter((card) => card !== null);
}

function describe(name: string, metas: readonly z.infer<typeof CardMeta>[]): CardBundle | null {
  const meta = metas.find(({ config }) => parse(config.entrypoint).name === name);
  if (meta !== undefined) {
    const { name: title, location, objectTypes } = meta.config;
    return { name, title, location, objectTypes: objectTypes.map((type) => type.toLowerCase()) };
  }
  const [, known] = BY_NAME.find(([pattern]) => pattern.test(name)) ?? [];
  return known === undefined ? null : { name, ...known };
}

async function readMetas(folder: string): Promise<z.infer<typeof CardMeta>[]> {
  const metas = [];
  for (const file of (await list(folder)).filter((name) => name.endsWith('-hsmeta.json'))) {
    const parsed = CardMeta.safeParse(JSON.parse(await readFile(join(folder, file), 'utf8')));
    if (parsed.success) metas.push(parsed.data);
  }
  return metas;
}

const list = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
