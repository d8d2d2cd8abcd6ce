/**
 * Holds how many calls may be at the ERP at once: reads, writes and logins together. The others wait.
 *   N1  never more than `concurrent` calls, whatever they do; and of them no more than `concurrentWrites` writes
 *   N2  who waits gets the next free place in this order: a login, since the others wait for it; a write; a read.
 *       So reads may take all places, and yet a write waits for one of them to end, never for the queue behind
 *   N3  within each kind, in the order they came
 */
export interface Lane {
  /**
   * Runs `work` when there is room. Never throws of itself.
   * `full`: too many of its kind wait already. `aborted`: nobody waited any more before it started. Either way it did
   * not run.
   */
  run<T>(kind: CallKind, signal: AbortSignal, work: () => Promise<T>): Promise<Ran<T>>;
}

export type Ran<T> = { ran: true; value: T } | { ran: false; why: 'full' | 'aborted' };

export type CallKind = 'login' | 'write' | 'read';

export interface LaneLimits {
  concurrent: number;
  concurrentWrites: number;
  /** Of each kind. */
  waitingMax: number;
}

const IN_ORDER = ['login', 'write', 'read'] as const;

export function openLane({ concurrent, concurrentWrites, waitingMax }: LaneLimits): Lane {
  const running = { login: 0, write: 0, read: 0 };
  const waiting: Record<CallKind, (() => void)[]> = { login: [], write: [], read: [] };
  const mayRun = (kind: CallKind): boolean =>
    running.login + running.write + running.read < concurrent && (kind !== 'write' || running.write < concurrentWrites);

  const enter = (kind: CallKind, signal: AbortSignal): Promise<'in' | 'full' | 'aborted'> => {
    if (signal.aborted) return Promise.resolve('aborted');
    if (mayRun(kind)) {
      running[kind] += 1;
      return Promise.resolve('in');
    }
    const queue = waiting[kind];
    if (queue.length >= waitingMax) return Promise.resolve('full');
    return new Promise((resolve) => {
      const abort = (): void => {
        queue.splice(queue.indexOf(start), 1);
        resolve('aborted');
      };
      const start = (): void => {
        signal.removeEventListener('abort', abort);
        running[kind] += 1;
        resolve('in');
      };
      queue.push(start);
      signal.addEventListener('abort', abort, { once: true });
    });
  };
  // A place is handed on in the same breath: nobody can slip in between.
  const leave = (kind: CallKind): void => {
    running[kind] -= 1;
    const next = IN_ORDER.find((candidate) => waiting[candidate].length > 0 && mayRun(candidate));
    if (next !== undefined) waiting[next].shift()?.();
  };

  return {
    async run(kind, signal, work) {
      const entered = await enter(kind, signal);
      if (entered !== 'in') return { ran: false, why: entered };
      try {
        return { ran: true, value: await work() };
      } finally {
        leave(kind);
      }
    },
  };
}
