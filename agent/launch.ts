#!/usr/bin/env node
import process from 'node:process';

/**
 * The program as it is installed. What keeps it small must be said before Node starts:
 *   --max-semi-space-size    8 MiB for new objects, not 16; with 4 a busy agent spends a fourth of its time collecting
 *   --heap-growing-percent   the heap grows by a fifth between two collections, not up to four times
 *   --expose-gc              see memory.ts
 *   MALLOC_ARENA_MAX         one arena of glibc for all threads
 * So it starts over in the same process, once. Where that cannot be done (Windows) it runs as it is, only larger.
 */
const FLAGS = ['--max-semi-space-size=8', '--heap-growing-percent=20', '--expose-gc'];

if (process.execve !== undefined && !FLAGS.every((flag) => process.execArgv.includes(flag))) {
  process.execve(process.execPath, [process.execPath, ...FLAGS, ...process.execArgv, ...process.argv.slice(1)], {
    MALLOC_ARENA_MAX: '1',
    ...process.env,
  });
}
await import('./main.ts');
