import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Refused, refuse } from '../../test/agent-link/failing-disk.ts';
import { MADE } from '../../test/agent-link/fake-erp.ts';
import { OTHER_PUSH, ownFolder, PUSH, REFERENCE } from '../../test/agent-link/material.ts';
import { isHeld, Journal, KEPT_MS } from './journal.ts';

const open = (path: string): Journal => {
  const journal = new Journal(path);
  onTestFinished(() => {
    try {
      journal.close();
    } catch {
      // The test closed it already.
    }
  });
  return journal;
};
const fresh = () => {
  const path = join(ownFolder(), 'journal.db');
  return { path, journal: open(path) };
};

describe('the journal', () => {
  it('knows nothing of an attempt that was never claimed', () => {
    const { journal } = fresh();
    expect(journal.read(PUSH, 1)).toBeNull();
    expect(journal.toReport()).toEqual([]);
    expect(journal.epoch()).toBe(0);
  });

  it('keeps claimed, started and finished, each across a restart', () => {
    const { path, journal } = fresh();
    const row = { pushId: PUSH, attempt: 1, reference: REFERENCE };
    const afterRestart = (before: Journal): Journal => {
      before.close();
      return open(path);
    };
    journal.claim(PUSH, 1, REFERENCE, 1_000);
    const second = afterRestart(journal);
    expect(second.read(PUSH, 1)).toEqual({ ...row, phase: 'claimed', outcome: null });
    second.start(PUSH, 1);
    const third = afterRestart(second);
    expect(third.read(PUSH, 1)).toEqual({ ...row, phase: 'started', outcome: null });
    third.finish(PUSH, 1, MADE);
    const fourth = afterRestart(third);
    expect(fourth.read(PUSH, 1)).toEqual({ ...row, phase: 'finished', outcome: MADE });
    fourth.keep(PUSH, 1);
    const fifth = afterRestart(fourth);
    expect(fifth.toReport()).toEqual([]);
    expect(fifth.read(PUSH, 1)).toEqual({ ...row, phase: 'finished', outcome: MADE });
  });

  it('[J2] has the row in the file, by a write-ahead log, when the call returns', () => {
    const { path, journal } = fresh();
    journal.claim(PUSH, 1, REFERENCE, 1_000);
    const reader = new DatabaseSync(path);
    onTestFinished(() => reader.close());
    expect(reader.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(reader.prepare('SELECT count(*) AS n FROM attempt').get()).toEqual({ n: 1 });
  });

  it('does not take the same attempt twice', () => {
    const { journal } = fresh();
    journal.claim(PUSH, 1, REFERENCE, 1_000);
    expect(() => journal.claim(PUSH, 1, REFERENCE, 2_000)).toThrow(/UNIQUE/);
    journal.claim(PUSH, 2, REFERENCE, 2_000);
  });

  it('reports the oldest claim first, and nothing that was kept', () => {
    const { journal } = fresh();
    journal.claim(PUSH, 2, REFERENCE, 3_000);
    journal.claim(OTHER_PUSH, 1, REFERENCE, 2_000);
    journal.claim(PUSH, 1, REFERENCE, 1_000);
    const inOrder = () => journal.toReport().map(({ pushId, attempt }) => [pushId, attempt]);
    expect(inOrder()).toEqual([
      [PUSH, 1],
      [OTHER_PUSH, 1],
      [PUSH, 2],
    ]);
    journal.keep(OTHER_PUSH, 1);
    expect(inOrder()).toEqual([
      [PUSH, 1],
      [PUSH, 2],
    ]);
  });

  it('[J4] its epoch never falls, not even over a restart', () => {
    const { path, journal } = fresh();
    journal.raiseEpoch(7);
    journal.raiseEpoch(3);
    expect(journal.epoch()).toBe(7);
    journal.close();
    const again = open(path);
    expect(again.epoch()).toBe(7);
    again.raiseEpoch(8);
    expect(again.epoch()).toBe(8);
  });

  it('of a host that becomes another agent forgets the epoch, and none of the attempts', () => {
    const { path, journal } = fresh();
    journal.claim(PUSH, 1, REFERENCE, 1_000);
    journal.raiseEpoch(7);
    journal.forgetLease();
    journal.close();
    const again = open(path);
    expect([again.epoch(), again.toReport().length]).toEqual([0, 1]);
    again.raiseEpoch(2);
    expect(again.epoch()).toBe(2);
  });

  it('is open in one process at a time', () => {
    const { path, journal } = fresh();
    expect(() => new Journal(path)).toThrow(/locked/);
    journal.close();
    expect(() => open(path)).not.toThrow();
  });
});

describe('whether a process works on a journal', () => {
  it('is known by its lock, which ends with it', () => {
    const { path, journal } = fresh();
    expect([isHeld(path), isHeld(path)]).toEqual([true, true]);
    journal.close();
    expect(isHeld(path)).toBe(false);
    expect(isHeld(join(ownFolder(), 'journal.db'))).toBe(false);
  });
});

describe('what the journal lets go of', () => {
  const pushOf = (number: number) => `p_${String(number).padStart(16, '0')}` as typeof PUSH;
  /** Ended and kept, at this moment. */
  const ended = (journal: Journal, number: number, at: number) => {
    journal.claim(pushOf(number), 1, REFERENCE, at);
    journal.start(pushOf(number), 1);
    journal.finish(pushOf(number), 1, MADE);
    journal.keep(pushOf(number), 1);
  };
  const has = (journal: Journal, number: number) => journal.read(pushOf(number), 1) !== null;

  it('is kept by the gateway and 90 days older than what is kept now, never less', () => {
    const { journal } = fresh();
    ended(journal, 1, 1_000);
    ended(journal, 2, 1_001);
    ended(journal, 3, 1_001 + KEPT_MS);
    expect([1, 2, 3].map((number) => has(journal, number))).toEqual([false, true, true]);
  });

  it('is never what the gateway has not kept, however old, or an attempt that may have started', () => {
    const { path, journal } = fresh();
    journal.claim(pushOf(1), 1, REFERENCE, 1);
    journal.claim(pushOf(2), 1, REFERENCE, 2);
    journal.start(pushOf(2), 1);
    journal.claim(pushOf(3), 1, REFERENCE, 3);
    journal.finish(pushOf(3), 1, MADE);
    ended(journal, 4, 10 * KEPT_MS);
    journal.close();
    const again = open(path);
    expect(again.toReport().map(({ pushId }) => pushId)).toEqual([pushOf(1), pushOf(2), pushOf(3)]);
    again.keep(pushOf(2), 1);
    expect(has(again, 2)).toBe(true);
  });

  it('goes faster than anything comes, a few rows at a time', () => {
    const { journal } = fresh();
    for (let number = 0; number < 25; number += 1) ended(journal, number, number);
    const left = () => Array.from({ length: 25 }, (_, number) => has(journal, number)).filter(Boolean).length;
    const counts = [100, 101, 102].map((number) => {
      ended(journal, number, 2 * KEPT_MS);
      return left();
    });
    expect(counts).toEqual([15, 5, 0]);
    expect([100, 101, 102].every((number) => has(journal, number))).toBe(true);
  });

  it('of a journal of an earlier version, too', () => {
    const path = join(ownFolder(), 'journal.db');
    const before = new DatabaseSync(path);
    before.exec(`CREATE TABLE attempt (push_id TEXT NOT NULL, attempt INTEGER NOT NULL, reference TEXT NOT NULL,
      phase TEXT NOT NULL, outcome TEXT, kept INTEGER NOT NULL DEFAULT 0, claimed_at INTEGER NOT NULL,
      PRIMARY KEY (push_id, attempt)) WITHOUT ROWID`);
    before.prepare("INSERT INTO attempt VALUES (?, 1, 'R', 'finished', NULL, 1, 1)").run(pushOf(1));
    before.close();
    const journal = open(path);
    ended(journal, 2, 2 * KEPT_MS);
    expect([has(journal, 1), has(journal, 2)]).toEqual([false, true]);
  });
});

describe('a disk that refuses', () => {
  it.each<[Refused, (journal: Journal) => void]>([
    ['claim', (journal) => journal.claim(OTHER_PUSH, 1, REFERENCE, 1)],
    ['start', (journal) => journal.start(PUSH, 1)],
    ['finish', (journal) => journal.finish(PUSH, 1, MADE)],
    ['keep', (journal) => journal.keep(PUSH, 1)],
    ['epoch', (journal) => journal.raiseEpoch(9)],
  ])('is thrown at %s, and the rows stay as they were', (refused, change) => {
    const { path, journal } = fresh();
    journal.claim(PUSH, 1, REFERENCE, 1_000);
    const before = [journal.toReport(), journal.epoch()];
    const mend = refuse(path, refused);
    expect(() => change(journal)).toThrow('disk full');
    expect([journal.toReport(), journal.epoch()]).toEqual(before);
    mend();
    change(journal);
    expect([journal.toReport(), journal.epoch()]).not.toEqual(before);
  });

  it('is thrown where the file is no journal, or cannot be opened', () => {
    const folder = ownFolder();
    writeFileSync(join(folder, 'text'), 'not a database '.repeat(100));
    mkdirSync(join(folder, 'folder'));
    expect(() => new Journal(join(folder, 'text'))).toThrow(/not a database/);
    expect(() => new Journal(join(folder, 'folder'))).toThrow(/unable to open/);
    expect(() => new Journal(join(folder, 'absent', 'journal.db'))).toThrow(/unable to open/);
  });

  // A limit on a file's size stands for the full disk: the system refuses the bytes in the same place.
  it.skipIf(process.platform === 'win32')('of a real size makes the claim throw; every claim before it is kept', () => {
    const folder = ownFolder();
    const path = join(folder, 'journal.db');
    const program = `
      const { Journal } = await import(${JSON.stringify(new URL('./journal.ts', import.meta.url).href)});
      const journal = new Journal(${JSON.stringify(path)});
      let claimed = 0;
      try { for (;;) { journal.claim('p_' + claimed, 1, 'R', claimed); claimed += 1; } }
      catch (error) { process.stdout.write(JSON.stringify({ claimed, error: String(error) })); }`;
    const child = spawnSync(
      'sh',
      ['-c', 'ulimit -f 256; exec "$0" --input-type=module -e "$1"', process.execPath, program],
      { encoding: 'utf8', timeout: 20_000 },
    );
    expect(child.stderr).toBe('');
    const { claimed, error } = JSON.parse(child.stdout) as { claimed: number; error: string };
    expect(claimed).toBeGreaterThan(0);
    expect(error).toMatch(/disk/);
    expect(open(path).toReport()).toHaveLength(Math.min(claimed, 1000));
  });
});
