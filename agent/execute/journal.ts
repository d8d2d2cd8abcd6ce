import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { AttemptOutcome } from '#contracts/frames';
import type { PushId, Reference } from '#contracts/ids';
import type { JournalledAttempt } from './recover.ts';

interface Row {
  pushId: string;
  attempt: number;
  reference: string;
  phase: JournalledAttempt['phase'];
  outcome: string | null;
}

type Value = string | number | null;

/** What the journal needs of SQLite; `DatabaseSync` fits. */
export interface JournalDatabase {
  exec(sql: string): void;
  prepare(sql: string): {
    get(...values: Value[]): unknown;
    all(...values: Value[]): unknown[];
    run(...values: Value[]): unknown;
  };
  close(): void;
}

/**
 * 90 days: so long a kept outcome stays as evidence. The gateway has it, so nothing is sent for want of it; three times
 * as far as a gateway's store can be set back.
 */
export const KEPT_MS = 90 * 86_400_000;
/** Of what is older, each outcome that is kept lets go of so much: more than comes in, in one commit with it. */
const LET_GO_MAX = 10;
/** Somebody may be asking whether an agent runs (`isHeld`), which takes a moment. */
const LOCK_WAIT_MS = 1_000;

/**
 * What this agent has set out to write, on disk before it does (P2). Every change is on the platter when the call
 * returns: WAL with synchronous=FULL syncs at each commit (sqlite.org, "PRAGMA synchronous").
 * Every method throws when the disk refuses; the caller then sends nothing.
 */
export class Journal {
  readonly #db: JournalDatabase;
  readonly #lock: JournalDatabase;

  /** Throws where the disk refuses, and where another process works on this journal (its lock ends with it). */
  constructor(path: string, open: (path: string) => JournalDatabase = (file) => new DatabaseSync(file)) {
    // Two agents over one journal: the second would call a row `not-sent` that the first is about to start.
    this.#lock = open(`${path}-lock`);
    this.#lock.exec(`PRAGMA busy_timeout = ${LOCK_WAIT_MS}; BEGIN EXCLUSIVE`);
    this.#db = open(path);
    this.#db.exec(`
      PRAGMA journal_mode = WAL;
      PRAGMA synchronous = FULL;
      CREATE TABLE IF NOT EXISTS attempt (
        push_id TEXT NOT NULL,
        attempt INTEGER NOT NULL,
        reference TEXT NOT NULL,
        phase TEXT NOT NULL CHECK (phase IN ('claimed', 'started', 'finished')),
        outcome TEXT,
        kept INTEGER NOT NULL DEFAULT 0,
        claimed_at INTEGER NOT NULL,
        PRIMARY KEY (push_id, attempt)
      ) WITHOUT ROWID;
      CREATE INDEX IF NOT EXISTS attempt_to_report ON attempt (kept) WHERE kept = 0;
      CREATE INDEX IF NOT EXISTS attempt_by_age ON attempt (claimed_at) WHERE kept = 1;
      CREATE TRIGGER IF NOT EXISTS let_go AFTER UPDATE OF kept ON attempt WHEN NEW.kept = 1 BEGIN
        DELETE FROM attempt WHERE kept = 1 AND (push_id, attempt) IN (
          SELECT push_id, attempt FROM attempt
          WHERE kept = 1 AND claimed_at < NEW.claimed_at - ${KEPT_MS} ORDER BY claimed_at LIMIT ${LET_GO_MAX}
        );
      END;
      CREATE TABLE IF NOT EXISTS lease (only INTEGER PRIMARY KEY CHECK (only = 1), epoch INTEGER NOT NULL);
    `);
  }

  read(pushId: string, attempt: number): JournalledAttempt | null {
    const row = this.#db.prepare(`${SELECT} WHERE push_id = ? AND attempt = ?`).get(pushId, attempt);
    return row === undefined ? null : attemptFrom(row as Row);
  }

  /** Attempts whose outcome the gateway has not kept yet, oldest first. */
  toReport(): JournalledAttempt[] {
    const rows = this.#db.prepare(`${SELECT} WHERE kept = 0 ORDER BY claimed_at LIMIT 1000`).all();
    return (rows as Row[]).map(attemptFrom);
  }

  claim(pushId: PushId, attempt: number, reference: Reference, now: number): void {
    this.#db
      .prepare("INSERT INTO attempt (push_id, attempt, reference, phase, claimed_at) VALUES (?, ?, ?, 'claimed', ?)")
      .run(pushId, attempt, reference, now);
  }

  start(pushId: string, attempt: number): void {
    this.#db.prepare("UPDATE attempt SET phase = 'started' WHERE push_id = ? AND attempt = ?").run(pushId, attempt);
  }

  finish(pushId: string, attempt: number, outcome: AttemptOutcome): void {
    this.#db
      .prepare("UPDATE attempt SET phase = 'finished', outcome = ? WHERE push_id = ? AND attempt = ?")
      .run(JSON.stringify(outcome), pushId, attempt);
  }

  /** It need not be said again, and may be let go of once it is old: by the age of what is kept later, so no clock decides. */
  keep(pushId: string, attempt: number): void {
    this.#db.prepare('UPDATE attempt SET kept = 1 WHERE push_id = ? AND attempt = ?').run(pushId, attempt);
  }

  /** The highest lease epoch this agent was ever given; survives a restart. */
  epoch(): number {
    const row = this.#db.prepare('SELECT epoch FROM lease').get() as { epoch: number } | undefined;
    return row?.epoch ?? 0;
  }

  raiseEpoch(epoch: number): void {
    this.#db
      .prepare(
        'INSERT INTO lease (only, epoch) VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET epoch = max(epoch, excluded.epoch)',
      )
      .run(epoch);
  }

  /**
   * For another agent that this host becomes: what the one before was given, perhaps by another tenant, says nothing.
   * The gateway would take it for a store that was set back, and this agent its writes for late ones.
   */
  forgetLease(): void {
    this.#db.prepare('DELETE FROM lease').run();
  }

  close(): void {
    this.#db.close();
    this.#lock.close();
  }
}

/** Whether a process works on this journal right now: the lock ends with it, whatever became of its number. */
export function isHeld(path: string): boolean {
  if (!existsSync(`${path}-lock`)) return false;
  const lock = new DatabaseSync(`${path}-lock`, { readOnly: true });
  try {
    lock.prepare('SELECT count(*) FROM sqlite_schema').get();
    return false;
  } catch {
    return true;
  } finally {
    lock.close();
  }
}

const SELECT = 'SELECT push_id AS pushId, attempt, reference, phase, outcome FROM attempt';

const attemptFrom = ({ pushId, attempt, reference, phase, outcome }: Row): JournalledAttempt => ({
  pushId: pushId as PushId,
  attempt,
  reference: reference as Reference,
  phase,
  outcome: outcome === null ? null : (JSON.parse(outcome) as AttemptOutcome),
});
