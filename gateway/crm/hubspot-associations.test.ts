import { expect, test } from 'vitest';
import { companyOf, idsOf } from './hubspot-associations.ts';

const one = (id: string, type?: string) => ({ id, ...(type === undefined ? {} : { type }) });
const beside = 'deal_to_company_unlabeled';
const primary = 'deal_to_company';

test.each<[string, ReturnType<typeof one>[], string | undefined]>([
  ['none', [], undefined],
  ['one', [one('100', primary), one('100', beside)], '100'],
  [
    'the primary, also where another is listed first',
    [one('100', beside), one('200', beside), one('200', primary)],
    '200',
  ],
  ['the first, where none is said to be primary', [one('100', beside), one('200', 'reseller')], '100'],
  ['the first, where no types are said', [one('100'), one('200')], '100'],
])('the company of a deal is %s', (_name, results, company) => {
  expect(companyOf({ results })).toBe(company);
});

test('each id is listed once', () => {
  expect(idsOf({ results: [one('1', primary), one('1', beside), one('2')] })).toEqual(['1', '2']);
  expect(idsOf(undefined)).toEqual([]);
});
