import { expect, test } from 'vitest';
import type { CardError } from './contracts/card-api.ts';
import { nextAskInMs, type Pace, paceOfSections, paceOfView } from './poll.ts';

const waitsOf = (pace: Pace): number[] => {
  const waits: number[] = [];
  let elapsedMs = 0;
  for (let wait = nextAskInMs(pace, 0, 0); wait !== null; wait = nextAskInMs(pace, waits.length, elapsedMs)) {
    waits.push(wait);
    elapsedMs += wait;
  }
  return waits;
};
const error = (category: CardError['category']) => ({ category }) as CardError;

test('a loading view is asked for at doubling waits, and no longer than a minute', () => {
  const waits = waitsOf('eager');
  expect(waits.slice(0, 6)).toEqual([400, 800, 1600, 3200, 6400, 8000]);
  expect(waits.reduce((a, b) => a + b)).toBeLessThanOrEqual(60_000);
});

test('every pace ends', () => {
  expect(waitsOf('push').reduce((a, b) => a + b)).toBeLessThanOrEqual(300_000);
  expect(waitsOf('bulk').slice(0, 5)).toEqual([1000, 2000, 4000, 5000, 5000]);
  expect(waitsOf('bulk').reduce((a, b) => a + b)).toBeLessThanOrEqual(1_200_000);
  expect(waitsOf('patient')).toEqual(Array(20).fill(30_000));
  expect(waitsOf('first').slice(0, 6)).toEqual([2000, 4000, 8000, 16_000, 30_000, 30_000]);
  expect(waitsOf('first').reduce((a, b) => a + b)).toBeLessThanOrEqual(600_000);
  expect(waitsOf('none')).toEqual([]);
});

test('a view is asked for eagerly while a section is being fetched', () => {
  expect(paceOfSections([{ state: 'fresh' }, { state: 'loading' }])).toBe('eager');
  expect(paceOfSections([{ state: 'stale', error: null }])).toBe('eager');
});

test('a view is asked for patiently while something is down, and not at all when asking changes nothing', () => {
  expect(paceOfSections([{ state: 'stale', error: error('unavailable') }])).toBe('patient');
  expect(paceOfSections([{ state: 'failed', error: error('unavailable') }])).toBe('patient');
  expect(paceOfSections([{ state: 'failed', error: error('fatal') }, { state: 'fresh' }])).toBe('none');
});

test('a view without a link is asked for patiently, also where all of it is fresh', () => {
  expect(paceOfView({ online: false }, [{ state: 'fresh' }])).toBe('patient');
  expect(paceOfView({ online: false }, [{ state: 'loading' }])).toBe('eager');
  expect(paceOfView({ online: true }, [{ state: 'fresh' }])).toBe('none');
});
