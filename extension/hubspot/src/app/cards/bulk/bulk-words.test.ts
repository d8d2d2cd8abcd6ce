import { expect, test } from 'vitest';
import type { BulkEntry } from '../contracts/card-api.ts';
import {
  byNeed,
  confirmationWords,
  dealAmount,
  doneWords,
  endWords,
  paceOfBulk,
  progressOf,
  standingWords,
  totalWords,
} from './bulk-words.ts';
import type { CompanyDeal } from './company-deal.ts';

const format = { locale: 'en-GB', timeZone: 'UTC' };
const deal = (amount: string | null, currency: string | null = 'EUR'): CompanyDeal => ({
  dealId: '1',
  name: 'Pumps',
  amount,
  currency,
  standing: { kind: 'to-send', note: null },
});
const sent = (state: string, dealId = '1') => ({ state: 'sent', dealId, push: { state } }) as unknown as BulkEntry;
const waiting = (dealId = '1') => ({ state: 'waiting', dealId }) as BulkEntry;
const notSent = (dealId = '1') => ({ state: 'not-sent', dealId, error: {} }) as unknown as BulkEntry;

test('done is what is an order or needs a look; what is in doubt is neither', () => {
  const entries = [sent('done'), sent('confirmed'), sent('refused'), notSent(), sent('in-doubt'), waiting()];
  const progress = progressOf(entries);
  expect(progress).toEqual({ all: 6, done: 4, ordered: 2, left: 2 });
  expect(doneWords(progress)).toBe('4 of 6 done');
});

test.each(['accepted', 'ready', 'sending', 'in-doubt'])('a bulk with a push that is %s is asked for again', (state) => {
  expect(paceOfBulk({ entries: [sent('done'), sent(state)] })).toBe('bulk');
});

test('a bulk is asked for while deals wait, and not once each is an order or needs a look', () => {
  expect(paceOfBulk({ entries: [notSent(), waiting()] })).toBe('bulk');
  const ends = ['confirmed', 'done', 'refused', 'parked', 'given-up'].map((state) => sent(state));
  expect(paceOfBulk({ entries: [...ends, notSent()] })).toBe('none');
});

test('the end says how many are ordered and how many need a look, in one and in many', () => {
  const title = (all: number, ordered: number) => endWords({ all, done: all, ordered, left: all - ordered }).title;
  expect(title(1, 1)).toBe('The deal is ordered.');
  expect(title(2, 2)).toBe('Both deals are ordered.');
  expect(title(5, 5)).toBe('All 5 deals are ordered.');
  expect(title(5, 4)).toBe('4 of 5 ordered, 1 deal needs a look.');
  expect(title(2, 0)).toBe('No deal became an order, 2 deals need a look.');
});

test('those that need a look stand on top, all others as they were asked for', () => {
  const entries = [waiting('1'), sent('done', '2'), notSent('3'), sent('sending', '4'), sent('parked', '5')];
  expect(byNeed(entries).map(({ dealId }) => dealId)).toEqual(['3', '5', '1', '2', '4']);
});

test('the question says what a click does, and what a link that is down means', () => {
  const { title, sentences } = confirmationWords([deal('1'), deal('2')], 'Kontor ERP', true);
  expect(title).toBe('Send 2 deals to the ERP?');
  expect(sentences[0]).toBe('Each becomes one sales order in Kontor ERP, once, also if you send it again.');
  expect(sentences[1]).toContain('warning');
  expect(sentences).toHaveLength(2);
  expect(confirmationWords([deal('1')], 'Kontor ERP', false).sentences[2]).toContain('it waits ten minutes');
});

test('amounts of two currencies are not added, and a sum that would leave one out is not shown', () => {
  expect(totalWords([deal('4920'), deal('80.5'), deal('10', 'USD')], format)).toBe('€5,000.50 + US$10.00');
  expect(totalWords([deal('4920'), deal(null)], format)).toBeNull();
  expect(totalWords([deal('4920', null)], format)).toBeNull();
  expect(totalWords([], format)).toBeNull();
  expect(dealAmount(deal('4920'), format)).toBe('€4,920.00');
  expect(dealAmount(deal('4920', null), format)).toBe('4,920.00');
  expect(dealAmount(deal(null), format)).toBe('–');
});

test('each standing is told by a word of its own, never by colour alone', () => {
  const note = null;
  const words = [
    standingWords({ kind: 'to-send', note }),
    standingWords({ kind: 'to-send', note: 'A price differs.' }),
    standingWords({ kind: 'waiting' }),
    standingWords({ kind: 'under-way', doubt: false }),
    standingWords({ kind: 'under-way', doubt: true }),
    standingWords({ kind: 'ordered', orderId: '1', status: null, note }),
    standingWords({ kind: 'ordered', orderId: '1', status: 'On hold', note }),
    standingWords({ kind: 'stopped', word: 'Given up', note, pushId: null }),
    standingWords({ kind: 'elsewhere' }),
    standingWords({ kind: 'not-won', isLost: true }),
    standingWords({ kind: 'not-won', isLost: false }),
  ];
  expect(new Set(words.map(({ word }) => word)).size).toBe(words.length);
  expect(words[6]?.variant).toBe('error');
});
