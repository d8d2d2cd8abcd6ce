import { expect, test } from 'vitest';
import { companiesOf } from './record-companies.ts';

const company = (id: number, types: { category?: string; typeId: number; label?: string | null }[] = []) => ({
  toObjectId: id,
  associationTypes: types.map((type) => ({ category: 'HUBSPOT_DEFINED', label: null, ...type })),
  properties: { name: `Company ${id}` },
});
const answer = (more: object = {}) => ({ results: [], isLoading: false, isRefetching: false, error: null, ...more });
const idsOf = (...results: ReturnType<typeof company>[]) => {
  const known = companiesOf(answer({ results }));
  return known.state === 'known' ? known.companies.map(({ companyId }) => companyId) : known.state;
};

test.each([
  ['of a ticket', { typeId: 26 }],
  ['of a contact', { typeId: 1 }],
  ['by its label', { typeId: 999, label: 'Primary' }],
])('the primary company stands first, %s, the others as HubSpot lists them', (_which, type) => {
  expect(idsOf(company(4711), company(4713, [{ typeId: 339 }, type]), company(4712))).toEqual(['4713', '4711', '4712']);
});

test('an account’s own label is no primary company, whatever its number; without any type the order stays', () => {
  const own = company(4712, [{ category: 'USER_DEFINED', typeId: 26, label: 'Carrier' }]);
  expect(idsOf(company(4711), own)).toEqual(['4711', '4712']);
});

test('while HubSpot is asked again after nothing came, nothing is claimed', () => {
  expect(companiesOf(answer({ isLoading: true })).state).toBe('loading');
  expect(companiesOf(answer({ isRefetching: true })).state).toBe('loading');
  expect(companiesOf(answer({ error: new Error('forbidden') })).state).toBe('failed');
  expect(companiesOf(answer({ isRefetching: true, results: [company(4711)] })).state).toBe('known');
});

test('a company without a name is called by its number', () => {
  const nameless = { ...company(4711), properties: { name: null } };
  expect(companiesOf(answer({ results: [nameless] }))).toMatchObject({ companies: [{ name: 'Company 4711' }] });
});
