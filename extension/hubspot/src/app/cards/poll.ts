import type { CardError } from './contracts/card-api.ts';

/**
 * How eagerly a view is asked for again by itself.
 *   none     nothing more is expected
 *   eager    an answer is on its way: 0.4, 0.8, 1.6 … 8 s, for a minute. The gateway answers before all is in, and
 *            what is missing then mostly comes within a second
 *   push     an order is on its way: 1, 2, 4 … 10 s, for five minutes (longer than the ERP usually needs; the
 *            gateway goes on without the card)
 *   bulk     many orders are on their way, one by one: 1, 2, 4, 5 … s, for twenty minutes (the gateway tries for ten)
 *   patient  the ERP or the link is down: every 30 s, for ten minutes
 *   first    nothing could be shown yet, for a reason that passes: 2, 4, 8 … 30 s, for ten minutes
 */
export type Pace = 'none' | 'eager' | 'push' | 'bulk' | 'patient' | 'first';

const PLANS = {
  eager: { firstMs: 400, capMs: 8000, stopAfterMs: 60_000 },
  push: { firstMs: 1000, capMs: 10_000, stopAfterMs: 300_000 },
  bulk: { firstMs: 1000, capMs: 5000, stopAfterMs: 1_200_000 },
  patient: { firstMs: 30_000, capMs: 30_000, stopAfterMs: 600_000 },
  first: { firstMs: 2000, capMs: 30_000, stopAfterMs: 600_000 },
} as const;

/**
 * The wait before the next ask; null: do not ask by yourself any more.
 * @param asks how many were made in this series
 * @param elapsedMs since the series began
 * @param waitingMs since nothing more was expected last, through every series: an ERP that hangs is asked eagerly,
 *   fails, is asked patiently, and hangs again
 */
export function nextAskInMs(pace: Pace, asks: number, elapsedMs: number, waitingMs = elapsedMs): number | null {
  if (pace === 'none') return null;
  const { firstMs, capMs, stopAfterMs } = PLANS[pace];
  const waitMs = Math.min(firstMs * 2 ** Math.min(asks, 20), capMs);
  if (pace === 'eager' && waitingMs + waitMs > PLANS.patient.stopAfterMs) return null;
  return (pace === 'patient' ? waitingMs : elapsedMs) + waitMs > stopAfterMs ? null : waitMs;
}

/** The part of a section that decides how it is asked for again. */
export type SectionState =
  | { state: 'fresh' }
  | { state: 'loading' }
  | { state: 'stale'; error: CardError | null }
  | { state: 'failed'; error: CardError };

/** Without a link its return is waited for, also where all copies are fresh: the card says that it is down. */
export function paceOfView(link: { online: boolean }, sections: readonly SectionState[]): Pace {
  const pace = paceOfSections(sections);
  return pace === 'none' && !link.online ? 'patient' : pace;
}

/** Eager while an answer is being fetched; patient while what is missing may come back by itself. */
export function paceOfSections(sections: readonly SectionState[]): Pace {
  if (sections.some(({ state, ...rest }) => state === 'loading' || ('error' in rest && rest.error === null)))
    return 'eager';
  const mayComeBack = sections.some((section) => 'error' in section && section.error?.category === 'unavailable');
  return mayComeBack ? 'patient' : 'none';
}
