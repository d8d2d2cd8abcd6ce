import { expect, test } from 'vitest';
import type { PushView, StockView } from '../contracts/card-api.ts';
import type { PushState } from '../contracts/push.ts';
import type { Fine } from '../gateway.ts';
import { availabilityWords } from './availability-words.ts';
import { consequence, dealTotal, wantedByItem } from './deal-total.ts';
import { paceOfPreview, wishWords } from './preview-words.ts';
import { pushAge } from './push-age.ts';
import { newerPush, paceOfPush, pushWords } from './push-words.ts';

const format = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
const now = Date.parse('2026-11-21T13:06:00Z');

type Item = Extract<Fine<StockView>['stock'], { state: 'fresh' }>['data']['items'][number];
const warehouse = (available: string, nextOn: string | null = null, nextQuantity: string | null = null) => ({
  available,
  nextOn,
  nextQuantity,
});
const words = (wanted: string | null, warehouses: unknown[], known = true) =>
  availabilityWords({ known, warehouses } as unknown as Item, wanted, now, format);

test('enough on hand needs no dates', () => {
  expect(words('12', [warehouse('30'), warehouse('10', '2026-11-28', '5')])).toEqual({
    level: 'enough',
    text: '40 now',
  });
});

test('a shortage names what comes and when, the earliest first and one day once', () => {
  const rows = [
    warehouse('60', '2026-12-02', '50'),
    warehouse('0', '2026-11-28', '150'),
    warehouse('0', '2026-11-28', '50'),
  ];
  expect(words('100', rows)).toEqual({ level: 'short', text: '60 now, 200 on 28 Nov, 50 on 2 Dec' });
});

test('nothing on hand and nothing planned is said in words', () => {
  expect(words('5', [warehouse('0')])).toEqual({ level: 'short', text: 'none now, 5 more not planned' });
  expect(words('1', [], false)).toEqual({ level: 'unknown-item', text: 'not known in the ERP' });
});

test('where nothing is wanted any more, only what is there is said', () => {
  expect(words(null, [warehouse('28', '2026-11-28', '5')])).toEqual({ level: 'not-compared', text: '28 now' });
  expect(words(null, [warehouse('0', '2026-11-28', '5')])).toEqual({ level: 'not-compared', text: 'none now' });
  expect(words(null, [], false)).toEqual({ level: 'unknown-item', text: 'not known in the ERP' });
});

test('a warehouse that owes more than it has takes nothing from another', () => {
  expect(words('10', [warehouse('-25'), warehouse('10')])).toEqual({ level: 'enough', text: '10 now' });
});

const line = (itemId: string | null, quantity: string | null, price: string | null) =>
  ({ itemId, quantity, unitPrice: price, dealPrice: price }) as never;

test('a deal’s total rounds each line as an order does, and is not known when a line is no number', () => {
  expect(dealTotal([line('A', '12', '410.00'), line('B', '100', '9.50'), line('C', '8', '64.90')])).toBe('6389.20');
  expect(dealTotal([line('A', '0.5', '0.01'), line('B', '0.5', '0.01')])).toBe('0.02');
  expect(dealTotal([line('A', null, '1')])).toBeNull();
});

test('an item on two lines is wanted once, for both', () => {
  expect([
    ...wantedByItem([line('A', '1', '1'), line(null, '9', '1'), line('A', '2.5', '1'), line('B', null, '1')]),
  ]).toEqual([
    ['A', '3.5'],
    ['B', '0'],
  ]);
});

test('the question before sending says what a click does', () => {
  const lines = [line('A', '12', '410.00')];
  expect(consequence('Nordwind', lines, 'EUR', format)).toBe(
    'Creates a sales order for Nordwind with 1 line over €4,920.00 net. It is made once, also if you click again.',
  );
  expect(consequence('Nordwind', lines, null, format)).toContain('with 1 line. It is made once');
});

const push = (state: PushState, more: object = {}): PushView =>
  ({
    state,
    revision: 1,
    orderId: state === 'confirmed' || state === 'done' ? '240871' : null,
    writtenBack: state === 'done',
    orderStatus: null,
    mayResolve: [],
    problem: null,
    steps: [
      { state: 'accepted', at: '2026-11-21T13:05:00Z' },
      { state: 'sending', at: '2026-11-21T13:05:02Z' },
      { state: 'confirmed', at: '2026-11-21T13:06:00Z' },
      { state: 'done', at: '2026-11-21T13:06:00Z' },
    ],
    ...more,
  }) as unknown as PushView;

const STATES: Record<PushState, [string, 'push' | 'patient' | 'none']> = {
  accepted: ['Your order is kept and on its way to the ERP.', 'push'],
  ready: ['Your order is kept and on its way to the ERP.', 'push'],
  sending: ['Your order is being sent to the ERP.', 'push'],
  'in-doubt': ['The ERP has not confirmed yet.', 'push'],
  confirmed: ['Order 240871 is in the ERP.', 'push'],
  done: ['Order 240871 is in the ERP and its number is on this deal.', 'none'],
  refused: ['The ERP refused this.', 'none'],
  parked: ['Someone needs to look at this: it is not known whether the order was made.', 'patient'],
  'given-up': ['This was given up.', 'none'],
};
test.each(Object.entries(STATES))('a push that is %s says “%s”', (state, [title, pace]) => {
  const shown = push(state as PushState);
  expect(pushWords(shown, { online: true, since: null }).title).toBe(title);
  expect(paceOfPush(shown, { online: true })).toBe(pace);
});

