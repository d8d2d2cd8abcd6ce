/** How long to wait between attempts: full jitter, as in cloudflared and the AWS architecture blog "Exponential Backoff And Jitter". */
export interface Backoff {
  /** Upper bound of the first wait. */
  baseMs: number;
  /** Upper bound of every wait. */
  capMs: number;
}

/**
 * The wait before the attempt after `failures` failures in a row (1 or more).
 * @param random a number in [0, 1), drawn by the caller
 */
export function fullJitterMs(backoff: Backoff, failures: number, random: number): number {
  const exponent = Math.min(Math.max(failures - 1, 0), 30);
  return Math.floor(random * Math.min(backoff.capMs, backoff.baseMs * 2 ** exponent));
}
