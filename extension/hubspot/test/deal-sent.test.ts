import { StatusTag, StepIndicator, TableHeader, TableRow } from '@hubspot/ui-extensions';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDealCard } from './deal-stage.ts';
import { cardError, dealView, fresh, item, NOW, push, pushAnswer, stockView, warehouse } from './payloads.ts';
import { holdClock } from './stage.ts';

beforeEach(holdClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const SECOND = 'p_2c0a8e77f3d94b26';

test('after sending the lines are those that were sent, whatever the deal has now, and the difference is said', async () => {
  const line = (itemId: string, quantity: string) => ({
    itemId,
    name: `Item ${itemId}`,
    quantity,
    unitPrice: '410.00',
  });
  const changes = ['PUMP-0040 is 77 on the deal, 12 as sent to the ERP.'];
  const card = openDealCard({ deal: () => dealView({ push: push('done'), changes }, [line('PUMP-0040', '77')]) });
  await card.shows('40 now');
  expect(card.text()).toContain('The deal was changed after this was sent.');
  expect(card.text()).toContain('PUMP-0040 is 77 on the deal, 12 as sent to the ERP.');
  expect(card.text()).toContain('If the deal is right, the order has to be changed in the ERP.');
  const rows = card.findAll(TableRow).map((row) =>
    String(row)
      .replace(/<[^>]*>|["\s]+/g, ' ')
      .replace(/ +/g, ' '),
  );
  expect(rows).toHaveLength(4);
  expect(rows[1]).toContain('PUMP-0040 Item PUMP-0040 12 410.00');
  expect(rows[2]).toContain('SEAL-0009 SEAL-0009 100 9.50');
  expect(card.calls.find(({ path }) => path.startsWith('stock'))?.path).toContain('SEAL-0009');
});

test('what the deal was changed in is not said of another push than the one it was compared with', async () => {
  const changes = ['PUMP-0040 is 77 on the deal, 12 as sent to the ERP.'];
  const refused = push('refused', { problem: cardError('erp.rejected') });
  const card = openDealCard({
    deal: () => dealView({ push: refused, changes }),
    send: () => pushAnswer('accepted', { revision: 2, pushId: SECOND }),
  });
  await card.shows('Checked with the ERP');
  card.confirmButton().trigger('onClick');
  await card.shows('Your order is kept');
  expect(card.text()).not.toContain('The deal was changed');
});

test('an order whose lines are not kept any more shows none as sent, asks for no stock, and says so', async () => {
  const card = openDealCard({ deal: () => dealView({ push: push('done', { sent: null }) }) });
  await card.shows('its lines are not kept here any more. Order 240871 in the ERP says what it holds.');
  expect(card.findAll(TableRow)).toEqual([]);
  expect(card.calls.filter(({ path }) => path.startsWith('stock'))).toEqual([]);
});

const GONE = stockView(fresh({ items: [item('PUMP-0040', true, [warehouse({ allocated: '40', available: '0' })])] }));
const ONE_LINE = { ...push('done').sent, lines: [{ itemId: 'PUMP-0040', quantity: '12', unitPrice: '410.00' }] };
const stockOf = (card: ReturnType<typeof openDealCard>) => ({
  column: card.findAll(TableHeader).at(-1)?.text,
  told: card.findAll(StatusTag).map(({ text, props }) => [text, props.variant]),
});

test.each(['sending', 'in-doubt', 'confirmed', 'done', 'parked'])(
  'an order that is %s may have its goods already: what the ERP has beyond is no shortage of it',
  async (state) => {
    const sent = { push: push(state, { sent: ONE_LINE }) };
    const card = openDealCard({ deal: () => dealView(sent), stock: () => GONE });
    await card.shows('none now');
    expect(stockOf(card)).toEqual({ column: 'Still available', told: [['none now', 'default']] });
  },
);

test('an order that waits here is compared with the stock', async () => {
  const sent = { push: push('ready', { sent: ONE_LINE }) };
  const card = openDealCard({ deal: () => dealView(sent), stock: () => GONE });
  await card.shows('none now');
  expect(stockOf(card)).toEqual({ column: 'Available', told: [['none now, 12 more not planned', 'warning']] });
});

test('an order that comes into the ERP while the reader looks on has the stock asked for anew, once', async () => {
  const life = ['sending', 'confirmed', 'done'];
  const card = openDealCard({
    deal: () => dealView({ push: push('accepted', { sent: ONE_LINE }) }),
    push: () => pushAnswer(life.shift() ?? 'done', { sent: ONE_LINE }),
    stock: ({ path }) => (path.endsWith('refresh=true') ? GONE : stockView()),
  });
  await card.shows('40 now');
  await card.passMs(1000);
  await card.shows('Your order is being sent to the ERP.');
  expect(stockOf(card).told).toEqual([['40 now', 'default']]);
  await card.passMs(2000);
  await card.shows('none now');
  await card.passMs(4000);
  await card.shows('its number is on this deal');
  const asked = card.calls.filter(({ path }) => path.startsWith('stock')).map(({ path }) => path);
  expect(asked).toEqual(['stock?item=PUMP-0040', 'stock?item=PUMP-0040&refresh=true']);
});

test('an order that waited for its customer and stopped is not said to be sent, and its goods are still wanted', async () => {
  const steps = [
    { state: 'accepted', at: NOW },
    { state: 'parked', at: NOW },
  ];
  const problem = cardError('push.customer-unsettled');
  const card = openDealCard({ deal: () => dealView({ push: push('parked', { steps, problem }) }) });
  await card.shows('40 now');
  expect(card.find(StepIndicator).props.stepNames).toEqual([
    expect.stringContaining('Accepted'),
    expect.stringContaining('Someone has to look'),
    'Deal updated',
  ]);
  expect(card.text()).not.toContain('Still available');
});
