import { Button, Link, StatisticsItem, TableBody, Tabs, Text } from '@hubspot/ui-extensions';
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
  order,
  page,
  payment,
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
  expect(card.alerts()[0]).toContain('(open orders not known yet)');
  expect(orderIdsOf(card)).toEqual(['240871', '240855', '240880']);
  const figure = card.find(StatisticsItem, { label: 'Open orders' });
  expect([figure.props.number, wordsOf(figure.find(Text))]).toEqual(['–', 'not known yet']);
});

test('the ERP is given a pause or left alone: what was known stays, and the reason is in words', async () => {
  const paused = open(() => companyView({ payments: stale(page([payment()]), 'gateway.circuit-open') }));
  await paused.shows(down);
  const quiet = open(() => companyView({ payments: stale(page([payment()]), 'gateway.quiet-hours') }));
  await quiet.shows('the ERP is left alone at this hour');
  const nothingKnown = open(() => companyView({ payments: failed('gateway.quiet-hours') }));
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
  const card = open(({ path }) => (path.includes('/search') ? searchView({ invoice: found(order()) }) : companyView()));
  await card.shows('Bank transfer');
  const [, , payments] = card.findAll(TableBody).map(wordsOf);
  expect(payments).toContain('18 Nov 55120 Bank transfer 900311 1,500.00 900290 500.00 2,000.00');
  card.clickOn('900290');
  await card.shows('by invoice number');
  expect(card.calls.at(-1)?.path).toBe('companies/123/search?number=900290');
});

test('payments: none is no error, a failure stands alone', async () => {
  const none = open(() => companyView({ payments: fresh(page([])) }));
  await none.shows('No payments yet');
  const broken = open(() => companyView({ payments: failed('erp.fault') }));
  await broken.shows('Payments: The ERP reported a technical problem.');
  expect(broken.text()).toContain('240871');
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

test('a row that could not be read is told quietly, the others are shown', async () => {
  const card = open(() =>
    companyView({
      openOrders: fresh(page([order()], { problems: [rowProblem] })),
      orders: fresh(page([order()], { problems: [rowProblem] })),
    }),
  );
  await card.shows('1 row could not be read; the owner of the link can see why');
  expect(orderIdsOf(card)).toEqual(['240871']);
  expect(card.text()).not.toContain('not a decimal');
  expect(card.alerts()).toHaveLength(1);
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
  const card = open(() =>
    companyView({
      customer: fresh(customer({ name: words, onHold: true, holdReason: words })),
      openOrders: fresh(page([order({ customerReference: words })])),
      payments: fresh(page([payment({ method: words })])),
    }),
  );
  await card.shows('customer 10447');
  expect(card.alerts()[0]).toContain(`Customer on hold: ${quoted(words)} ·`);
  const texts = card.findAll(Text).map(wordsOf);
  expect(texts).toContain(words);
  const [orders, , payments] = card.findAll(TableBody).map(wordsOf);
  expect(orders).toContain(words);
  expect(payments).toContain(words);
});
