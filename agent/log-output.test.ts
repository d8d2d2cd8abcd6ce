import { spawnSync } from 'node:child_process';
import { closeSync, constants, openSync, readFileSync, readSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ownFolder } from '../test/agent-link/material.ts';
import { openLogOutput } from './log-output.ts';

const LOST = (lines: number): string => `lost ${lines}\n`;
/** A hundred to the MiB. */
const LINE_CHARS = 10_486;
const line = (nth: number): string => `${String(nth).padEnd(LINE_CHARS - 1, '.')}\n`;

/** A pipe that never blocks, and what has come out of it. */
function pipe() {
  const path = join(ownFolder(), 'log');
  if (spawnSync('mkfifo', [path]).status !== 0) throw new Error('no mkfifo');
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  onTestFinished(() => closeSync(fd));
  const bytes = Buffer.alloc(1024 * 1024);
  let text = '';
  const read = (): string => {
    try {
      text += bytes.toString('utf8', 0, readSync(fd, bytes));
    } catch {
      // Empty.
    }
    return text;
  };
  return { fd, read };
}

describe.runIf(platform() === 'linux')('the output of the log', () => {
  it('keeps a MiB for a reader that sleeps; then come a count of what was lost, and what is said later', async () => {
    const { fd, read } = pipe();
    const output = openLogOutput(fd, LOST);
    output.put(line(0));
    // The first write is under way, so all of these wait.
    for (let nth = 1; nth <= 150; nth += 1) output.put(line(nth));
    await expect.poll(read, { timeout: 10_000 }).toContain('lost');
    output.put('later\n');
    await expect.poll(read).toContain('later');
    const begins = read()
      .split('\n')
      .map((whole) => whole.replace(/\.+$/, ''));
    const kept = Math.floor((1024 * 1024) / LINE_CHARS);
    expect(begins).toEqual([...Array(kept + 1).keys()].map(String).concat(`lost ${150 - kept}`, 'later', ''));
  });

  it('writes at the end what is still there', () => {
    const path = join(ownFolder(), 'log');
    const fd = openSync(path, 'w');
    onTestFinished(() => closeSync(fd));
    const output = openLogOutput(fd, LOST);
    output.put('one\n');
    output.put('two\n');
    output.put('three\n');
    output.end();
    // The first one is written by another thread.
    expect(readFileSync(path, 'utf8')).toMatch(/two\nthree\n/);
  });

  it('loses a line that is longer than the bound, and none after it', async () => {
    const { fd, read } = pipe();
    const output = openLogOutput(fd, LOST);
    output.put(`${'.'.repeat(1024 * 1024)}\n`);
    output.put('later\n');
    await expect.poll(read).toBe('lost 1\nlater\n');
  });

  it('does not wait long at the end where nobody reads, and not at all where the disk is full', async () => {
    const { fd } = pipe();
    const output = openLogOutput(fd, LOST);
    for (let nth = 0; nth < 50; nth += 1) output.put(line(nth));
    output.end();
    const full = openSync('/dev/full', 'w');
    onTestFinished(() => closeSync(full));
    const none = openLogOutput(full, LOST);
    none.put('one\n');
    none.put('two\n');
    expect(() => none.end()).not.toThrow();
  });
});
