import { Button, EmptyState, LoadingSpinner, TableBody } from '@hubspot/ui-extensions';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CompanyGlance } from '../src/app/cards/company/CompanyGlance.tsx';
import { ServiceContent } from '../src/app/cards/service/ServiceContent.tsx';
import {
  companyView,
  failed,
  found,
  fresh,
  linkDown,
  loading,
  order,
  orderView,
  page,
  refusal,
  rowProblem,
  searchView,
  stale,
} from './payloads.ts';
import { candidatesView } from './preview-payloads.ts';
import { holdClock, type Play, stage } from './stage.ts';

beforeEach(holdClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const NORDWIND = [{ id: 4711, name: 'Nordwind Maschinen GmbH' }];
const open = (play: Play, companies: readonly { id: number; name: string }[] | Error = NORDWIND) =>
  stage(ServiceContent, play, { companies });
const desk: Play = ({ path }) =>
  path.includes('/orders/')
    ? orderView()
    : path.includes('/search')
      ? searchView({ purchaseOrder: found(order()) })
      : companyView();
const numbered = (node: { text: string | null }) => /^\d{6}$/.test(node.text ?? '');

test('a ticket shows its company’s open problems and last five orders, and asks the gateway for no other company', async () => {
  const seven = Array.from({ length: 7 }, (_one, index) => order({ orderId: String(300000 + index) }));
  const card = open(() => companyView({ orders: fresh(page(seven)) }));
  await card.shows('customer 10447');
  expect(card.calls.map(({ path }) => path)).toEqual(['companies/4711']);
  expect(card.alerts()[0]).toContain('2 invoices overdue');
  expect(card.find(TableBody).findAll(Button, numbered)).toHaveLength(5);
  expect(card.text()).toMatch(/as of \d\d:\d\d/);
});

test('any number the customer reads out leads to the order, and the order to a sentence that can be read aloud and copied', async () => {
  const card = open(desk);
  await card.shows('customer 10447');
  card.searchFor('4500012');
  await card.shows('found for “4500012”');
  card.find(TableBody).findAll(Button, numbered)[0]?.trigger('onClick');
  await card.shows('Order 240871 was part shipped');
  card.clickOn('Copy this answer');
  expect(card.actions.copyTextToClipboard.calls[0]?.[0]).toContain('Order 240871 was part shipped');
});

test('a record of several companies shows the first, and the others at a click', async () => {
  const card = open(desk, [...NORDWIND, { id: 4712, name: 'Nordwind Service GmbH' }]);
  await card.shows('customer 10447');
  expect(card.text()).toContain('Nordwind Maschinen GmbH (shown)');
  card.clickOn('Nordwind Service GmbH');
  await card.shows('Nordwind Service GmbH (shown)');
  await card.shows('customer 10447');
  expect(card.text()).not.toContain('Nordwind Maschinen GmbH (shown)');
  expect(card.calls.map(({ path }) => path)).toEqual(['companies/4711', 'companies/4712']);
});

test('a record without a company, and one whose company cannot be read, say what to do and ask nothing', async () => {
  const none = open(desk, []);
  expect(none.text()).toContain('This record has no company yet.');
  const unread = open(desk, new Error('forbidden'));
  expect(unread.text()).toContain('The company of this record could not be read.');
  expect(unread.text()).not.toContain('forbidden');
  expect([...none.calls, ...unread.calls]).toEqual([]);
});

test('a company that is not linked asks which customer it is; a link that is down and an empty list are said', async () => {
  const unlinked = open(({ path }) =>
    path.includes('candidates') ? candidatesView() : refusal('customer.not-linked'),
  );
  await unlinked.shows('Which ERP customer is Nordwind Maschinen GmbH?');
  const down = open(() => companyView({ ...linkDown, orders: fresh(page([])) }));
  await down.shows('ERP link down since');
  expect(down.text()).toContain('No orders yet');
  expect(down.maybeFind(EmptyState)).toBeNull();
});

test('orders of which none could be read are not passed off as none', async () => {
  const card = open(() => companyView({ orders: fresh(page([], { problems: [rowProblem] })) }));
  await card.shows('No orders that could be read');
  expect(card.text()).not.toContain('No orders yet');
});

test('the sidebar has the line that matters, three figures and one age', async () => {
  const card = stage(CompanyGlance, () => companyView());
  await card.shows('Open orders');
  expect(card.alerts()[0]).toContain('2 invoices overdue');
  for (const label of ['Open orders', 'Overdue', 'Credit left']) expect(card.text()).toContain(label);
  expect(card.text()).not.toContain('Not paid yet');
  expect(card.text()).toMatch(/as of \d\d:\d\d/);
});

test('the sidebar says when it waits, when numbers are old, when nothing is linked and when the number is wrong', async () => {
  expect(stage(CompanyGlance, () => new Promise(() => undefined)).find(LoadingSpinner).props.label).toBe(
    'Asking the ERP',
  );
  await stage(CompanyGlance, () => companyView({ invoices: stale(page([]), 'erp.unreachable') })).shows(
    'the ERP is not answering',
  );
  await stage(CompanyGlance, () => refusal('customer.not-linked')).shows('not linked to an ERP customer yet');
  await stage(CompanyGlance, () => companyView({ customer: failed('erp.not-found') })).shows('has no customer 10447');
});

test('the sidebar says why something could not be loaded, and has a button to try again', async () => {
  const gone = failed('agent.offline');
  const card = stage(CompanyGlance, (_call, calls) =>
    companyView(calls.length > 1 ? {} : { customer: gone, openOrders: gone, invoices: gone }),
  );
  await card.shows('Invoices, credit and open orders could not be loaded');
  expect(card.alerts()).toEqual([
    'Invoices, credit and open orders could not be loaded',
    'The link to the ERP is down.',
  ]);
  expect(card.text()).toContain('For support: 0123456789ab');
  card.clickOn('Try again');
  await card.shows('2 invoices overdue');
  expect(card.calls.at(-1)?.path).toBe('companies/123?refresh=true');
  expect(card.maybeFind(Button, (node) => node.text === 'Try again')).toBeNull();
});

test('the sidebar whose answer never came has a button once it asks no more', async () => {
  const card = stage(CompanyGlance, () => companyView({ invoices: loading, customer: loading, openOrders: loading }));
  await card.shows('Asking the ERP for invoices, credit and open orders …');
  expect(card.maybeFind(Button, (node) => node.text === 'Refresh')).toBeNull();
  for (let second = 0; second < 70; second += 1) await card.passMs(1000);
  await card.shows('The ERP has not answered yet: invoices, credit and open orders are not known');
  const asked = card.calls.length;
  card.clickOn('Refresh');
  expect(card.calls).toHaveLength(asked + 1);
  await card.shows('Refreshing');
});
