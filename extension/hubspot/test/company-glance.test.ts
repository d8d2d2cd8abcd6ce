/** The company in the sidebar: the line that matters is of what is shown, and as old. */
import { Text } from '@hubspot/ui-extensions';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CompanyGlance } from '../src/app/cards/company/CompanyGlance.tsx';
import { companyView, customer, failed, fresh, order, page, stale } from './payloads.ts';
import { holdClock, stage, wordsOf } from './stage.ts';

beforeEach(holdClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const QUIET = {
  customer: fresh(customer({ creditUsed: '0.00' })),
  invoices: fresh(page([])),
  openOrders: fresh(page([])),
};
const HELD = page([order({ status: 'on-hold' })]);

test('an alarm out of a list of before is asked for again while that list is on its way', async () => {
  const card = stage(CompanyGlance, (_call, calls) =>
    companyView({
      ...QUIET,
      orders: calls.length === 1 ? stale(HELD, null) : fresh(page([order({ status: 'shipped' })])),
    }),
  );
  await card.shows('1 order on hold');
  await card.passMs(60_000);
  await card.shows('Nothing needs attention');
  expect(card.alerts()).toEqual(['Nothing needs attention']);
});

test('an alarm is as old as the list that it comes from', async () => {
  const card = stage(CompanyGlance, () => companyView({ ...QUIET, orders: stale(HELD, 'erp.timed-out') }));
  await card.shows('1 order on hold');
  expect(card.findAll(Text).map(wordsOf)).toContainEqual(
    expect.stringMatching(/^from \d\d:\d\d, the ERP is not answering/),
  );
});

test('a list of orders that could not be had is told', async () => {
  const card = stage(CompanyGlance, () => companyView({ ...QUIET, orders: failed('erp.fault') }));
  await card.shows('Nothing needs attention');
  expect(card.alerts()).toHaveLength(2);
});
