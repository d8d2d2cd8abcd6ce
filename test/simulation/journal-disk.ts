import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { JournalDatabase } from '../../agent/execute/journal.ts';

type Value = string | number | null;
interface Change {
  sql: string;
  values: Value[];
}

/** The process ended in the middle of a change. */
export class ProcessEnded extends Error {}

const TABLES = "SELECT name FROM sqlite_master WHERE type = 'table'";

/** A journal's SQLite, with its statements: making one anew for each process takes longer than all that is asked of it. */
class JournalMemory {
  readonly db = new DatabaseSync(':memory:');
  readonly #statements = new Map<string, StatementSync>();

  prepared(sql: string): StatementSync {
    const known = this.#statements.get(sql) ?? this.db.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }

  empty(): void {
    for (const { name } of this.prepared(TABLES).all()) this.prepared(`DELETE FROM "${name}"`).run();
  }
}

/** Those of the last seeds, empty again. */
const spares: JournalMemory[] = [];

/**
 * The disk under a journal. SQLite does the work in memory; this keeps which commits have reached the platter: all
 * of them with synchronous=FULL (sqlite.org, "PRAGMA synchronous"), with less or on a disk that lies only some, and
 * always the first ones of them, since a log is torn at its end.
 */
export class JournalDisk {
  /** The disk says that it has written and has not. */
  lies = false;
  isFull = false;
  /** The process ends at this change from now on, before or after it is made; null: it does not. */
  doom: { after: number; how: 'before' | 'after' } | null = null;
  onDoom: () => void = () => {};
  readonly #opened: JournalMemory[] = [];
  /** What the journal makes when it opens; null: it was never opened. */
  #tables: string | null = null;
  readonly #changes: Change[] = [];
  #durable = 0;
  #synchronous = 'FULL';

  /** Opens as the journal asks; the lock beside it is held by nobody else here. */
  readonly open = (path: string): JournalDatabase => {
    if (path.endsWith('-lock')) return { exec: () => {}, prepare: () => neverAsked(), close: () => {} };
    const memory = spares.pop() ?? new JournalMemory();
    this.#opened.push(memory);
    if (this.#tables !== null) memory.db.exec(this.#tables);
    for (const { sql, values } of this.#changes) memory.prepared(sql).run(...values);
    return {
      exec: (sql) => {
        this.#synchronous = /synchronous\s*=\s*(\w+)/i.exec(sql)?.[1] ?? this.#synchronous;
        memory.db.exec(sql);
        this.#tables ??= sql;
      },
      prepare: (sql) => ({
        get: (...values) => memory.prepared(sql).get(...values),
        all: (...values) => memory.prepared(sql).all(...values),
        run: (...values) => this.#change(memory.prepared(sql), sql, values),
      }),
      close: () => {},
    };
  };

  /** Whether every change so far would outlive a power cut. */
  isDurable(): boolean {
    return this.#durable === this.#changes.length;
  }

  /** The power goes: of what was not on the platter, the first `kept` changes are there by luck. */
  losePower(kept: number): number {
    const lost = Math.max(0, this.#changes.length - this.#durable - kept);
    this.#changes.length -= lost;
    this.#durable = this.#changes.length;
    return lost;
  }

  snapshot(): number {
    return this.#changes.length;
  }

  /** The whole machine is put back to an earlier moment. */
  setBack(snapshot: number): void {
    this.#changes.length = Math.min(snapshot, this.#changes.length);
    this.#durable = this.#changes.length;
  }

  /** The seed is over: nobody asks again, and the next one may have them. */
  release(): void {
    for (const memory of this.#opened.splice(0)) {
      memory.empty();
      spares.push(memory);
    }
  }

  #change(statement: StatementSync, sql: string, values: Value[]): unknown {
    if (this.isFull) throw new Error('database or disk is full');
    const how = this.#doomed();
    if (how === 'before') this.#end();
    const result = statement.run(...values);
    this.#changes.push({ sql, values });
    if (this.#synchronous.toUpperCase() === 'FULL' && !this.lies) this.#durable = this.#changes.length;
    if (how === 'after') this.#end();
    return result;
  }

  #doomed(): 'before' | 'after' | null {
    if (this.doom === null) return null;
    this.doom.after -= 1;
    if (this.doom.after >= 0) return null;
    const { how } = this.doom;
    this.doom = null;
    return how;
  }

  #end(): never {
    this.onDoom();
    throw new ProcessEnded();
  }
}

const neverAsked = (): never => {
  throw new Error('a lock is not asked');
};
