import { expect, test } from 'vitest';
import { isQuiet, nextMinute } from './quiet-hours.ts';

const at = (iso: string): number => Date.parse(iso);
const night = [{ from: '22:30', to: '05:00', timeZone: 'Europe/Berlin' }];

test.each([
  ['2026-11-21T21:29:00Z', false],
  ['2026-11-21T21:30:00Z', true],
  ['2026-11-22T00:00:00Z', true],
  ['2026-11-22T03:59:00Z', true],
  ['2026-11-22T04:00:00Z', false],
  // In summer Berlin is two hours ahead.
  ['2026-07-01T20:30:00Z', true],
  ['2026-07-01T20:29:00Z', false],
])('a night in Berlin: %s is %s', (iso, quiet) => {
  expect(isQuiet(night, at(iso))).toBe(quiet);
});

test('the next minute begins after this moment, also where one just begins', () => {
  const minute = at('2026-11-22T04:00:00Z');
  expect([minute - 1, minute, minute + 59_999].map(nextMinute)).toEqual([minute, minute + 60_000, minute + 60_000]);
});

test('quiet hours within a day end on that day', () => {
  const lunch = [{ from: '12:00', to: '13:00', timeZone: 'UTC' }];
  expect(['11:59', '12:00', '12:59', '13:00'].map((time) => isQuiet(lunch, at(`2026-11-21T${time}:00Z`)))).toEqual([
    false,
    true,
    true,
    false,
  ]);
});

test('no hours are never quiet, nor is an empty span', () => {
  expect(isQuiet([], at('2026-11-21T12:00:00Z'))).toBe(false);
  expect(isQuiet([{ from: '12:00', to: '12:00', timeZone: 'UTC' }], at('2026-11-21T12:00:00Z'))).toBe(false);
});
