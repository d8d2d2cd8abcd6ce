/** 10 s between pings; the gateway's object answers them without waking up. */
export const PING_EVERY_MS = 10_000;
/**
 * One ping unanswered, and half a ping's time for a slow answer. Seen at the next tick, a half-open link is dead
 * 15 to 25 s after it was last heard; as pongs come right after a tick, 20 s as a rule.
 */
export const SILENCE_MAX_MS = 15_000;

/** When the peer was last heard, and what to do at each tick. */
export function watch(lastHeardAtMs: number, nowMs: number): 'ping' | 'dead' {
  return nowMs - lastHeardAtMs > SILENCE_MAX_MS ? 'dead' : 'ping';
}
