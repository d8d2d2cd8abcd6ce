import {
  Button,
  EmptyState,
  LoadingSpinner,
  StatisticsItem,
  StatusTag,
  TableBody,
  TableHeader,
  Text,
} from '@hubspot/ui-extensions';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CompanyContent } from '../src/app/cards/company/CompanyContent.tsx';
import {
  companyView,
  customer,
  failed,
  fresh,
  linkDown,
  loading,
  order,
  orderView,
  page,
  refusal,
  stale,
} from './payloads.ts';
import { holdClock, type Play, stage, wordsOf } from './stage.ts';

beforeEach(holdClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});
const open = (play: Play, more = {}) => stage(CompanyContent, play, more);
type Card = ReturnType<typeof open>;
const numbered = (node: { text: string | null }) => /^\d{6}$/.test(node.text ?? '');
/** The orders of the first table, in the order shown. */
const orderIdsOf = (card: Card) =>
  card
    .find(TableBody)
    .findAll(Button, numbered)
    .map((button) => button.text);
const down = 'the ERP is not answering; trying again';

test('loading: the card says that the ERP is being asked until the first answer', async () => {
  const card = open(() => new Promise(() => undefined));
  expect(card.find(LoadingSpinner).props.label).toBe('Asking the ERP');
  await card.until(() => card.calls.length > 0);
  expect(card.calls.map(({ path }) => path)).toEqual(['companies/123']);
});

test('data: what needs attention stands on top, then four figures, then the orders', async () => {
  const card = open(() => companyView());
  await card.shows('customer 10447');
  expect(card.alerts()[0]).toBe('2 invoices overdue, €8,240.00 (oldest 41 days) · credit 91 % used');
  const figures = card
    .findAll(StatisticsItem)
    .map((item) => [item.props.label, item.props.number, wordsOf(item.find(Text))]);
  expect(figures).toEqual([
    ['Open orders', '€22,020.00', '2 orders, incl. VAT'],
    ['Not paid yet', '€8,240.00', '2 invoices, incl. VAT'],
    ['Overdue', '€8,240.00', '2 invoices, oldest 41 days'],
    ['Credit left', '€4,100.00', 'of €50,000.00'],
  ]);
  const total = card.find(TableHeader, (node) => node.text === 'Total (EUR, incl. VAT)');
  expect(total.props.align).toBe('right');
  expect(orderIdsOf(card)).toEqual(['240871', '240855', '240880']);
  expect(card.text()).toContain('3 of 8');
  expect(card.text()).toContain('Part shipped');
  expect(card.text()).toMatch(/as of \d\d:\d\d \(20 s ago\)/);
});

test('data: a credit note is marked in words', async () => {
  const card = open(() => companyView());
  await card.shows('Credit note 900400');
  expect(card.text()).toContain('-120.00');
});

test('nothing wrong: the card says so', async () => {
  const card = open(() =>
    companyView({ customer: fresh(customer({ creditUsed: '0.00' })), invoices: fresh(page([])) }),
  );
  await card.shows('Nothing needs attention');
});

test('empty: a customer without orders is told so, and it is no error', async () => {
  const card = open(() => companyView({ openOrders: fresh(page([])), orders: fresh(page([])) }));
  await card.shows('No orders yet');
  expect(card.maybeFind(EmptyState, { title: 'No orders yet' })).not.toBeNull();
});

test('stale: what was known stays, with its age and the reason in words', async () => {
  const card = open(() => companyView({ orders: stale(page([order()]), 'erp.unreachable') }));
  await card.shows('240871');
  const amber = card.find(StatusTag, { variant: 'warning' }).text;
  expect(amber).toMatch(new RegExp(`^Newest orders from \\d\\d:\\d\\d, ${down}$`));
  expect(card.text()).toMatch(/Open orders as of \d\d:\d\d \(20 s ago\)/);
  await card.passMs(30_000);
  expect(card.calls).toHaveLength(2);
});

test('partly failed: one section says what is wrong, the others stand', async () => {
  const card = open(() => companyView({ invoices: failed('erp.fault') }));
  await card.shows('240871');
  expect(card.alerts()).toContain('Invoices: The ERP reported a technical problem.');
  expect(card.alerts()[0]).toContain('(invoices not known)');
  card.clickOn('Copy reference');
  expect(card.actions.copyTextToClipboard.calls).toEqual([['0123456789ab']]);
});

test('the figures have an age of their own: that of the worst of what they are made of', async () => {
  const card = open(() => companyView({ invoices: stale(page([]), 'erp.unreachable') }));
  await card.shows('240871');
  const amber = card.findAll(StatusTag, { variant: 'warning' }).map(({ text }) => text);
  expect(amber).toContainEqual(expect.stringMatching(new RegExp(`^Figures from \\d\\d:\\d\\d, ${down}$`)));
  await open(() => companyView()).shows('Figures as of');
});

test('a customer number that the ERP does not know is said once, with what to do, in place of an empty card', async () => {
  const nowhere = failed('erp.not-found');
  const card = open(() => companyView({ customer: nowhere, openOrders: nowhere, orders: nowhere, invoices: nowhere }));
  await card.shows('Correct the ERP customer number on the company record');
  expect(card.alerts()).toEqual(['The ERP has no customer 10447.']);
  expect(card.text()).toContain('For support: 0123456789ab');
});

