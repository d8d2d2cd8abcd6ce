import { expect, test } from 'vitest';
import type { BulkEntry } from '../contracts/card-api.ts';
import {
  type AssociatedDeal,
  companyDeal,
  listsOf,
  type Standing,
  standingInBulk,
  standingOf,
} from './company-deal.ts';

const PRIMARY = [
  { typeId: 6, label: 'Primary' },
  { typeId: 342, label: null },
];
const WON = { dealname: 'Pumps', hs_is_closed_won: 'true', hs_is_closed: 'true' };
const deal = (properties: Record<string, string | null>, more: Partial<AssociatedDeal> = {}) =>
  companyDeal({ toObjectId: 1, associationTypes: PRIMARY, properties: { ...WON, ...properties }, ...more });
const entry = (state: string, orderId: string | null = null) =>
  ({ state: 'sent', dealId: '1', push: { pushId: 'p_1', state, orderId } }) as unknown as BulkEntry;
const WAITING = { state: 'waiting', dealId: '1' } as BulkEntry;
const NOT_SENT = {
  state: 'not-sent',
  dealId: '1',
  error: { message: 'A price differs.', advice: 'Correct the deal.' },
} as BulkEntry;

test.each<[string, Record<string, string | null>, Standing]>([
  ['won, and nobody sent it', {}, { kind: 'to-send', note: null }],
  ['won, and waits for a person', { erp_status: 'Waits to be sent' }, { kind: 'to-send', note: null }],
  [
    'won, and was not sent by itself',
    { erp_status: 'Not sent', erp_problem: 'A price differs.' },
    { kind: 'to-send', note: 'A price differs.' },
  ],
  [
    'ordered',
    { erp_order_number: ' 240871 ', erp_status: 'Shipped' },
    { kind: 'ordered', orderId: '240871', status: 'Shipped', note: null },
  ],
  ['ordered by hand', { erp_order_number: '7' }, { kind: 'ordered', orderId: '7', status: null, note: null }],
  [
    'refused',
    { erp_status: 'Refused by the ERP', erp_problem: 'Period closed.' },
    { kind: 'stopped', word: 'Refused by the ERP', note: 'Period closed.', pushId: null },
  ],
  ['parked', { erp_status: 'Needs a person' }, { kind: 'stopped', word: 'Needs a person', note: null, pushId: null }],
  ['given up', { erp_status: 'Given up' }, { kind: 'stopped', word: 'Given up', note: null, pushId: null }],
  ['on its way again', { erp_status: 'Being sent' }, { kind: 'under-way', doubt: false }],
  ['open', { hs_is_closed_won: 'false', hs_is_closed: 'false' }, { kind: 'not-won', isLost: false }],
  ['lost', { hs_is_closed_won: 'false' }, { kind: 'not-won', isLost: true }],
  [
    'of an account that says nothing',
    { hs_is_closed_won: null, hs_is_closed: null },
    { kind: 'not-won', isLost: false },
  ],
])('a deal that is %s stands so', (_case, properties, standing) => {
  expect(deal(properties).standing).toEqual(standing);
});

test('a won deal whose primary company is another cannot be sent from here; where HubSpot names no types, it can', () => {
  expect(deal({}, { associationTypes: [{ typeId: 342, label: null }] }).standing).toEqual({ kind: 'elsewhere' });
  expect(deal({}, { associationTypes: [] }).standing.kind).toBe('to-send');
});

test('an amount that is no number and a currency that is none are left out; a deal without a name has its number', () => {
  expect(deal({ dealname: ' ', amount: '1e5', deal_currency_code: 'Euro' })).toMatchObject({
    name: 'Deal 1',
    amount: null,
    currency: null,
  });
  expect(deal({ amount: '4920.5', deal_currency_code: 'EUR' })).toMatchObject({ amount: '4920.5', currency: 'EUR' });
});

test('a deal of a bulk stands as its push does', () => {
  expect(standingInBulk(WAITING)).toEqual({ kind: 'waiting' });
  expect(standingInBulk(NOT_SENT)).toEqual({ kind: 'to-send', note: 'A price differs. Correct the deal.' });
  for (const state of ['accepted', 'ready', 'sending']) {
    expect(standingInBulk(entry(state))).toEqual({ kind: 'under-way', doubt: false });
  }
  expect(standingInBulk(entry('in-doubt'))).toEqual({ kind: 'under-way', doubt: true });
  for (const state of ['confirmed', 'done']) {
    expect(standingInBulk(entry(state, '240871'))).toMatchObject({ kind: 'ordered', orderId: '240871' });
  }
  for (const state of ['refused', 'parked', 'given-up']) {
    expect(standingInBulk(entry(state))).toMatchObject({ kind: 'stopped', pushId: 'p_1' });
  }
});

test('what a bulk said counts until the CRM knows of the order, and never against what the CRM knows', () => {
  const told = new Map([['1', entry('confirmed', '240871')]]);
  expect(standingOf(deal({}), told)).toMatchObject({ kind: 'ordered', orderId: '240871' });
  expect(standingOf(deal({ erp_order_number: '240871', erp_status: 'Shipped' }), told)).toMatchObject({
    status: 'Shipped',
  });
  expect(standingOf(deal({ erp_order_number: '9' }), new Map([['1', NOT_SENT]]))).toMatchObject({ orderId: '9' });
  expect(standingOf(deal({ hs_is_closed_won: 'false' }), told).kind).toBe('not-won');
});

test('what can be sent is a list of its own by name; of the others, what needs a look stands on top', () => {
  const named = (toObjectId: number, dealname: string, more: Record<string, string> = {}) =>
    deal({ dealname, ...more }, { toObjectId });
  const { toSend, others } = listsOf(
    [
      named(1, 'Lost', { hs_is_closed_won: 'false' }),
      named(2, 'Hall 10'),
      named(3, 'Ordered', { erp_order_number: '1' }),
      named(4, 'Hall 3'),
      named(5, 'Refused', { erp_status: 'Refused by the ERP' }),
      named(6, 'Sent just now'),
    ],
    new Map([['6', entry('sending')]]),
  );
  expect(toSend.map(({ name }) => name)).toEqual(['Hall 3', 'Hall 10']);
  expect(others.map(({ name }) => name)).toEqual(['Refused', 'Sent just now', 'Ordered', 'Lost']);
});
