import {
  Button,
  EmptyState,
  Link,
  LoadingSpinner,
  StatisticsItem,
  TableBody,
  Tabs,
  Text,
} from '@hubspot/ui-extensions';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CompanyContent } from '../src/app/cards/company/CompanyContent.tsx';
import { quoted } from '../src/app/cards/words/format.ts';
import {
  companyView,
  customer,
  failed,
  found,
  fresh,
  invoice,
  loading,
  order,
  page,
  payment,
  paymentsView,
  rowProblem,
  searchView,
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
const openTab = async (card: Card, tab: string): Promise<void> => {
  await card.shows('customer 10447');
  // The host tells strings or numbers, so the type of either is neither's.
  card.find(Tabs).props.onSelectedChange?.(tab as never);
};
/** The card with its tab of payments open; a search finds an order by its invoice. */
const openPayments = async (payments?: object, view: object = {}): Promise<Card> => {
  const card = open(({ path }) => {
    if (path.includes('/search')) return searchView({ invoice: found(order()) });
    return path.includes('/payments') ? paymentsView(payments) : companyView(view);
  });
  await openTab(card, 'payments');
  return card;
};
const numbered = (node: { text: string | null }) => /^\d{6}$/.test(node.text ?? '');
/** The orders of the first table, in the order shown. */
const orderIdsOf = (card: Card) =>
  card
    .find(TableBody)
    .findAll(Button, numbered)
    .map((button) => button.text);
const down = 'the ERP is not answering; trying again';

test('one section of orders failed: the other is shown, and the failure is told by its name', async () => {
  const card = open(() => companyView({ openOrders: failed('erp.fault') }));
  await card.shows('240880');
  expect(card.alerts()).toContain('Open orders: The ERP reported a technical problem.');
  expect(card.alerts()[0]).toContain('(open orders not known)');
  expect(orderIdsOf(card)).toEqual(['240871', '240855', '240880']);
  const figure = card.find(StatisticsItem, { label: 'Open orders' });
  expect([figure.props.number, wordsOf(figure.find(Text))]).toEqual(['–', 'could not be loaded']);
});

test('the ERP is given a pause or left alone: what was known stays, and the reason is in words', async () => {
  const paused = await openPayments(stale(page([payment()]), 'gateway.circuit-open'));
  await paused.shows(down);
  const quiet = await openPayments(stale(page([payment()]), 'gateway.quiet-hours'));
  await quiet.shows('the ERP is left alone at this hour');
  const nothingKnown = await openPayments(failed('gateway.quiet-hours'));
  await nothingKnown.shows('Payments: The ERP is left alone at this hour.');
});

test('a part payment is told in words, and an open credit note with its negative amount', async () => {
  const rows = [
    invoice({ total: '3000.00', open: '1800.00' }),
    invoice({ invoiceId: '900400', kind: 'credit-note', dueOn: null, total: '-120.00', open: '-120.00' }),
  ];
  const card = open(() => companyView({ invoices: fresh(page(rows)) }));
  await card.shows('1,200.00 of 3,000.00 paid');
  expect(card.text()).toContain('Credit note 900400');
  expect(card.text()).toContain('-120.00');
  expect(card.find(StatisticsItem, { label: 'Not paid yet' }).props.number).toBe('€1,800.00');
});

test('payments: when, how much, how, and which invoices were paid; a number leads to its order', async () => {
  const card = await openPayments();
  await card.shows('Bank transfer');
  expect(card.calls.map(({ path }) => path)).toEqual(['companies/123', 'companies/123/payments']);
  const [, , payments] = card.findAll(TableBody).map(wordsOf);
  expect(payments).toContain('18 Nov 55120 Bank transfer 900311 1,500.00 900290 500.00 2,000.00');
  card.clickOn('900290');
  await card.shows('by invoice number');
  expect(card.calls.at(-1)?.path).toBe('companies/123/search?number=900290');
});

test('payments: none is no error, a failure stands alone', async () => {
  const none = await openPayments(fresh(page([])));
  await none.shows('No payments yet');
  const broken = await openPayments(failed('erp.fault'));
  await broken.shows('Payments: The ERP reported a technical problem.');
  expect(broken.text()).toContain('240871');
});

test('payments: they are asked for again while they load, and anew when the card is refreshed', async () => {
  const card = open(({ path }, calls) =>
    path.includes('/payments') ? paymentsView(calls.length === 2 ? loading : undefined) : companyView(),
  );
  await openTab(card, 'payments');
  await card.shows('Payments: asking the ERP');
  await card.passMs(400);
  await card.shows('Bank transfer');
  card.clickOn('Refresh');
  await card.shows('Bank transfer');
  const asked = card.calls.map(({ path }) => path);
  expect(asked.filter((path) => path.includes('/payments'))).toEqual([
    'companies/123/payments',
    'companies/123/payments',
    'companies/123/payments?refresh=true',
  ]);
});

test('payments: the rows stay while a refresh is under way, and each refresh asks once', async () => {
  const second = Promise.withResolvers<unknown>();
  const asksOf = (calls: readonly { path: string }[]) =>
    calls.map(({ path }) => path).filter((path) => path.includes('/payments'));
  const card = open(({ path }, calls) => {
    if (!path.includes('/payments')) return companyView();
    return asksOf(calls).length === 2 ? second.promise : paymentsView();
  });
  await openTab(card, 'payments');
  await card.shows('Bank transfer');
  card.clickOn('Refresh');
  await card.until(() => asksOf(card.calls).length === 2);
  expect(card.text()).toContain('Bank transfer');
  expect(card.maybeFind(LoadingSpinner)).toBeNull();
  second.resolve(paymentsView(fresh(page([payment({ method: 'Cheque' })]))));
  await card.shows('Cheque');
  card.clickOn('Refresh');
  await card.until(() => asksOf(card.calls).length === 3);
  expect(asksOf(card.calls)).toEqual([
    'companies/123/payments',
    'companies/123/payments?refresh=true',
    'companies/123/payments?refresh=true',
  ]);
});

test('a figure opens the documents behind it', async () => {
  const card = open(() => companyView());
  await card.shows('240871');
  const through = (label: string) => {
    card.find(StatisticsItem, { label }).find(Link).trigger('onClick');
    return card.find(Tabs).props.selected;
  };
  expect(['Overdue', 'Open orders', 'Credit left'].map(through)).toEqual(['invoices', 'orders', 'details']);
});

test('both lists of orders are on their way, or fail alike: said once', async () => {
  const asking = open(() => companyView({ openOrders: loading, orders: loading }));
  await asking.shows('Orders: asking the ERP');
  expect(asking.findAll(LoadingSpinner)).toHaveLength(1);
  const broken = open(() => companyView({ openOrders: failed('erp.fault'), orders: failed('erp.fault') }));
  await broken.shows('Orders: The ERP reported a technical problem.');
  expect(broken.alerts().filter((title) => title?.includes('technical problem'))).toHaveLength(1);
  expect(broken.text()).toContain('This part of the card is missing. Try again in a moment.');
});

test('a row that could not be read is told quietly, the others are shown', async () => {
  const card = open(() =>
    companyView({
      openOrders: fresh(page([order()], { problems: [rowProblem] })),
      orders: fresh(page([order()], { problems: [rowProblem] })),
    }),
  );
  await card.shows('could not be read, so it is not shown. The person who looks after the ERP link can see why.');
  expect(orderIdsOf(card)).toEqual(['240871']);
  expect(card.text()).not.toContain('not a decimal');
  expect(card.alerts()).toHaveLength(1);
});

test('a list of which no row could be read is not passed off as empty', async () => {
  const unread = fresh(page([], { problems: [rowProblem] }));
  const card = await openPayments(unread, { invoices: unread, openOrders: unread, orders: unread });
  await card.shows('No payments that could be read');
  expect(card.findAll(EmptyState).map((list) => [list.props.title, wordsOf(list)])).toEqual([
    ['No orders that could be read', expect.stringMatching(/^Of the orders, 240860 could not be read/)],
    ['No open invoices that could be read', expect.stringMatching(/^Of the invoices, 240860 could not be read/)],
    ['No payments that could be read', expect.stringMatching(/^Of the payments, 240860 could not be read/)],
  ]);
  expect(card.text().match(/Of the orders/g)).toHaveLength(1);
});

test('fifty orders that go on in the ERP are never passed off as all', async () => {
  const fifty = Array.from({ length: 50 }, (_one, index) => order({ orderId: String(300000 + index) }));
  const card = open(() =>
    companyView({
      openOrders: fresh(page(fifty, { nextCursor: 'n' })),
      orders: fresh(page(fifty, { nextCursor: 'n' })),
    }),
  );
  await card.shows('50 orders or more');
  expect(card.text()).toContain('There are more open orders in the ERP. Older orders are in the ERP.');
});

test.each([
  'O’Neill & "Söhne" <GmbH>',
  'Ärzte-Bedarf Groß',
  'Pumpen 🚀👩‍🔧 Kiel',
  'شركة الخليج للمضخات',
  'חברת המשאבות בע"מ',
])('a name or text is shown as the ERP has it: %s', async (words) => {
  const card = await openPayments(fresh(page([payment({ method: words })])), {
    customer: fresh(customer({ name: words, onHold: true, holdReason: words })),
    openOrders: fresh(page([order({ customerReference: words })])),
  });
  await card.shows('customer 10447');
  expect(card.alerts()[0]).toContain(`Customer on hold: ${quoted(words)} ·`);
  await card.shows('18 Nov');
  const texts = card.findAll(Text).map(wordsOf);
  expect(texts).toContain(words);
  const [orders, , payments] = card.findAll(TableBody).map(wordsOf);
  expect(orders).toContain(words);
  expect(payments).toContain(words);
});
