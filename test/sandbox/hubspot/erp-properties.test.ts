import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ORDER_WORDS, SENDING_WORDS } from '../../../gateway/core/erp-words.ts';
import { COMPANY_PROPERTIES, DEAL_PROPERTIES } from '../../../gateway/crm/hubspot-properties.ts';
import { PROPERTIES } from './properties.ts';

const readme = readFileSync(new URL('../../../extension/hubspot/README.md', import.meta.url), 'utf8');

it.each([
  ['companies', Object.values(COMPANY_PROPERTIES)],
  ['deals', Object.values(DEAL_PROPERTIES)],
] as const)(
  'every property that is written on %s is in the README, and made in the stand-in account',
  (type, names) => {
    for (const name of names) {
      expect(readme).toContain(`\`${name}\``);
      expect(PROPERTIES[type].map((property) => property.name)).toContain(name);
    }
  },
);

it('the README names every word that a deal can say', () => {
  for (const word of Object.values({ ...SENDING_WORDS, ...ORDER_WORDS }))
    expect(readme.replace(/\s+/g, ' ')).toContain(word);
});
