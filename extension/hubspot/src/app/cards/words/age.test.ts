import { expect, test } from 'vitest';
import type { CardError } from '../contracts/card-api.ts';
import type { Moment } from '../contracts/dates.ts';
import { ageLine, ageOfAll, ageText, LEFT_ALONE_AFTER_MS } from './age.ts';

const format = { locale: 'en-GB', timeZone: 'Europe/Berlin' };
const now = Date.parse('2026-11-21T13:02:20Z');
const ago = (ms: number) => new Date(now - ms).toISOString() as Moment;
const asked = (goesOn: boolean, agoMs = 0) => ({ nowMs: now, answeredAtMs: now - agoMs, goesOn });
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
  expect(ageLine({ state: 'fresh', asOf: ago(20_000) }, asked(false), format)).toEqual({
    tone: 'quiet',
    text: 'as of 14:02 (20 s ago)',
  });
});

test('a stale section says in words why, and that it is tried again only when it is', () => {
  const stale = (cause: CardError | null, goesOn: boolean) =>
    ageLine({ state: 'stale', asOf: '2026-11-21T12:10:00.000Z' as Moment, error: cause }, asked(goesOn), format);
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

test('what was fresh when it was answered turns amber once nobody has asked for long, however old it was then', () => {
  const left = (agoMs: number, asOf = ago(agoMs + 1000)) =>
    ageLine({ state: 'fresh', asOf }, asked(false, agoMs), format);
  expect(left(LEFT_ALONE_AFTER_MS - 1).tone).toBe('quiet');
  expect(left(LEFT_ALONE_AFTER_MS)).toEqual({ tone: 'amber', text: 'from 13:57, not refreshed since' });
  // A tenant may let a read count as fresh for a day: what the gateway says of it is not overruled by its age.
  expect(left(0, ago(8 * 3_600_000))).toEqual({ tone: 'quiet', text: 'as of 06:02 (8 h ago)' });
  expect(left(23 * 3_600_000).text).toBe('from 20 Nov, 15:02, not refreshed since');
});

test('a reason that was given long ago is told with its time, not as if it were so now', () => {
  const stale = (cause: CardError | null, goesOn: boolean) =>
    ageLine({ state: 'stale', asOf: ago(7_200_000), error: cause }, asked(goesOn, 3_600_000), format).text;
  const down = error('erp.unreachable', 'unavailable');
  expect(stale(down, false)).toBe('from 12:02, the ERP is not answering (asked at 13:02)');
  expect(stale(down, true)).toBe('from 12:02, the ERP is not answering; trying again');
  expect(stale(null, false)).toBe('from 12:02, not refreshed since');
  expect(stale(null, true)).toBe('from 12:02, a newer answer is on its way');
});

test('of several sections the worst tells the age: a stale one, though it is younger, then the oldest', () => {
  const format = { locale: 'en-GB', timeZone: 'UTC' };
  const now = Date.parse('2026-11-21T13:02:20Z');
  const fresh = (asOf: string) => ({ state: 'fresh', asOf: asOf as Moment }) as const;
  const stale = { state: 'stale', asOf: '2026-11-21T13:02:10Z' as Moment, error: null } as const;
  const of = (...sections: Parameters<typeof ageOfAll>[0]) =>
    ageOfAll(sections, { nowMs: now, answeredAtMs: now, goesOn: false }, format)?.text;
  expect(of(fresh('2026-11-21T13:01:00Z'), stale, { state: 'loading' })).toBe('from 13:02');
  expect(of(fresh('2026-11-21T13:02:00Z'), fresh('2026-11-21T13:01:00Z'))).toBe('as of 13:01 (1 min ago)');
  expect(of({ state: 'loading' }, { state: 'failed' })).toBeUndefined();
});
