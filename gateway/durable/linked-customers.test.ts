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
const SETTLED = ok({ customerId: '10452', isSettled: true });

/** Customers over a store that knows this, and a CRM that answers when the test says so. */
function open(known: KnownCompany | null) {
  let now = NOW;
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
    () => now,
  );
  const says = (customerId: string) => resolve(ok({ name: 'Nordwind', customerId } as CrmCompany));
  const read = (budgetMs: number, refresh = false) => customers.read(COMPANY, now + budgetMs, refresh);
  const linkedByHand = (customerId: string) => {
    now += 1;
    kept.push({ name: 'Nordwind', customerId: customerId as CustomerId, readAt: now });
  };
  return { read, says, fails: resolve, kept, linkedByHand };
}

it('a known link does not wait for a slow CRM, however much time there is; what the CRM says is kept when it comes', async () => {
  const { read, says, kept } = open(OLD);
  expect(await read(3_600_000)).toEqual(ok({ customerId: '10447', isSettled: false }));
  expect(kept).toEqual([]);
  says('10452');
  await expect.poll(() => kept).toMatchObject([{ customerId: '10452', readAt: NOW }]);
  expect(await read(3_600_000)).toEqual(SETTLED);
});

it('somebody who wants the newest is not told what was read a moment ago', async () => {
  const { read, says } = open({ ...OLD, readAt: NOW - 1_000 });
  expect(await read(2_200)).toEqual(ok({ customerId: '10447', isSettled: true }));
  says('10452');
  expect(await read(2_200, true)).toEqual(SETTLED);
});

it('what the CRM was asked before a person linked the company does not undo the link', async () => {
  const { read, says, kept, linkedByHand } = open(OLD);
  const early = read(2_200);
  linkedByHand('10452');
  says('10447');
  expect(await early).toEqual(SETTLED);
  expect(kept).toHaveLength(1);
});

it('a CRM that answers at once is believed over what was known', async () => {
  const { read, says } = open(OLD);
  says('10452');
  expect(await read(2_200)).toEqual(SETTLED);
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
