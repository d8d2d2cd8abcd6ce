import { Alert, Button, ProgressBar } from '@hubspot/ui-extensions';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bulkAnswer, bulkSent, notSent, waiting, waitingBulk } from './bulk-payloads.ts';
import { openDeals, wonDeal } from './bulk-stage.ts';
import { cardError, pushAnswer, refusal } from './payloads.ts';
import { holdClock, type Play } from './stage.ts';

beforeEach(holdClock);
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const ORDERED = { erp_order_number: '240871', erp_status: 'Shipped' };

/** Chooses two deals and says yes. */
const sendTwo = async (answers: Parameters<typeof openDeals>[0] = {}) => {
  const card = await openDeals(answers);
  await card.shows('Select all 3');
  card.tick('Deal 1');
  card.tick('Deal 2');
  await card.shows('2 chosen');
  card.confirmButton().trigger('onClick');
  return card;
};

test('two clicks are one bulk of exactly what was chosen', async () => {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const card = await openDeals({ sendBulk: () => promise });
  await card.shows('Select all 3');
  card.tick('Deal 2');
  card.tick('Deal 1');
  await card.shows('2 chosen');
  const yes = card.confirmButton();
  yes.trigger('onClick');
  yes.trigger('onClick');
  await card.shows('Sending to ERP');
  expect(card.boxes().every(({ props }) => props.readOnly)).toBe(true);
  resolve(bulkAnswer(['1', '2'].map(waiting)));
  await card.watched();
  expect(card.posts().map(({ path, options }) => [path, options.body])).toEqual([
    ['bulk-pushes', { dealIds: ['1', '2'] }],
  ]);
});

test('the progress is asked for until all is done: waiting, being sent, ordered with its number', async () => {
  const steps = [
    [bulkSent('1', 'sending'), waiting('2')],
    [bulkSent('1', 'confirmed', '200683'), bulkSent('2', 'in-doubt')],
    [bulkSent('1', 'done', '200683'), bulkSent('2', 'done', '200684')],
  ];
  const bulk: Play = (_call, calls) =>
    bulkAnswer(steps[calls.filter(({ path }) => path.startsWith('bulk-pushes/')).length - 1] ?? []);
  const card = await sendTwo({ bulk });
  await card.watched();
  expect(card.find(ProgressBar).props.valueDescription).toBe('0 of 2 done');
  await card.passMs(1000);
  await card.shows('Being sent');
  expect(card.rows()).toEqual(['Deal 1 €100.00 Being sent', 'Deal 2 €100.00 Waiting']);
  await card.passMs(2000);
  await card.shows('200683');
  expect(card.find(ProgressBar).props).toMatchObject({ value: 1, maxValue: 2, valueDescription: '1 of 2 done' });
  expect(card.text()).toContain('Being confirmed');
  await card.passMs(4000);
  await card.shows('Both deals are ordered.');
  expect(card.rows()).toEqual(['Deal 1 €100.00 Ordered 200683', 'Deal 2 €100.00 Ordered 200684']);
  await card.passMs(600_000);
  expect(card.looks().map(({ path }) => path)).toEqual(Array(3).fill('bulk-pushes/b_0123456789abcdef'));
});

test('what was not sent says why in the gateway’s sentence; why a push stopped is asked for, and only of that one', async () => {
  const card = await sendTwo({
    sendBulk: () => bulkAnswer([bulkSent('1', 'refused'), notSent('2'), bulkSent('3', 'done', '240871')]),
    push: () => pushAnswer('refused', { problem: cardError('erp.rejected', 'The period is closed.') }),
  });
  await card.shows('1 of 3 ordered, 2 deals need a look.');
  await card.shows('The period is closed.');
  expect(card.rows()[1]).toContain('Not sent A price differs.');
  expect(card.calls.filter(({ path }) => path.startsWith('pushes/'))).toHaveLength(1);
  expect(card.find(Alert, (node) => node.props.title?.includes('need a look') === true).props.variant).toBe('warning');
});

