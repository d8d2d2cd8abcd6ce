/**
 * Keeps one view of the gateway up to date while somebody looks at it.
 *
 * W1 A stale answer never overwrites a newer one: every ask has a number, and only a higher one is shown.
 * W2 What is shown stays shown when a later ask fails; the failure stands beside it.
 * W3 It asks again by itself only as long as the pace allows; a refresh by hand begins a new series.
 * W4 Only a refresh by hand asks for the ERP to be asked anew; what follows by itself does not.
 * W5 After `stop` nothing is asked and nothing is reported.
 */
import { nextAskInMs, type Pace } from './poll.ts';
import type { Answer, Problem } from './problem.ts';

export interface Watched<A> {
  /** The newest answer; null before the first. */
  answer: A | null;
  /** Clock of this browser when the newest answer came, in epoch ms. */
  receivedAtMs: number;
  /** Why the newest ask brought nothing. */
  problem: Problem | null;
  asking: boolean;
  /** It asks again by itself. */
  goesOn: boolean;
}

export interface Watch {
  refresh(): void;
  stop(): void;
}

export const NOTHING_YET = { answer: null, receivedAtMs: 0, problem: null, asking: true, goesOn: false } as const;

export function startWatch<A extends { ok: true }>(options: {
  /** `anew`: somebody wants newer data than what is known. */
  ask: (anew: boolean) => Promise<Answer<A>>;
  paceOf: (answer: A) => Pace;
  onChange: (watched: Watched<A>) => void;
  /** An answer that is at hand already; the first ask then waits for its pace. */
  initial?: A | undefined;
}): Watch {
  let watched: Watched<A> = NOTHING_YET;
  let stopped = false;
  let askedLast = 0;
  let shownLast = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let series = { pace: 'none' as Pace, asks: 0, startedAtMs: Date.now() };
  /** Since when something is waited for, whatever the pace. */
  let waitsSinceMs = Date.now();

  const show = (change: Partial<Watched<A>>): void => {
    watched = { ...watched, ...change };
    options.onChange(watched);
  };

  const paceNow = (): Pace => {
    if (watched.answer !== null) return options.paceOf(watched.answer);
    return watched.problem?.category === 'unavailable' ? 'first' : 'none';
  };

  const scheduleNext = (): boolean => {
    clearTimeout(timer);
    const nowMs = Date.now();
    const pace = paceNow();
    if (series.pace === 'none') waitsSinceMs = nowMs;
    if (pace !== series.pace) series = { pace, asks: 0, startedAtMs: nowMs };
    const waitMs = nextAskInMs(pace, series.asks, nowMs - series.startedAtMs, nowMs - waitsSinceMs);
    if (waitMs === null) return false;
    timer = setTimeout(() => {
      series.asks += 1;
      void askNow(false);
    }, waitMs);
    return true;
  };

  const askNow = async (anew: boolean): Promise<void> => {
    askedLast += 1;
    const number = askedLast;
    show({ asking: true });
    const answer = await options.ask(anew);
    if (stopped || number < shownLast) return;
    shownLast = number;
    if (answer.ok) watched = { ...watched, answer, problem: null, receivedAtMs: Date.now() };
    else watched = { ...watched, problem: answer.error };
    show({ asking: number < askedLast, goesOn: scheduleNext() });
  };

  if (options.initial === undefined) void askNow(false);
  else {
    watched = { ...watched, answer: options.initial, receivedAtMs: Date.now() };
    show({ asking: false, goesOn: scheduleNext() });
  }

  return {
    refresh: () => {
      if (stopped) return;
      waitsSinceMs = Date.now();
      series = { ...series, asks: 0, startedAtMs: waitsSinceMs };
      clearTimeout(timer);
      void askNow(true);
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
