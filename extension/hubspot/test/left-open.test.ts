/** A card that is left open: what was current when it was asked for is not told as current for ever. */
import { Alert, Button, StatusTag } from '@hubspot/ui-extensions';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CompanyContent } from '../src/app/cards/company/CompanyContent.tsx';
import { CompanyGlance } from '../src/app/cards/company/CompanyGlance.tsx';
import { ServiceContent } from '../src/app/cards/service/ServiceContent.tsx';
import { openDealCard } from './deal-stage.ts';
import {
  companyView,
  customer,
  dealView,
  found,
  fresh,
  linkDown,
  order,
  orderView,
  page,
  push,
  pushAnswer,
  refusal,
  searchView,
  stockView,
} from './payloads.ts';
import { holdClock, type Play, stage } from './stage.ts';

beforeEach(holdClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const JUST_BELOW_MS = 280_000;
const PAST_IT_MS = 30_000;
const LEFT = /from \d\d:\d\d, not refreshed since$/;

const gateway: Play = ({ path }) =>
  path.includes('/orders/')
    ? orderView()
    : path.includes('/search')
      ? searchView({ purchaseOrder: found(order()) })
      : companyView();
const pushAsks = (calls: readonly { path: string }[]): number =>
  calls.filter(({ path }) => path.startsWith('pushes')).length;
const amberOf = (card: ReturnType<typeof stage>) =>
  card.findAll(StatusTag, { variant: 'warning' }).map(({ text }) => text ?? '');

test('a company’s figures and orders turn amber after five minutes, nothing is asked by itself, and Refresh makes them current', async () => {
  const card = stage(CompanyContent, gateway);
  await card.shows('240871');
  await card.passMs(JUST_BELOW_MS);
  expect(amberOf(card)).toEqual([]);
  await card.passMs(PAST_IT_MS);
  const section = expect.stringMatching(LEFT);
  // Figures, then a line in each of the tabs that were asked for.
  expect(amberOf(card)).toEqual([
    expect.stringMatching(/^Figures from \d\d:\d\d, not refreshed since$/),
    section,
    section,
    section,
  ]);
  expect(card.text()).not.toContain('as of');
  expect(card.calls).toHaveLength(1);
  card.clickOn('Refresh');
  await card.shows('Figures as of');
  expect(amberOf(card)).toEqual([]);
});

test('a refresh that fails leaves the amber as it is', async () => {
  const card = stage(CompanyContent, (_call, calls) =>
    calls.length === 1 ? companyView() : refusal('crm.unavailable'),
  );
  await card.shows('240871');
  await card.passMs(JUST_BELOW_MS + PAST_IT_MS);
  card.clickOn('Refresh');
  await card.shows('The CRM is not answering.');
  expect(amberOf(card)).toContainEqual(expect.stringMatching(LEFT));
});

test.each([
  ['company card', CompanyContent],
  ['sidebar', CompanyGlance],
  ['ticket', ServiceContent],
])('the top of a %s tells the past as the past once the card is left alone', async (_where, content) => {
  const companies = [{ id: 4711, name: 'Nordwind Maschinen GmbH' }];
  const fine = { customer: fresh(customer({ creditUsed: '0.00' })), invoices: fresh(page([])) };
  const well = stage(content, () => companyView(fine), { companies });
  await well.shows('Nothing needs attention');
  await well.passMs(JUST_BELOW_MS + PAST_IT_MS);
  expect(well.alerts()).toEqual([expect.stringMatching(/^Nothing needed attention at \d\d:\d\d$/)]);
  expect(well.maybeFind(Alert, { variant: 'success' })).toBeNull();

  const down = stage(content, () => companyView({ ...fine, ...linkDown }), { companies });
  await down.shows('ERP link down since');
  // It asks for ten minutes, and is left alone from five minutes after the last answer on.
  for (let minute = 0; minute < 16; minute += 1) await down.passMs(60_000);
  expect(down.alerts()).toContainEqual(expect.stringMatching(/^The ERP link was down at \d\d:\d\d$/));
  expect(down.text()).not.toContain('ERP link down since');
});

test('the sidebar says that it is not current, and has a button of its own', async () => {
  const card = stage(CompanyGlance, gateway);
  await card.shows('Open orders');
  expect(card.maybeFind(Button, (node) => node.text === 'Refresh')).toBeNull();
  await card.passMs(JUST_BELOW_MS + PAST_IT_MS);
  expect(amberOf(card)).toEqual(['Not current']);
  expect(card.text()).toContain('not refreshed since');
  card.clickOn('Refresh');
  await card.shows('as of');
  expect(card.calls.map(({ path }) => path)).toEqual(['companies/123', 'companies/123?refresh=true']);
});

test('an open order has a Refresh of its own; when it fails that is said, and the order stays', async () => {
  const card = stage(CompanyContent, (call, calls) =>
    calls.filter(({ path }) => path.includes('/orders/')).length === 2
      ? refusal('crm.unavailable')
      : gateway(call, calls),
  );
  await card.shows('240871');
  card.clickOn('240871');
  await card.shows('0034567');
  await card.passMs(JUST_BELOW_MS + PAST_IT_MS);
  expect(amberOf(card)).toContainEqual(expect.stringMatching(LEFT));
  const refreshes = card.findAll(Button, (node) => node.text === 'Refresh');
  refreshes.at(-1)?.trigger('onClick');
  await card.shows('Order 240871: The CRM is not answering.');
  expect(card.text()).toContain('0034567');
  expect(card.calls.at(-1)?.path).toBe('companies/123/orders/240871?refresh=true');
});

test('what a number led to and a ticket’s last orders turn amber, too', async () => {
  const card = stage(ServiceContent, gateway, { companies: [{ id: 4711, name: 'Nordwind Maschinen GmbH' }] });
  await card.shows('Last orders');
  await card.passMs(JUST_BELOW_MS + PAST_IT_MS);
  expect(amberOf(card)).toEqual([expect.stringMatching(LEFT)]);
  card.searchFor('4500012');
  await card.shows('found for “4500012”');
  expect(amberOf(card)).toEqual([]);
  await card.passMs(JUST_BELOW_MS + PAST_IT_MS);
  expect(amberOf(card)).toEqual([expect.stringMatching(LEFT)]);
  card
    .findAll(Button, (node) => node.text === 'Refresh')
    .at(-1)
    ?.trigger('onClick');
  await card.shows('as of');
  expect(card.calls.at(-1)?.path).toBe('companies/4711/search?number=4500012&refresh=true');
});

test('a deal’s preview says when it was checked, beside the button that checks again', async () => {
  const card = openDealCard();
  await card.shows('Checked with the ERP');
  await card.passMs(JUST_BELOW_MS);
  expect(amberOf(card)).toEqual([]);
  await card.passMs(PAST_IT_MS);
  expect(amberOf(card)).toEqual([expect.stringMatching(/^Checked at \d\d:\d\d, not checked since$/)]);
  card.clickOn('Check again');
  await vi.waitFor(() => expect(amberOf(card)).toEqual([]));
});

test('the stock of a sent deal turns amber with a way to ask again; an ask that fails is said beside it', async () => {
  const asks = (calls: readonly { path: string }[]) => calls.filter(({ path }) => path.startsWith('stock')).length;
  const card = openDealCard({
    deal: () => dealView({ push: push('done') }),
    stock: (_call, calls) => (asks(calls) === 2 ? refusal('crm.unavailable') : stockView()),
  });
  await card.shows('Stock as of');
  await card.passMs(JUST_BELOW_MS + PAST_IT_MS);
  expect(amberOf(card)).toContainEqual(expect.stringMatching(/^Stock from \d\d:\d\d, not refreshed since$/));
  const refreshStock = () =>
    card
      .findAll(Button, (node) => node.text === 'Refresh')
      .at(-1)
      ?.trigger('onClick');
  refreshStock();
  await card.shows('Stock: The CRM is not answering.');
  expect(card.text()).toContain('40 now');
  refreshStock();
  await card.shows('Stock as of');
  expect(card.calls.at(-1)?.path).toMatch(/^stock\?.*refresh=true$/);
});

test('how an order stands in the ERP has an age, turns amber, and is asked for anew', async () => {
  const card = openDealCard({
    deal: () => dealView({ push: push('done', { orderStatus: 'confirmed' }) }),
    push: () => pushAnswer('done', { orderStatus: 'part-shipped' }),
  });
  await card.shows('Confirmed');
  await card.shows('Status as of');
  await card.passMs(JUST_BELOW_MS);
  expect(amberOf(card)).toEqual([]);
  await card.passMs(PAST_IT_MS);
  expect(amberOf(card)[0]).toMatch(/^Status from \d\d:\d\d, not refreshed since$/);
  card.clickOn('Refresh');
  await card.shows('Part shipped');
  expect(card.calls.at(-1)?.path).toBe('pushes/p_1c0a8e77f3d94b26');
});

test('an order that is kept while the link is down is asked for until the link is back', async () => {
  const isBack = (calls: readonly { path: string }[]) => pushAsks(calls) > 15;
  const card = openDealCard({
    deal: () => dealView({ ...linkDown, push: push('ready') }),
    push: (_call, calls) => (isBack(calls) ? pushAnswer('done') : pushAnswer('ready', {}, linkDown.link)),
  });
  await card.shows('The link to the ERP is down.');
  await card.passMs(465_000);
  expect(pushAsks(card.calls)).toBe(15);
  expect(card.text()).toContain('The link to the ERP is down.');
  await card.passMs(30_000);
  await card.shows('its number is on this deal');
});

test('past the last ask a link that was down is not said to be down now', async () => {
  const held = Promise.withResolvers<unknown>();
  const card = openDealCard({
    deal: () => dealView({ ...linkDown, push: push('ready') }),
    push: (_call, calls) => (pushAsks(calls) < 21 ? pushAnswer('ready', {}, linkDown.link) : held.promise),
  });
  await card.shows('The link to the ERP is down.');
  await card.passMs(615_000);
  expect(pushAsks(card.calls)).toBe(20);
  expect(card.alerts()).toEqual([expect.stringMatching(/^The link to the ERP was down at \d\d:\d\d\.$/)]);
  expect(amberOf(card)[0]).toMatch(/^Status from \d\d:\d\d, not refreshed since$/);
  card.clickOn('Refresh');
  await card.shows('Refreshing');
  expect(card.text()).toContain('The link to the ERP was down at');
  held.resolve(pushAnswer('ready'));
  await card.shows('Your order is kept and on its way to the ERP.');
  expect(amberOf(card)).not.toContainEqual(expect.stringMatching(/^Status/));
});
