/** Stock by warehouse on the deal card, before and after sending. */
import { Accordion, StatusTag, TableRow } from '@hubspot/ui-extensions';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDealCard } from './deal-stage.ts';
import { dealView, failed, fresh, item, loading, push, refusal, stale, stockView, warehouse } from './payloads.ts';
import { blockedPreview, previewView } from './preview-payloads.ts';
import { holdClock, type Play, wordsOf } from './stage.ts';

beforeEach(holdClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const SENT = dealView({ push: push('done') });
const KIEL = warehouse({
  warehouseId: 'KI',
  name: null,
  onHand: '70',
  allocated: '10',
  available: '60',
  nextOn: '2026-12-09',
  nextQuantity: '20',
});
const STOCK = {
  items: [
    item('PUMP-0040', true, [warehouse()]),
    item('SEAL-0009', true, [warehouse({ onHand: '5', allocated: '5', available: '0' }), KIEL]),
    item('KIT-X', false, []),
  ],
};
const TABLE = [
  'Item Warehouse On hand Allocated Available Next receipt',
  'PUMP-0040 Hamburg 40 0 40 –',
  'SEAL-0009 All 2 warehouses 75 15 60 20 on 9 Dec',
  'KI 70 10 60 20 on 9 Dec',
  'Hamburg 5 5 0 –',
  'KIT-X not known in the ERP',
];

type Card = ReturnType<typeof openDealCard>;
const stockAsks = (card: Card) => card.calls.filter(({ path }) => path.startsWith('stock')).map(({ path }) => path);
const toggle = (card: Card) => card.find(Accordion).trigger('onClick');
const rowsOf = (card: Card) => card.find(Accordion).findAll(TableRow).map(wordsOf);

test('before sending nobody asks for the warehouses until somebody opens them; then one ask shows each item’s', async () => {
  const card = openDealCard({ preview: () => blockedPreview(), stock: () => stockView(fresh(STOCK)) });
  await card.shows('60 now, 200 on 28 Nov');
  expect([card.find(Accordion).props.title, card.find(Accordion).props.open]).toEqual(['Stock by warehouse', false]);
  expect(stockAsks(card)).toEqual([]);
  toggle(card);
  await card.shows('Stock as of');
  expect(rowsOf(card)).toEqual(TABLE);
  expect(stockAsks(card)).toEqual(['stock?item=PUMP-0040&item=SEAL-0009&item=KIT-X']);
  toggle(card);
  await vi.waitFor(() => expect(rowsOf(card)).toEqual([]));
});

test('the warehouses that are open are asked for anew with everything else, and what was shown stays meanwhile', async () => {
  const held = Promise.withResolvers<unknown>();
  const asks = (calls: readonly { path: string }[]) => calls.filter(({ path }) => path.startsWith('stock')).length;
  const moved = { items: [item('PUMP-0040', true, [warehouse({ onHand: '39', available: '39' })])] };
  const play: Play = (_call, calls) => (asks(calls) === 1 ? stockView(fresh(STOCK)) : held.promise);
  const card = openDealCard({ stock: play });
  await card.shows('Checked with the ERP');
  card.clickOn('Check again');
  await card.shows('Checked with the ERP');
  toggle(card);
  await card.shows('Stock as of');
  expect(stockAsks(card)).toEqual(['stock?item=PUMP-0040']);
  card.clickOn('Check again');
  await vi.waitFor(() => expect(stockAsks(card)).toHaveLength(2));
  expect(stockAsks(card)[1]).toBe('stock?item=PUMP-0040&refresh=true');
  expect(rowsOf(card)[1]).toBe('PUMP-0040 Hamburg 40 0 40 –');
  held.resolve(stockView(fresh(moved)));
  await card.shows('39');
});

test('after sending the warehouses are those of the answer that is there already', async () => {
  const card = openDealCard({ deal: () => SENT, stock: () => stockView(fresh(STOCK)) });
  await card.shows('60 now');
  toggle(card);
  await vi.waitFor(() => expect(rowsOf(card)).toEqual(TABLE));
  expect(stockAsks(card)).toHaveLength(1);
});

test.each([
  ['before', {}],
  ['after', { deal: () => SENT }],
])('%s sending, stock that is not current says so under the warehouses', async (_when, more) => {
  const card = openDealCard({ ...more, stock: () => stockView(stale(STOCK, 'erp.unreachable')) });
  await card.shows('PUMP-0040');
  await vi.waitFor(() => toggle(card));
  await card.shows('the ERP is not answering');
  expect(rowsOf(card)).toContain('PUMP-0040 Hamburg 40 0 40 –');
  const amber = card.findAll(StatusTag, { variant: 'warning' }).map(({ text }) => text);
  expect(amber).toContainEqual(expect.stringMatching(/^Stock from \d\d:\d\d, the ERP is not answering; trying again$/));
});

test('stock that is on its way comes by itself, and one that failed says why, with a way to try again', async () => {
  const card = openDealCard({
    stock: (_call, calls) => {
      const asks = calls.filter(({ path }) => path.startsWith('stock')).length;
      return stockView(asks === 1 ? loading : asks === 2 ? failed('erp.timed-out') : fresh(STOCK));
    },
  });
  await card.shows('Checked with the ERP');
  toggle(card);
  await card.shows('Stock: asking the ERP');
  await card.passMs(1000);
  await card.shows('Stock: The ERP took too long to answer.');
  card.clickOn('Try again');
  await card.shows('Stock as of');
});

test('no gateway: the warehouses say so and the preview stays', async () => {
  const card = openDealCard({ stock: () => refusal('signature.invalid') });
  await card.shows('Checked with the ERP');
  toggle(card);
  await card.shows('Stock: ');
  expect(card.text()).toContain('Checked with the ERP');
});

test('a deal of very many items shows ten at a time, and asks for fifty at once only as far as is shown', async () => {
  const ids = Array.from({ length: 62 }, (_one, index) => `ITEM-${String(index).padStart(2, '0')}`);
  const [line] = previewView().ok ? (previewView() as { preview: { lines: object[] } }).preview.lines : [];
  const card = openDealCard({
    preview: () => previewView({ lines: ids.map((itemId) => ({ ...line, itemId })) }),
    stock: ({ path }) =>
      stockView(
        fresh({ items: [...path.matchAll(/item=([^&]+)/g)].map(([, id]) => item(String(id), true, [warehouse()])) }),
      ),
  });
  await card.shows('Checked with the ERP');
  toggle(card);
  await card.shows('Stock as of');
  expect(rowsOf(card)).toHaveLength(11);
  for (const hidden of [52, 42, 32, 22]) card.clickOn(`Show more (${hidden})`);
  expect(stockAsks(card)).toHaveLength(1);
  card.clickOn('Show more (12)');
  await vi.waitFor(() => expect(stockAsks(card)).toHaveLength(2));
  expect(stockAsks(card).map((path) => path.split('item=').length - 1)).toEqual([50, 12]);
  await vi.waitFor(() => expect(rowsOf(card).at(-1)).toBe('ITEM-59 Hamburg 40 0 40 –'));
});

test('a deal whose lines have no item has no warehouses to show', async () => {
  const card = openDealCard({ preview: () => previewView({ lines: [] }) });
  await card.shows('Checked with the ERP');
  expect(card.maybeFind(Accordion)).toBeNull();
});

test.each([
  ['the ERP did not answer', () => stockView(loading), 'Stock: the ERP has not answered yet.'],
  ['it could not be asked for', () => refusal('signature.invalid'), 'Stock: '],
])('a line says that the ERP is asked only as long as it is: %s', async (_what, stock, said) => {
  const card = openDealCard({ deal: () => SENT, stock });
  await card.shows('Stock: ');
  for (let second = 0; second < 70; second += 1) await card.passMs(1000);
  await card.shows(said);
  const lines = card.findAll(StatusTag).map(({ text }) => text);
  expect(lines).toContain('not known');
  expect(lines).not.toContain('asking the ERP');
});
