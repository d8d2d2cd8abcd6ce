import { expect, test } from 'vitest';
import type { IsoDate, Moment } from '../contracts/dates.ts';
import {
  amountText,
  dateText,
  dayOf,
  daysBetween,
  listed,
  localeOf,
  moneyText,
  plural,
  quantityText,
  quoted,
  readerLocaleOf,
  timeText,
} from './format.ts';

const british = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
const german = { locale: 'de-DE', timeZone: 'Europe/Berlin' };
const now = Date.parse('2026-11-21T13:02:20Z');

test('the CRM’s locale is taken in any spelling, and a wrong one falls back to English', () => {
  expect(localeOf('de_DE')).toBe('de-DE');
  expect(localeOf('en-us')).toBe('en-US');
  expect(localeOf('not a locale')).toBe('en');
  expect(localeOf(undefined)).toBe('en');
});

test('the gateway is told language, script and region, and nothing that it would refuse', () => {
  expect(['de-DE', 'en', 'zh-Hans-CN', 'es-419'].map((locale) => readerLocaleOf(locale))).toEqual([
    ['de-DE'],
    ['en'],
    ['zh-Hans-CN'],
    ['es-419'],
  ]);
  expect(readerLocaleOf(localeOf('EN_us-u-nu-thai'))).toEqual(['en-US']);
  expect(readerLocaleOf(localeOf('ca-valencia'))).toEqual(['ca']);
  // A language of five letters or more is a locale, too; no form of it is known to the gateway.
  expect(readerLocaleOf('abcde-DE')).toEqual([]);
});

test('amounts are written as the reader writes them, exactly', () => {
  expect(amountText('8240', 'EUR', british)).toBe('8,240.00');
  expect(amountText('-8240.5', 'EUR', german)).toBe('-8.240,50');
  expect(amountText('123456789012345678.12', 'EUR', british)).toBe('123,456,789,012,345,678.12');
  expect(amountText('0.1234', 'EUR', british)).toBe('0.1234');
  expect(amountText('500', 'JPY', british)).toBe('500');
  expect(moneyText('8240.00', 'EUR', british)).toBe('€8,240.00');
  expect(quantityText('2.500', german)).toBe('2,5');
});

test('a day is the reader’s day, not the server’s', () => {
  expect(dayOf(Date.parse('2026-11-20T23:30:00Z'), british)).toBe('2026-11-21');
  expect(daysBetween('2026-10-11', '2026-11-21')).toBe(41);
});

test('a date names its year only when it is another one', () => {
  expect(dateText('2026-11-28' as IsoDate, now, british)).toBe('28 Nov');
  expect(dateText('2025-11-28' as IsoDate, now, british)).toBe('28 Nov 2025');
});

test('a time names its date only when it is another day', () => {
  expect(timeText('2026-11-21T13:02:00.000Z' as Moment, now, british)).toBe('14:02');
  expect(timeText('2026-11-20T12:10:00.000Z' as Moment, now, british)).toBe('20 Nov, 13:10');
});

test('words are listed as in a sentence', () => {
  expect([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map(listed)).toEqual(['', 'a', 'a and b', 'a, b and c']);
});

test('right-to-left words are set apart in a sentence, all others are left as they are', () => {
  expect(quoted('O’Neill 🚀 "Größe"')).toBe('O’Neill 🚀 "Größe"');
  expect(quoted('نزاع مفتوح')).toBe('\u2068نزاع مفتوح\u2069');
});

test('one is singular, none and many are plural', () => {
  expect([0, 1, 2].map((count) => plural(count, 'line', 'lines'))).toEqual(['0 lines', '1 line', '2 lines']);
});