test('back at the list, what was ordered is no more to be chosen though the CRM does not know yet; what was not sent is', async () => {
  const card = await sendTwo({ sendBulk: () => bulkAnswer([bulkSent('1', 'confirmed', '200683'), notSent('2')]) });
  await card.shows('1 of 2 ordered');
  card.clickOn('Back to the deals');
  await card.shows('Other deals');
  expect(card.rows(0)).toEqual([
    expect.stringContaining('Deal 2 €100.00 Not sent A price differs.'),
    'Deal 3 €100.00 Not sent yet',
  ]);
  expect(card.rows(1)).toEqual(['Deal 1 €100.00 Ordered 200683']);
  expect(card.text()).toContain('0 chosen');
  expect(card.calls.map(({ path }) => path)).toContain('companies/123?refresh=true');
});

test('a bulk that was left while it ran can be looked at again, goes on being asked for, and its end is known to the list', async () => {
  const card = await sendTwo({ bulk: () => bulkAnswer([bulkSent('1', 'done', '1'), bulkSent('2', 'done', '2')]) });
  await card.watched();
  card.clickOn('Back to the deals');
  await card.shows('2 deals are being sent.');
  expect(card.rows(1)).toEqual(['Deal 1 €100.00 Waiting', 'Deal 2 €100.00 Waiting']);
  card.clickOn('Show how far it is');
  await card.watched();
  await card.passMs(1000);
  await card.shows('Both deals are ordered.');
  card.clickOn('Back to the deals');
  await card.shows('Other deals');
  expect(card.rows(1)).toEqual(['Deal 1 €100.00 Ordered 1', 'Deal 2 €100.00 Ordered 2']);
  expect(card.text()).not.toContain('being sent.');
});

test('an order’s number is there to be read, not to be pressed, and the card says where the order is found', async () => {
  const card = await sendTwo({ sendBulk: () => bulkAnswer([bulkSent('1', 'done', '200683')]) });
  await card.shows('The deal is ordered.');
  expect(card.rows()).toEqual(['Deal 1 €100.00 Ordered 200683']);
  expect(card.maybeFind(Button, (node) => node.text === '200683')).toBeNull();
  expect(card.text()).toContain('in the “ERP” tab, and are found there by their number');
});

test('a refresh while a bulk runs reads the deals anew behind it, and the bulk stays in front and goes on', async () => {
  const card = await sendTwo({ bulk: () => bulkAnswer([bulkSent('1', 'done', '1'), bulkSent('2', 'done', '2')]) });
  await card.watched();
  card.clickOn('Refresh');
  await card.watched();
  await card.passMs(1000);
  await card.shows('Both deals are ordered.');
});

test('a lost answer and a refusal are said, the choice stays, and the same deals can be sent again', async () => {
  const card = await sendTwo({
    sendBulk: (_call, calls) =>
      calls.filter(({ method }) => method === 'POST').length === 1
        ? refusal('agent.overloaded')
        : bulkAnswer([waiting('1'), waiting('2')]),
  });
  await card.shows('Send to ERP: ');
  expect(card.text()).toContain('0123456789ab');
  expect(card.text()).toContain('2 chosen');
  card.confirmButton().trigger('onClick');
  await card.watched();
  expect(card.posts().map(({ options }) => options.body)).toEqual(Array(2).fill({ dealIds: ['1', '2'] }));
});

test('a failed look leaves what is known and says so beside it; it goes on by itself', async () => {
  const card = await sendTwo({
    bulk: (_call, calls) =>
      calls.filter(({ path }) => path.startsWith('bulk-pushes/')).length === 1
        ? Promise.reject(new Error('timeout'))
        : bulkAnswer([bulkSent('1', 'done', '1'), bulkSent('2', 'done', '2')]),
  });
  await card.watched();
  await card.passMs(1000);
  await card.shows('The ERP link did not answer.');
  expect(card.rows()).toHaveLength(2);
  await card.passMs(2000);
  await card.shows('Both deals are ordered.');
});

test('a bulk that takes longer than it is asked for can be asked for by hand', async () => {
  const card = await sendTwo();
  await card.watched();
  vi.setSystemTime(Date.now() + 1_200_000);
  await card.passMs(1000);
  await card.shows('Look again');
  await card.passMs(60_000);
  expect(card.looks()).toHaveLength(1);
  card.clickOn('Look again');
  expect(card.looks()).toHaveLength(2);
});

