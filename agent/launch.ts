#!/usr/bin/env node
import process from 'node:process';

/**
 * The program as it is installed. What keeps it small must be said before Node starts:
 *   --max-semi-space-size    8 MiB for new objects, not 16; with 4 a busy agent spends a fourth of its time collecting
 *   --heap-growing-percent   the heap grows by a fifth between two collections, not up to four times
 *   --expose-gc              see memory.ts
 *   MALLOC_ARENA_MAX         one arena of glibc for all threads
 *   MALLOC_MMAP_THRESHOLD_   pieces of 8 KiB and more go back to the kernel when they are freed, not into the heap, whose
 *                            top is kept up by whatever small piece is still in use: 84 to 88 MiB idle, not 86 to 95
 *   MALLOC_MMAP_MAX_         at most this many such pieces: Linux allows a process 65,530 mappings, V8's among them
 * See mallopt(3).
 * So it starts over in the same process, once. Where that cannot be done (Windows) it runs as it is, only larger.
 */
const FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=20', '--expose-gc'];
const MALLOC = { MALLOC_ARENA_MAX: '1', MALLOC_MMAP_THRESHOLD_: '8192', MALLOC_MMAP_MAX_: '16384' };

if (process.execve !== undefined && !FLAGS.every((flag) => process.execArgv.includes(flag))) {
  process.execve(process.execPath, [process.execPath, ...FLAGS, ...process.execArgv, ...process.argv.slice(1)], {
    ...MALLOC,
    ...process.env,
  });
}
await import('./main.ts');