test('without the link a push is asked for patiently, unless it has ended or only the CRM is to be told', () => {
  const pace = (state: PushState) => paceOfPush({ state }, { online: false });
  expect((['accepted', 'ready', 'sending', 'in-doubt', 'parked'] as const).map(pace)).toEqual(Array(5).fill('patient'));
  expect([pace('confirmed'), pace('done'), pace('refused'), pace('given-up')]).toEqual([
    'push',
    'none',
    'none',
    'none',
  ]);
});

const SINCE = '2026-11-21T12:10:00Z';
test.each([
  ['a kept order is known of at any moment', 'ready', null, false, false, 'quiet', 'as of 14:05 (1 min ago)'],
  ['an order’s status is as new as the link', 'done', 'paid', true, false, 'quiet', 'as of 14:05 (1 min ago)'],
  ['and no newer than its end', 'done', 'paid', false, false, 'amber', 'from 13:10, the link to the ERP is down'],
  ['past the last ask it is old at once', 'ready', null, false, true, 'amber', 'from 14:05, not refreshed since'],
] as const)('how old it is what is said: %s', (_what, state, orderStatus, online, stopped, tone, text) => {
  const link = { online, since: online ? null : SINCE };
  const answer = { now: '2026-11-21T13:05:00Z', link, push: push(state, { orderStatus }) } as never;
  const asked = { nowMs: now, answeredAtMs: Date.parse('2026-11-21T13:05:00Z'), goesOn: false };
  expect(pushAge(answer, stopped, asked, format)).toEqual({ tone, text });
});

test('while the link is down a kept order says that it goes out by itself', () => {
  expect(pushWords(push('ready'), { online: false, since: null })).toMatchObject({
    title: 'The link to the ERP is down.',
    advice: 'Your order is kept and goes out by itself when the link is back.',
  });
  expect(pushWords(push('ready'), { online: false, since: null }, '14:12').title).toBe(
    'The link to the ERP was down at 14:12.',
  );
});

test('an order that cannot go out before somebody mends something says what, with whatever link', () => {
  const problem = {
    code: 'erp.credential-refused',
    category: 'fatal',
    message: 'The login is refused.',
    advice: 'Ask IT.',
  };
  for (const online of [true, false]) {
    expect(pushWords(push('ready', { problem }), { online, since: null })).toEqual({
      variant: 'warning',
      title: 'Your order is kept, and cannot go out yet: The login is refused.',
      advice: 'Ask IT. Once that is mended, it goes out by itself.',
    });
  }
  const passing = { ...problem, category: 'unavailable' };
  expect(pushWords(push('ready', { problem: passing }), { online: true, since: null }).variant).toBe('info');
});

test.each([
  ['erp.rejected', 'Customer 10447 is on hold.', 'The ERP refused this: Customer 10447 is on hold.'],
  ['erp.rejected', 'The ERP refused this and gave no reason.', 'The ERP refused this and gave no reason.'],
  ['erp.rejected', 'This was refused long ago.', 'This was refused long ago.'],
  ['erp.value-unfit', 'The ERP cannot take the currency.', 'The ERP cannot take the currency.'],
])('a refusal (%s, %s) names the ERP once', (code, message, title) => {
  const refused = push('refused', { problem: { code, category: 'invalid', message, advice: '' } });
  expect(pushWords(refused, { online: true, since: null }).title).toBe(title);
});

test('of two views of pushes the later revision wins, then the one that came further', () => {
  const early = push('accepted', { steps: [] });
  expect(newerPush(early, push('done'))?.state).toBe('done');
  expect(newerPush(push('refused'), push('accepted', { revision: 2, steps: [] }))?.revision).toBe(2);
  expect(newerPush(null, early)).toBe(early);
});

test('what of the deal goes into the order beside its lines', () => {
  const said = (requestedOn: string | null, customerReference: string | null) =>
    wishWords({ requestedOn, customerReference } as Parameters<typeof wishWords>[0], now, format);
  expect(said('2026-12-04', '4500012')).toBe('Wanted by 4 Dec · PO 4500012');
  expect(said('2027-01-04', null)).toBe('Wanted by 4 Jan 2027');
  expect(said(null, '4500012')).toBe('PO 4500012');
  expect(said(null, null)).toBeNull();
});

const found = (code: string, line: number | null = null) => ({ code, line, level: 'warn', message: '' });
test.each([
  ['all is checked', 'none', [found('customer.matched'), found('stock.short', 0)], {}],
  ['not all is there yet', 'eager', [found('erp.unchecked')], { loading: true }],
  ['holds could not be asked about', 'patient', [found('erp.unchecked')], {}],
  ['prices could not be asked about', 'patient', [found('price.unknown')], {}],
  ['stock could not be asked about', 'patient', [found('stock.unknown')], {}],
  ['the link is down', 'patient', [], { link: { online: false } }],
  ['the ERP has no price of an item', 'none', [found('price.unknown', 0)], {}],
  ['a new customer has no prices yet', 'none', [found('customer.new'), found('price.unknown')], {}],
] as const)('a preview is asked for again as long as that brings more: %s, %s', (_what, pace, findings, more) => {
  const view = { loading: false, link: { online: true }, preview: { findings }, ...more };
  expect(paceOfPreview(view as never)).toBe(pace);
});
