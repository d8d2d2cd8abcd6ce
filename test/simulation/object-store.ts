import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { migrate } from '../../gateway/durable/migrate.ts';
import { TENANT_MIGRATIONS } from '../../gateway/durable/migrations.ts';

/** The object is gone: nothing that it still does counts. */
export class Evicted extends Error {
  override readonly name = 'Evicted';
}

const TABLES =
  "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'migration' AND name NOT LIKE 'sqlite_%'";

type Bindings = (string | number | null)[];

/** A statement as it is kept: whether it gives rows is known once. */
interface Prepared {
  statement: StatementSync;
  isRead: boolean;
}

/** What stays of a tenant object when the object goes: its SQLite store, in memory. */
export class ObjectStore {
  readonly #db = new DatabaseSync(':memory:');
  readonly #statements = new Map<string, Prepared>();

  /** Everything in it, as a point in time to go back to. */
  snapshot(): Uint8Array {
    return this.#db.serialize();
  }

  /** Row by row: with its pages its statements would go, and preparing those takes longer. */
  setBack(snapshot: Uint8Array): void {
    const then = new DatabaseSync(':memory:');
    then.deserialize(snapshot);
    this.empty();
    for (const { name } of this.run(TABLES, []).rows) {
      const rows = then.prepare(`SELECT * FROM "${String(name)}"`).all() as Record<string, SqlStorageValue>[];
      const places = Object.keys(rows[0] ?? {}).map(() => '?');
      const insert = `INSERT INTO "${String(name)}" VALUES (${places.join(', ')})`;
      for (const row of rows) this.run(insert, Object.values(row) as Bindings);
    }
    then.close();
  }

  /** Nobody else opens it, and no power fails here: what the engine does against both takes its time. */
  unguard(): void {
    this.#db.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF');
  }

  /** As just after the migrations: those leave no row but their own. */
  empty(): void {
    for (const { name } of this.run(TABLES, []).rows) this.run(`DELETE FROM "${String(name)}"`, []);
  }

  run(sql: string, bindings: Bindings): { rows: Record<string, SqlStorageValue>[]; changes: number } {
    const known = this.#statements.get(sql);
    // A migration has several statements at once.
    if (known === undefined && /;\s*\S/.test(sql)) {
      this.#db.exec(sql);
      return { rows: [], changes: 0 };
    }
    const { statement, isRead } = known ?? this.#prepare(sql);
    if (isRead) return { rows: statement.all(...bindings) as Record<string, SqlStorageValue>[], changes: 0 };
    return { rows: [], changes: Number(statement.run(...bindings).changes) };
  }

  #prepare(sql: string): Prepared {
    const prepared = { statement: this.#db.prepare(sql), isRead: /^\s*SELECT/i.test(sql) };
    this.#statements.set(sql, prepared);
    return prepared;
  }

  close(): void {
    this.#db.close();
  }
}

/** The store of the last seed, empty again, with its statements. */
let spare: ObjectStore | null = null;

/** A store just after its migrations: running them for each seed would take most of the time. */
export function freshStore(): ObjectStore {
  const known = spare;
  spare = null;
  if (known !== null) return known;
  const store = new ObjectStore();
  store.unguard();
  const storage: Pick<DurableObjectStorage, 'sql' | 'transactionSync'> = new StoreInUse(store, () => {});
  migrate(storage as DurableObjectStorage, TENANT_MIGRATIONS);
  return store;
}

/** Takes a store back for the next seed. */
export function releaseStore(store: ObjectStore): void {
  if (spare !== null) {
    store.close();
    return;
  }
  store.empty();
  spare = store;
}

/** Where in its next transaction the object is lost. */
export type Doom = 'before-commit' | 'after-commit';

/** The store as one object sees it. Once the object is gone, every touch throws. */
export class StoreInUse {
  isGone = false;
  /** So many transactions from now on; null: it lives. */
  doom: { after: number; how: Doom } | null = null;
  #depth = 0;
  readonly #store: ObjectStore;
  readonly #onGone: () => void;

  constructor(store: ObjectStore, onGone: () => void) {
    this.#store = store;
    this.#onGone = onGone;
  }

  readonly sql = { exec: (sql: string, ...bindings: Bindings) => this.#exec(sql, bindings) } as SqlStorage;

  transactionSync<T>(work: () => T): T {
    this.#touch();
    const how = this.#depth === 0 ? this.#doomed() : null;
    if (how === 'before-commit') this.#lose();
    this.#depth += 1;
    const name = `depth_${this.#depth}`;
    this.#store.run(`SAVEPOINT ${name}`, []);
    let value: T;
    try {
      value = work();
    } catch (error) {
      this.#store.run(`ROLLBACK TO ${name}`, []);
      throw error;
    } finally {
      this.#store.run(`RELEASE ${name}`, []);
      this.#depth -= 1;
    }
    if (how === 'after-commit') this.#lose();
    return value;
  }

  #doomed(): Doom | null {
    if (this.doom === null) return null;
    this.doom.after -= 1;
    return this.doom.after < 0 ? this.doom.how : null;
  }

  #lose(): never {
    this.isGone = true;
    this.#onGone();
    throw new Evicted();
  }

  #touch(): void {
    if (this.isGone) throw new Evicted();
  }

  #exec(sql: string, bindings: Bindings): SqlStorageCursor<Record<string, SqlStorageValue>> {
    this.#touch();
    const { rows, changes } = this.#store.run(sql, bindings);
    const cursor = {
      toArray: () => rows,
      one: () => {
        const [row] = rows;
        if (row === undefined || rows.length > 1) throw new Error('expected exactly one row');
        return row;
      },
      rowsWritten: changes,
    };
    return cursor as SqlStorageCursor<Record<string, SqlStorageValue>>;
  }
}

/** What an object that is gone had still under way breaks off, as on the platform; anything else is a defect. */
export function ignoreEvictions(): void {
  process.on('unhandledRejection', (error) => {
    if (!(error instanceof Evicted)) throw error;
  });
  const said = console.error;
  console.error = (text: string) => {
    if (!text.includes(Evicted.name)) said(text);
  };
}
