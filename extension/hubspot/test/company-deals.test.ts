import { Button, Checkbox, LoadingButton, StatusTag } from '@hubspot/ui-extensions';
import { CrmActionLink } from '@hubspot/ui-extensions/crm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { BULK_DEALS_MAX } from '#contracts/card-api';
import { DEALS_MAX } from '../src/app/cards/bulk/bulk-words.ts';
import { openCard, openDeals, wonDeal } from './bulk-stage.ts';
import { cardError, companyView, linkDown, refusal } from './payloads.ts';
import { holdClock } from './stage.ts';

beforeEach(holdClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const ORDERED = { erp_order_number: '240871', erp_status: 'Shipped' };

test('each deal stands with its amount and how it is with the ERP; only what is won and not sent can be chosen', async () => {
  const card = await openDeals({
    pages: [
      [
        wonDeal(1),
        wonDeal(2, { erp_status: 'Not sent', erp_problem: 'A price differs.' }),
        wonDeal(3, ORDERED),
        wonDeal(4, { erp_status: 'Refused by the ERP', erp_problem: 'Period closed.' }),
        wonDeal(5, { erp_status: 'Needs a person' }),
        wonDeal(6, { hs_is_closed_won: 'false', hs_is_closed: 'false' }),
      ],
    ],
  });
  await card.shows('Won, and not sent to the ERP');
  expect(card.rows(0)).toEqual(['Deal 1 €100.00 Not sent yet', 'Deal 2 €100.00 Not sent A price differs.']);
  expect(card.rows(1)).toEqual([
    'Deal 4 €100.00 Refused by the ERP Period closed.',
    'Deal 5 €100.00 Needs a person',
    'Deal 3 €100.00 Shipped 240871',
    'Deal 6 €100.00 Not won yet',
  ]);
  expect(card.boxes()).toHaveLength(2);
  expect(card.hubspotAsked[0]?.properties).toContain('hs_is_closed_won');
});

test('nothing is chosen at first and nothing can be sent; all can be chosen at once, and let go again', async () => {
  const card = await openDeals();
  await card.shows('Select all 3');
  expect(card.findAll(Checkbox, { checked: true })).toEqual([]);
  expect(card.find(LoadingButton).props.disabled).toBe(true);
  card.selectAll();
  await card.shows('3 chosen, €300.00');
  expect(card.boxes().every(({ props }) => props.checked)).toBe(true);
  card.tick('Deal 3', false);
  await card.shows('2 chosen, €200.00');
  card.selectAll();
  await card.shows('3 chosen');
  card.selectAll(false);
  await card.shows('0 chosen');
});

test('the question says what happens, and names the deals; nothing is sent before it is answered', async () => {
  const card = await openDeals();
  await card.shows('Select all 3');
  card.tick('Deal 1');
  await card.shows('1 chosen');
  const question = card.dialog().toString();
  expect(card.title()).toBe('Send 1 deal to the ERP?');
  expect(question).toContain('once, also if you send it again');
  expect(question).toContain('warning');
  expect(question).toContain('Deal 1');
  expect(card.posts()).toEqual([]);
});

test('more than a hundred are never sent at once: so many are selected, and one more shuts the button', async () => {
  const many = Array.from({ length: 101 }, (_one, index) => wonDeal(index + 1));
  expect(DEALS_MAX).toBe(BULK_DEALS_MAX);
  const card = await openDeals({ pages: [many.slice(0, 100), many.slice(100)] });
  await card.shows('Select the first 100');
  card.selectAll();
  await card.shows('100 chosen');
  expect(card.maybeFind(Button, (node) => node.text === 'Send 100 deals to ERP')).not.toBeNull();
  for (let more = 0; more < 10; more += 1) card.clickOn(`Show more (${91 - more * 10})`);
  card.tick('Deal 101');
  await card.shows('101 chosen: at most 100 are sent at once.');
  expect(card.find(LoadingButton).props.disabled).toBe(true);
});

test('deals on later pages of HubSpot are read, too; past five pages the list says that it is cut', async () => {
  const pages = Array.from({ length: 6 }, (_one, index) => [wonDeal(index + 1)]);
  const two = await openDeals({ pages: pages.slice(0, 2) });
  await two.shows('Select all 2');
  expect(two.text()).not.toContain('has more deals');
  const six = await openDeals({ pages });
  await six.shows('has more deals than the 5 above');
  expect(six.boxes()).toHaveLength(5);
});

test('no deal, and deals that cannot be read, say so; the second can be asked for again', async () => {
  const none = await openDeals({ pages: [[]] });
  await none.shows('No deals yet');
  const unread = await openDeals({ pages: new Error('forbidden') });
  await unread.shows('The deals of this company could not be read.');
  expect(unread.text()).not.toContain('forbidden');
  unread.clickOn('Look again');
  expect(unread.hubspot.refetches).toBe(1);
});

test('a link that is down is part of the question', async () => {
  const card = await openDeals({ view: () => companyView(linkDown) });
  await card.shows('Select all 3');
  card.tick('Deal 1');
  await card.shows('1 chosen');
  expect(card.dialog().toString()).toContain('it waits ten minutes');
});

test('a deal’s name opens the deal beside this page', async () => {
  const card = await openDeals({ pages: [[wonDeal(1)]] });
  await card.shows('Deal 1');
  expect(card.find(CrmActionLink).props).toMatchObject({
    actionType: 'RECORD_APP_LINK',
    actionContext: { objectTypeId: '0-3', objectId: 1, external: true },
  });
});

test('the card says whose orders they become, and a refresh reads the deals and the link anew', async () => {
  const card = await openDeals();
  await card.shows('Select all 3');
  expect(card.text()).toContain('Nordwind');
  card.clickOn('Refresh');
  await card.shows('Refreshing');
  expect(card.hubspot.reads).toBe(2);
  const views = card.calls.map(({ path }) => path).filter((path) => path.startsWith('companies/'));
  expect(views).toEqual(['companies/123', 'companies/123?refresh=true']);
});

test('deals that have stood on the screen for five minutes say so in amber; a refresh takes that away', async () => {
  const card = await openDeals();
  await card.shows('Select all 3');
  await card.passMs(290_000);
  expect(card.text()).not.toContain('not refreshed since');
  await card.passMs(10_000);
  await card.shows('not refreshed since');
  expect(card.find(StatusTag, { variant: 'warning' }).text).toMatch(/^Deals from \d\d:\d\d, not refreshed since$/);
  card.clickOn('Refresh');
  await card.shows('Refreshing');
  expect(card.text()).not.toContain('not refreshed since');
});

test('a link that is down stands above the deals, which can still be sent', async () => {
  const card = await openDeals({ view: () => companyView(linkDown) });
  await card.shows('ERP link down since');
  await card.shows('wait ten minutes for it, and are not sent if it stays down');
  expect(card.boxes()).toHaveLength(3);
});

test('a company that is not linked leads to the tab that asks which customer it is, and shows its deals once it is', async () => {
  const second = Promise.withResolvers<unknown>();
  const card = openCard({
    view: (_call, calls) => (calls.length === 1 ? refusal('customer.not-linked') : second.promise),
  });
  await card.shows('This company is not linked to an ERP customer yet.');
  expect(card.text()).toContain('Its “ERP” tab asks which one it is.');
  expect(card.findAll(Checkbox)).toEqual([]);
  card.clickOn('Look again');
  await card.shows('Looking again');
  second.resolve(companyView());
  await card.shows('Select all 3');
});

test('a number that the ERP does not know, a gateway that is not set up, and a failure are said instead of the deals', async () => {
  const customer = { state: 'failed', error: cardError('erp.not-found', 'No such customer.') } as const;
  const unknown = openCard({ view: () => companyView({ customer }) });
  await unknown.shows('The ERP has no customer 10447.');
  const bare = openCard({ view: () => refusal('portal.unknown') });
  await bare.shows('The ERP link is not set up yet');
  const failing = openCard({ view: () => refusal('agent.overloaded') });
  await failing.shows('The ERP is busy with other requests.');
  for (const card of [unknown, bare, failing]) expect(card.findAll(Checkbox)).toEqual([]);
});

test('a refresh that fails leaves the deals, and says beside them what went wrong', async () => {
  const card = await openDeals({
    view: (_call, calls) => (calls.length === 1 ? companyView() : Promise.reject(new Error('timeout'))),
  });
  await card.shows('Select all 3');
  card.clickOn('Refresh');
  await card.shows('The ERP link did not answer.');
  await card.shows('Select all 3');
});
