import { Worker } from 'node:worker_threads';

/** What a thread is given. */
export interface Span {
  from: number;
  /** The first seed that is not tried any more. */
  end: number;
  /** One number: the seed that the thread is at. */
  at: Int32Array<SharedArrayBuffer>;
}

/** A seed and what is wrong with what became of its answer. */
export interface Found {
  seed: number;
  kind: 'crashes' | 'hangs' | 'invented';
  detail: string;
}

export interface Watched {
  /** The program of the thread; it tells each Found and, last, `done`. */
  thread: URL;
  from: number;
  cases: number;
  /** A seed that takes longer is a hang. */
  stuckMs: number;
}

/** What is found this often is one and the same: further cases tell nothing new. */
const FOUND_MAX = 20;
const LOOK_MS = 200;
/** What the largest honest answer takes is a tenth. A thread that needs more is told as a hang at the latest: it only collects. */
const HEAP_MIB = 512;

/** Runs a span until its end or until a seed ends the thread. @returns that seed, with what happened; null at the end */
function runThread(thread: URL, span: Span, stuckMs: number, onFound: (found: Found) => void): Promise<Found | null> {
  return new Promise((resolve) => {
    const worker = new Worker(thread, { workerData: span, resourceLimits: { maxOldGenerationSizeMb: HEAP_MIB } });
    let done = false;
    let fault: Pick<Found, 'kind' | 'detail'> | undefined;
    let seen = span.from;
    let movedMs = performance.now();
    const here = (): number => Atomics.load(span.at, 0);
    const looking = setInterval(() => {
      const seed = here();
      if (seed !== seen) {
        seen = seed;
        movedMs = performance.now();
      } else if (performance.now() - movedMs > stuckMs) {
        fault ??= { kind: 'hangs', detail: `not ended within ${stuckMs} ms` };
        void worker.terminate();
      }
    }, LOOK_MS);
    worker.on('message', (told: Found | 'done') => {
      if (told === 'done') done = true;
      else onFound(told);
    });
    // What a start takes on a busy machine is no hang.
    worker.once('online', () => {
      movedMs = performance.now();
    });
    // Thrown where nobody catches it. It may overtake what the thread told before, so it waits for the exit, which does not.
    worker.once('error', (error: Error) => {
      fault ??= { kind: 'crashes', detail: error.stack ?? error.message };
    });
    worker.once('exit', () => {
      clearInterval(looking);
      // No fault, nothing left to run, and the seed is not done: it waits for what never comes.
      fault ??= { kind: 'hangs', detail: 'waits for what never comes' };
      resolve(done ? null : { seed: here(), ...fault });
    });
  });
}

/**
 * Tries so many seeds in a thread that may be ended from outside; after a crash or a hang, the seed behind it is next.
 * @returns how many cases were tried: fewer than asked for where too much was found
 */
export async function watchCases(
  { thread, from, cases, stuckMs }: Watched,
  onFound: (found: Found) => void,
): Promise<number> {
  const end = from + cases;
  let next = from;
  let count = 0;
  const told = (found: Found): void => {
    count += 1;
    onFound(found);
  };
  while (next < end && count < FOUND_MAX) {
    const at = new Int32Array(new SharedArrayBuffer(4));
    at[0] = next;
    const stopped = await runThread(thread, { from: next, end, at }, stuckMs, told);
    if (stopped !== null) told(stopped);
    next = stopped === null ? end : stopped.seed + 1;
  }
  return next - from;
}