test('link down: a banner says since when', async () => {
  const card = open(() => companyView(linkDown));
  await card.shows('ERP link down since');
});

test('a loading section is asked for again by itself and appears in place', async () => {
  const card = open((_call, calls) => companyView(calls.length === 1 ? { orders: loading } : {}));
  await card.shows('Newest orders: asking the ERP');
  expect(orderIdsOf(card)).toEqual(['240871', '240855']);
  expect(card.calls).toHaveLength(1);
  await card.passMs(1000);
  await card.shows('240880');
  await card.passMs(600_000);
  expect(card.calls).toHaveLength(2);
});

test('a section that never answers is given up after a minute, with a way to try again', async () => {
  const card = open(() => companyView({ orders: loading }));
  await card.shows('Newest orders: asking the ERP');
  for (let second = 0; second < 70; second += 1) await card.passMs(1000);
  await card.shows('Newest orders: the ERP has not answered yet.');
  const asked = card.calls.length;
  await card.passMs(600_000);
  expect(card.calls).toHaveLength(asked);
  card.clickOn('Try again');
  expect(card.calls).toHaveLength(asked + 1);
});

test.each([
  [false, 'Ask the person who looks after the ERP link in your company.'],
  [true, 'Connect this CRM account on the operations page of Drawbridge'],
])('not set up: whom to ask, or for an administrator what to do (%s)', async (isAdmin, words) => {
  const card = open(() => refusal('portal.unknown'), { isAdmin });
  await card.shows('The ERP link is not set up yet');
  expect(card.text()).toContain(words);
});

test('error: message, advice and reference, and a way to try again', async () => {
  const card = open((_call, calls) => (calls.length === 1 ? refusal('crm.unavailable') : companyView()));
  await card.shows('The CRM is not answering.');
  expect(card.text()).toContain('Try again in a moment.');
  expect(card.text()).toContain('0123456789ab');
  card.clickOn('Try again');
  await card.shows('240871');
});

test('a proxy’s error envelope and a lost connection read as “did not answer”', async () => {
  const enveloped = open(() => ({ status: 'error', category: 'BAD_GATEWAY', correlationId: 'hub-77' }));
  await enveloped.shows('The ERP link did not answer.');
  expect(enveloped.text()).toContain('hub-77');
  const lost = open(() => Promise.reject(new Error('timeout')));
  await lost.shows('The ERP link did not answer.');
});

test('a failed refresh leaves what is shown and says so beside it', async () => {
  const card = open((_call, calls) => (calls.length === 1 ? companyView() : refusal('crm.unavailable')));
  await card.shows('240871');
  card.clickOn('Refresh');
  await card.shows('The CRM is not answering.');
  expect(card.text()).toContain('240871');
});

test('Refresh asks the ERP anew once; the last known stays until the newer answer is picked up', async () => {
  const card = open((_call, calls) => companyView(calls.length === 2 ? { orders: stale(page([order()]), null) } : {}));
  await card.shows('240871');
  card.clickOn('Refresh');
  await card.shows('a newer answer is on its way');
  expect(card.text()).toContain('Refreshing');
  await card.passMs(1000);
  await card.shows('240880');
  await card.passMs(600_000);
  expect(card.calls.map(({ path }) => path)).toEqual(['companies/123', 'companies/123?refresh=true', 'companies/123']);
  expect(card.text()).not.toContain('Refreshing');
});

test('an order number opens the order in place, and Back returns', async () => {
  const card = open(({ path }) => (path.includes('/orders/') ? orderView() : companyView()));
  await card.shows('240871');
  card.clickOn('240871');
  await card.shows('0034567');
  expect(card.calls.at(-1)?.path).toBe('companies/123/orders/240871');
  expect(card.text()).toContain('DHL');
  expect(card.text()).toContain('Part shipped 14 Nov');
  card.clickOn('Back');
  await card.shows('240855');
});

test('a shipped order whose deliveries the ERP does not tell is not said to be still there', async () => {
  const untold = fresh({ ...order({ status: 'shipped', quantityShipped: '8' }), lines: [], shipments: [] });
  const card = open(({ path }) => (path.includes('/orders/') ? { ...orderView(), order: untold } : companyView()));
  await card.shows('240871');
  card.clickOn('240871');
  await card.shows('Order 240871 was shipped completely.');
  expect(card.text()).toContain('No deliveries are known.');
  expect(card.text()).not.toContain('Nothing has been shipped yet');
});

test('ten orders are shown, then more on demand', async () => {
  const many = Array.from({ length: 23 }, (_one, index) => order({ orderId: String(300000 + index) }));
  const card = open(() =>
    companyView({ openOrders: fresh(page([])), orders: fresh(page(many)), invoices: fresh(page([])) }),
  );
  await card.shows('300009');
  expect(card.text()).not.toContain('300010');
  card.clickOn('Show more (13)');
  await card.shows('300019');
  expect(card.findAll(Button, (node) => node.text?.startsWith('Show more') === true)).toHaveLength(1);
});
