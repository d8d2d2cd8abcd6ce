import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it, onTestFinished } from 'vitest';
import { smallDisk } from './small-disk.ts';

/** A process that writes into its journal at each line it is told, and says what came of it. */
const WRITER = `
  const { DatabaseSync } = require('node:sqlite');
  const db = new DatabaseSync(process.argv[1]);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE t (a)');
  require('node:readline').createInterface({ input: process.stdin }).on('line', () => {
    try { db.prepare("INSERT INTO t VALUES (hex(randomblob(20000)))").run(); console.log('written'); }
    catch (error) { console.log('refused'); }
  });
`;

it.each(['tmpfs', 'size-limit'] as const)(
  'a full disk (%s wished) refuses what is written, until it is emptied',
  async (kind) => {
    const dir = mkdtempSync(join(tmpdir(), 'drawbridge-disk-'));
    const disk = smallDisk(dir, kind);
    const writer = spawn(process.execPath, ['-e', WRITER, join(dir, 'journal.db')], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    onTestFinished(async () => {
      writer.kill('SIGKILL');
      await once(writer, 'exit');
      disk.remove();
      rmSync(dir, { recursive: true, force: true });
    });
    const said = createInterface({ input: writer.stdout });
    const write = async (): Promise<unknown> => {
      writer.stdin.write('\n');
      const [line] = await once(said, 'line');
      return line;
    };
    const pid = writer.pid ?? 0;
    expect(await write()).toBe('written');
    disk.fill(pid);
    expect([await write(), await write()]).toEqual(['refused', 'refused']);
    disk.empty(pid);
    expect(await write()).toBe('written');
  },
);
