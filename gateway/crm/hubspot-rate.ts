import { z } from 'zod';
import type { JsonAnswer } from './fetch-json.ts';

/** The longest of HubSpot's rate windows but the day's (API usage guidelines: 110 requests in ten seconds per app and account). */
const RATE_WINDOW_MS = 10_000;
/** The day's limit has no end that an answer names. */
const DAY_LIMIT_PAUSE_MS = 15 * 60_000;
/** A `retry-after` beyond this is taken for a mistake. */
const PAUSE_MAX_MS = 24 * 3_600_000;

const Policy = z.object({ policyName: z.string() });

/** How long HubSpot wants to be left alone after a 429: as it says, or until its window is over. */
export function askedPauseMs({ headers, body }: JsonAnswer): number {
  const said = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,6}$/.test(said)) return Math.min(Number(said) * 1_000, PAUSE_MAX_MS);
  const policy = Policy.safeParse(body);
  return policy.success && policy.data.policyName === 'DAILY' ? DAY_LIMIT_PAUSE_MS : RATE_WINDOW_MS;
}
