import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findCards } from './card-bundles.ts';

let project: string;
let dist: string;
beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'cards-'));
  dist = join(project, 'dist');
  await mkdir(dist);
  await writeFile(join(dist, 'DealCard.js'), '');
  await writeFile(join(dist, 'DealCard-manifest.json'), '{}');
});
afterEach(() => rm(project, { recursive: true, force: true }));

it('a bundle goes where its card document in the project says', async () => {
  const cards = join(project, 'src/app/cards');
  await mkdir(cards, { recursive: true });
  const config = {
    name: 'Push it',
    location: 'crm.record.tab',
    entrypoint: '/app/cards/DealCard.tsx',
    objectTypes: ['DEALS'],
  };
  await writeFile(join(cards, 'deal-card-hsmeta.json'), JSON.stringify({ uid: 'd', type: 'card', config }));
  expect(await findCards(dist)).toEqual([
    { name: 'DealCard', title: 'Push it', location: 'crm.record.tab', objectTypes: ['deals'] },
  ]);
});

it('a bundle without a document goes where its name says, and a folder that is not there has no cards', async () => {
  expect(await findCards(dist)).toEqual([
    { name: 'DealCard', title: 'Send to ERP', location: 'crm.record.tab', objectTypes: ['deals'] },
  ]);
  expect(await findCards(join(project, 'nowhere'))).toEqual([]);
});
