import { useEffect, useRef, useState } from 'react';
import type { Pace } from './poll.ts';
import type { Answer } from './problem.ts';
import { NOTHING_YET, startWatch, type Watch, type Watched } from './watch.ts';

/** How often the age of what is shown is written anew; ages below a minute are told in seconds. */
const TICK_MS = 10_000;

export interface UsedWatch<A> extends Watched<A> {
  refresh: () => void;
  /** The gateway's clock now, in epoch ms: its own `now` plus what has passed here since, so that a wrong clock in the browser falsifies no age. */
  nowMs: number;
  /** The gateway's clock when its newest answer came, in epoch ms; now, before the first. */
  answeredAtMs: number;
}

/**
 * Watches a view for as long as the component is on the page.
 * @param key what is looked at; another key begins a new watch
 */
export function useWatch<A extends { ok: true; now: string }>(
  key: string,
  ask: (anew: boolean) => Promise<Answer<A>>,
  paceOf: (answer: A) => Pace,
  initial?: A,
): UsedWatch<A> {
  const [watched, setWatched] = useState<Watched<A>>(NOTHING_YET);
  const [localMs, setLocalMs] = useState(() => Date.now());
  const running = useRef<Watch | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for what is asked
  useEffect(() => {
    const onChange = (next: Watched<A>): void => {
      setWatched(next);
      setLocalMs(Date.now());
    };
    const watch = startWatch<A>({ ask, paceOf, onChange, initial });
    running.current = watch;
    const ticking = setInterval(() => setLocalMs(Date.now()), TICK_MS);
    return () => {
      watch.stop();
      clearInterval(ticking);
    };
  }, [key]);

  const { answer, receivedAtMs } = watched;
  const answeredAtMs = answer === null ? localMs : Date.parse(answer.now);
  const nowMs = answer === null ? localMs : answeredAtMs + Math.max(0, localMs - receivedAtMs);
  return { ...watched, nowMs, answeredAtMs, refresh: () => running.current?.refresh() };
}
