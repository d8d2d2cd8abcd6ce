import { expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import type { CrmRecordId, CustomerId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import type { Crm, CrmCompany } from '../crm/port.ts';
import type { CompanyStore, KnownCompany } from './company-store.ts';
import { LinkedCustomers } from './linked-customers.ts';

const NOW = 1_800_000_000_000;
const COMPANY = '900010447' as CrmRecordId;
const OLD = { name: 'Nordwind', customerId: '10447' as CustomerId, readAt: NOW - 61_000 };

/** Customers over a store that knows this, and a CRM that answers when the test says so. */
function open(known: KnownCompany | null) {
  const kept: KnownCompany[] = [];
  const { promise, resolve } = Promise.withResolvers<Result<CrmCompany>>();
  const companies = {
    erasures: 0,
    read: () => kept.at(-1) ?? known,
    write: (_id: string, one: KnownCompany) => kept.push(one),
  };
  const crm = { readCompany: () => promise };
  const customers = new LinkedCustomers(
    companies as unknown as CompanyStore,
    () => crm as unknown as Crm,
    () => NOW,
  );
  const says = (customerId: string) => resolve(ok({ name: 'Nordwind', customerId } as CrmCompany));
  return { read: (budgetMs: number) => customers.read(COMPANY, NOW + budgetMs), says, fails: resolve, kept };
}

it('a known link does not wait for a slow CRM, however much time there is; what the CRM says is kept when it comes', async () => {
  const { read, says, kept } = open(OLD);
  expect(await read(3_600_000)).toEqual(ok('10447'));
  expect(kept).toEqual([]);
  says('10452');
  await expect.poll(() => kept).toMatchObject([{ customerId: '10452', readAt: NOW }]);
  expect(await read(3_600_000)).toEqual(ok('10452'));
});

it('a CRM that answers at once is believed over what was known', async () => {
  const { read, says } = open(OLD);
  says('10452');
  expect(await read(2_200)).toEqual(ok('10452'));
});

it('what is not known waits, and says so where the time is over', async () => {
  const { read } = open(null);
  expect(await read(5)).toMatchObject({ ok: false, error: { code: 'crm.unavailable' } });
});

it('a company that the CRM says is gone is not shown from before', async () => {
  const { read, fails } = open(OLD);
  fails(fail(failure('crm.not-found')));
  expect(await read(2_200)).toMatchObject({ ok: false, error: { code: 'crm.not-found' } });
});