/** Opens the card while deals wait in a bulk that was sent before. */
const openAgain = async (answers: Parameters<typeof openDeals>[0] = {}) => {
  const card = await openDeals({
    found: () => waitingBulk(),
    bulk: () => bulkAnswer([bulkSent('1', 'done', '1'), waiting('2')]),
    ...answers,
  });
  await card.shows('1 deal is being sent.');
  return card;
};

test('opened anew in the middle of a bulk, the card finds it: what waits cannot be chosen, and the way back is there', async () => {
  const card = await openAgain();
  expect(card.calls.find(({ path }) => path.startsWith('bulk-pushes?'))?.path).toBe('bulk-pushes?deal=1&deal=2&deal=3');
  expect(card.rows(0)).toEqual(['Deal 3 €100.00 Not sent yet']);
  expect(card.rows(1)).toEqual(['Deal 2 €100.00 Waiting', 'Deal 1 €100.00 Ordered 1']);
  card.clickOn('Show how far it is');
  await card.watched();
  expect(card.find(ProgressBar).props.valueDescription).toBe('1 of 2 done');
  expect(card.rows()).toEqual(['Deal 1 €100.00 Ordered 1', 'Deal 2 €100.00 Waiting']);
});

test('a bulk that was found goes on being asked for: the list shows its end, and what was not sent can be chosen again', async () => {
  const steps = [
    [waiting('1'), waiting('2')],
    [bulkSent('1', 'done', '1'), waiting('2')],
    [bulkSent('1', 'done', '1'), notSent('2')],
  ];
  const card = await openDeals({
    found: () => waitingBulk(),
    bulk: (_call, calls) =>
      bulkAnswer(steps[calls.filter(({ path }) => path.startsWith('bulk-pushes/')).length - 1] ?? []),
  });
  await card.shows('2 deals are being sent.');
  await card.passMs(1000);
  await card.shows('1 deal is being sent.');
  await card.passMs(2000);
  await card.shows('Not sent');
  expect(card.text()).not.toContain('being sent.');
  expect(card.rows(0)[0]).toContain('Deal 2 €100.00 Not sent A price differs.');
  await card.passMs(60_000);
  expect(card.looks()).toHaveLength(3);
});

test('only deals that could be sent are asked about, a hundred at most; with none of them nothing is asked', async () => {
  const many = Array.from({ length: 101 }, (_one, index) => wonDeal(index + 1));
  const card = await openDeals({ pages: [many.slice(0, 100), [...many.slice(100), wonDeal(102, ORDERED)]] });
  await card.shows('Select the first 100');
  const paths = () => card.calls.map(({ path }) => path).filter((path) => path.startsWith('bulk-pushes?'));
  await card.until(() => paths().length > 0);
  expect(paths().map((path) => path.split('&').length)).toEqual([100]);
  const none = await openDeals({ pages: [[wonDeal(1, ORDERED)]] });
  await none.shows('No won deal waits to be sent');
  expect(none.calls.filter(({ path }) => path.startsWith('bulk-pushes'))).toEqual([]);
});

test('where it cannot be told whether deals wait, they stand as the CRM knows them', async () => {
  const card = await openDeals({ found: () => Promise.reject(new Error('timeout')) });
  await card.shows('Select all 3');
  expect(card.text()).not.toContain('did not answer');
  expect(card.text()).not.toContain('being sent.');
});

test('what was sent here meanwhile is not replaced by an older bulk that is found late', async () => {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const older = { ...bulkAnswer([waiting('8'), waiting('9')]), bulkId: 'b_00000000000000ff' };
  const card = await sendTwo({ found: () => promise, bulk: () => older });
  await card.watched();
  resolve(waitingBulk(older.bulkId));
  await card.until(() => card.looks().length === 1);
  card.clickOn('Back to the deals');
  await card.shows('2 deals are being sent.');
  expect(card.rows(1)).toEqual(['Deal 1 €100.00 Waiting', 'Deal 2 €100.00 Waiting']);
});
