import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A disk that can be full. The kernel refuses the write, not a stand-in. */
export interface SmallDisk {
  /** How it is made: a small file system of its own, or a limit on the size of files (no root needed). */
  kind: 'tmpfs' | 'size-limit';
  /** `pid`: whose writes fail; a file system fails for everybody. */
  fill(pid: number): void;
  empty(pid: number): void;
  remove(): void;
}

/** 24 MiB: the journal of thousands of pushes, and filled in a moment. */
const SIZE = '24m';
const FILL_BYTES = 64 * 1024;

/** A disk of its own at `dir`; where mounting is not allowed or not wished, a limit on the files a process may write. */
export function smallDisk(dir: string, wished: SmallDisk['kind'] = 'tmpfs'): SmallDisk {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (wished === 'size-limit') return sizeLimit();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE},mode=700`, 'tmpfs', dir]).status === 0;
  return mounted ? fileSystem(dir) : sizeLimit();
}

function fileSystem(dir: string): SmallDisk {
  const ballast = join(dir, 'ballast');
  return {
    kind: 'tmpfs',
    fill() {
      const file = openSync(ballast, 'a');
      try {
        // Whole blocks, then single bytes: not one page is left.
        for (const size of [FILL_BYTES, 1]) while (writeAll(file, Buffer.alloc(size)));
      } finally {
        closeSync(file);
      }
    },
    empty: () => rmSync(ballast, { force: true }),
    remove() {
      spawnSync('umount', ['--lazy', dir]);
    },
  };
}

function writeAll(file: number, bytes: Buffer): boolean {
  try {
    return writeSync(file, bytes) === bytes.length;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') return false;
    throw error;
  }
}

/** Node ignores SIGXFSZ, so that a write beyond the limit fails with EFBIG (setrlimit(2), RLIMIT_FSIZE). */
function sizeLimit(): SmallDisk {
  const limit = (pid: number, size: string): void => {
    spawnSync('prlimit', ['--pid', String(pid), `--fsize=${size}:`]);
  };
  return {
    kind: 'size-limit',
    fill: (pid) => limit(pid, '1'),
    empty: (pid) => limit(pid, 'unlimited'),
    remove: () => {},
  };
}
