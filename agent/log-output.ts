import { write, writeSync } from 'node:fs';

/** 1 MiB: some thousands of lines. */
const KEPT_CHARS_MAX = 1024 * 1024;
/** 100 ms: a pipe's 64 KiB ten times a second, once somebody reads again. */
const AGAIN_MS = 100;
/** At the end of the process a slow reader gets half a second. */
const LAST_TRIES = 10;
const LAST_WAIT_MS = 50;
const NOTHING = Buffer.alloc(0);

/** Where log lines go. It never throws and never waits: nothing of the agent stands still for its log. */
export interface LogOutput {
  /** @param lines whole ones, each with its end */
  put(lines: string): void;
  /** Writes what is left as far as it is taken; for the end of the process, when nothing comes later. */
  end(): void;
}

/**
 * Lines into a file, a pipe or a terminal. What that does not take now (a full disk, a reader that sleeps) is kept up to
 * a bound and tried again; what comes after is lost, and counted.
 * @param fd a pipe must not block (`process.stdout` sees to it): the process could not end while a thread waits for it
 * @param lostLine what stands in place of so many lines
 */
export function openLogOutput(fd: number, lostLine: (lines: number) => string): LogOutput {
  let kept = '';
  let lost = 0;
  /** Lines of which a part may be written: they are never given up, or half a line would stand there. */
  let begun: Buffer = NOTHING;
  let isUnderWay = false;
  let isClosed = false;
  let timer: NodeJS.Timeout | null = null;

  const hasMore = (): boolean => {
    if (begun.length === 0 && (kept !== '' || lost > 0)) {
      begun = Buffer.from(lost === 0 ? kept : kept + lostLine(lost));
      kept = '';
      lost = 0;
    }
    return begun.length > 0;
  };
  const written = (bytes: number): void => {
    begun = bytes === begun.length ? NOTHING : begun.subarray(bytes);
  };
  const refused = (error: NodeJS.ErrnoException): void => {
    // Nobody will ever read again.
    if (error.code === 'EPIPE') isClosed = true;
    else timer = setTimeout(go, AGAIN_MS).unref();
  };
  const go = (): void => {
    timer = null;
    if (!hasMore()) return;
    isUnderWay = true;
    write(fd, begun, (error, bytes) => {
      isUnderWay = false;
      if (error !== null) return refused(error);
      written(bytes);
      go();
    });
  };

  return {
    put(lines) {
      if (isClosed) return;
      if (lost > 0 || kept.length + lines.length > KEPT_CHARS_MAX) lost += lines.split('\n').length - 1;
      else kept += lines;
      if (!isUnderWay && timer === null) go();
    },
    end() {
      if (isUnderWay) {
        // It ends in a thread of its own, which this process waits for; only the order of the lines needs a moment.
        pause(LAST_WAIT_MS);
        begun = NOTHING;
      }
      for (let tries = 0; !isClosed && tries < LAST_TRIES && hasMore(); ) {
        try {
          written(writeSync(fd, begun));
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
          tries += 1;
          pause(LAST_WAIT_MS);
        }
      }
    },
  };
}

/** Holds the whole process: for its end only. */
const pause = (ms: number): void => {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
};
