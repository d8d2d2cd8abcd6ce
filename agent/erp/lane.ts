/** Holds how many calls may be at the ERP at once; the others wait in the order they came. */
export interface Lane {
  /**
   * Runs `work` when there is room. Never throws of itself.
   * `full`: too many wait already. `aborted`: nobody waited any more before it started. Either way it did not run.
   */
  run<T>(
    signal: AbortSignal,
    work: () => Promise<T>,
  ): Promise<{ ran: true; value: T } | { ran: false; why: 'full' | 'aborted' }>;
}

export function openLane(concurrent: number, waitingMax: number): Lane {
  let running = 0;
  const waiting: (() => void)[] = [];

  const enter = (signal: AbortSignal): Promise<'in' | 'full' | 'aborted'> => {
    if (signal.aborted) return Promise.resolve('aborted');
    if (running < concurrent) {
      running += 1;
      return Promise.resolve('in');
    }
    if (waiting.length >= waitingMax) return Promise.resolve('full');
    return new Promise((resolve) => {
      const abort = (): void => {
        waiting.splice(waiting.indexOf(start), 1);
        resolve('aborted');
      };
      const start = (): void => {
        signal.removeEventListener('abort', abort);
        resolve('in');
      };
      waiting.push(start);
      signal.addEventListener('abort', abort, { once: true });
    });
  };
  // A place is handed on, never given back and taken again: nobody can slip in between.
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };

  return {
    async run(signal, work) {
      const entered = await enter(signal);
      if (entered !== 'in') return { ran: false, why: entered };
      try {
        return { ran: true, value: await work() };
      } finally {
        leave();
      }
    },
  };
}
