/** 10 s between pings; the gateway's object answers them without waking up. */
export const PING_EVERY_MS = 10_000;
/** Silence for longer than two pings means that the link is half open: dead after 20 to 25 s. */
export const SILENCE_MAX_MS = 20_000;

/** When the peer was last heard, and what to do at each tick. */
export function watch(lastHeardAtMs: number, nowMs: number): 'ping' | 'dead' {
  return nowMs - lastHeardAtMs > SILENCE_MAX_MS ? 'dead' : 'ping';
}
