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

it('a half-open link is dead 25 s after it was last heard, whenever that was', () => {
  const latest = (pongAfterTickMs: number): number => {
    for (let tick = PING_EVERY_MS; ; tick += PING_EVERY_MS) if (watch(pongAfterTickMs, tick) === 'dead') return tick;
  };
  for (let after = 0; after < PING_EVERY_MS; after += 250) expect(latest(after) - after).toBeLessThanOrEqual(25_000);
});

it('a link that answers every ping is never dead, also when its answers take their time', () => {
  for (let after = 0; after < PING_EVERY_MS / 2; after += 250) expect(watch(after, PING_EVERY_MS)).toBe('ping');
});
