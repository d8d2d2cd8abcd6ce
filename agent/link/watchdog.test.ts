import { expect, it } from 'vitest';
import { PING_EVERY_MS, SILENCE_MAX_MS, watch } from './watchdog.ts';

it.each([
  ['just heard', 0, 'ping'],
  ['heard one ping ago', PING_EVERY_MS, 'ping'],
  ['silent for exactly as long as may be', SILENCE_MAX_MS, 'ping'],
  ['silent for longer', SILENCE_MAX_MS + 1, 'dead'],
  ['after the host slept for an hour', 3_600_000, 'dead'],
] as const)('a link that is %s gets: %s ms, %s', (_what, silenceMs, expected) => {
  expect(watch(7_000, 7_000 + silenceMs)).toBe(expected);
});

it('a half-open link is dead within 25 to 30 s at the latest: two pings unanswered, seen at the next tick', () => {
  expect(SILENCE_MAX_MS + PING_EVERY_MS).toBeLessThanOrEqual(30_000);
  expect(SILENCE_MAX_MS).toBeGreaterThanOrEqual(2 * PING_EVERY_MS);
});
