import { expect, test } from 'vitest';
import type { CardError } from '../contracts/card-api.ts';
import type { Moment } from '../contracts/dates.ts';
import { ageLine, ageOfAll, ageText } from './age.ts';

const format = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
const now = Date.parse('2026-11-21T13:02:20Z');
const ago = (ms: number) => new Date(now - ms).toISOString() as Moment;
const error = (code: CardError['code'], category: CardError['category'], message = '') =>
  ({ code, category, message }) as CardError;

test.each([
  [0, 'just now'],
  [-5000, 'just now'],
  [20_000, '20 s ago'],
  [299_000, '4 min ago'],
  [7_200_000, '2 h ago'],
  [4 * 86_400_000, '4 days ago'],
])('an age of %i ms reads “%s”', (ms, text) => {
  expect(ageText(ago(ms), now)).toBe(text);
});

test('a fresh section tells its time and age quietly', () => {
  expect(ageLine({ state: 'fresh', asOf: ago(20_000) }, now, format, false)).toEqual({
    tone: 'quiet',
    text: 'as of 14:02 (20 s ago)',
  });
});

test('a stale section says in words why, and that it is tried again only when it is', () => {
  const stale = (cause: CardError | null, goesOn: boolean) =>
    ageLine({ state: 'stale', asOf: '2026-11-21T12:10:00.000Z' as Moment, error: cause }, now, format, goesOn);
  const down = error('erp.unreachable', 'unavailable');
  expect(stale(down, true)).toEqual({ tone: 'amber', text: 'from 13:10, the ERP is not answering; trying again' });
  expect(stale(down, false).text).toBe('from 13:10, the ERP is not answering');
  expect(stale(error('agent.offline', 'unavailable'), true).text).toBe(
    'from 13:10, the link to the ERP is down; trying again',
  );
  expect(stale(error('erp.credential-refused', 'fatal', 'The login is refused.'), false).text).toBe(
    'from 13:10, The login is refused',
  );
  expect(stale(error('gateway.circuit-open', 'unavailable'), true).text).toBe(
    'from 13:10, the ERP is not answering; trying again',
  );
  expect(stale(error('gateway.quiet-hours', 'unavailable'), true).text).toBe(
    'from 13:10, the ERP is left alone at this hour',
  );
  expect(stale(null, true).text).toBe('from 13:10, a newer answer is on its way');
});

test('of several sections the worst tells the age: a stale one, though it is younger, then the oldest', () => {
  const format = { locale: 'en-GB', timeZone: 'UTC' };
  const now = Date.parse('2026-11-21T13:02:20Z');
  const fresh = (asOf: string) => ({ state: 'fresh', asOf: asOf as Moment }) as const;
  const stale = { state: 'stale', asOf: '2026-11-21T13:02:10Z' as Moment, error: null } as const;
  const of = (...sections: Parameters<typeof ageOfAll>[0]) => ageOfAll(sections, now, format, false)?.text;
  expect(of(fresh('2026-11-21T13:01:00Z'), stale, { state: 'loading' })).toBe('from 13:02');
  expect(of(fresh('2026-11-21T13:02:00Z'), fresh('2026-11-21T13:01:00Z'))).toBe('as of 13:01 (1 min ago)');
  expect(of({ state: 'loading' }, { state: 'failed' })).toBeUndefined();
});
