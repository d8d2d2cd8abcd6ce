/** Both clocks, since either alone can be wrong: the monotonic one may stand still while a machine sleeps. */
export interface Clocks {
  now: () => number;
  monotonicMs: () => number;
  /** Aborts after so many ms; by the machine's own timer where it is left out. */
  deadline?: (ms: number) => AbortSignal;
}
