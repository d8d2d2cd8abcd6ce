import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SEED_VERSION } from './schema.ts';
import { type SeedSize, seedContent } from './seed/content.ts';
import { insertContent } from './seed/insertion.ts';

export interface DatabaseWish {
  /** Null: in memory. */
  dataDir: string | null;
  size: SeedSize;
  /** `yyyy-mm-dd`. */
  today: string;
}

/**
 * Opens the ERP's database. One that was laid for another day, size or seed version is laid anew, so that the demo is
 * always as alive as on its first day; the file is built aside and renamed, so that a broken-off start leaves no half.
 */
export function openDatabase(wish: DatabaseWish): DatabaseSync {
  const meta = { seed_version: String(SEED_VERSION), size: wish.size, today: wish.today };
  if (wish.dataDir === null) {
    const database = new DatabaseSync(':memory:');
    insertContent(database, seedContent(wish.size, wish.today), meta);
    return database;
  }
  mkdirSync(wish.dataDir, { recursive: true });
  const file = join(wish.dataDir, 'kontor.sqlite');
  const kept = openKept(file, meta);
  if (kept !== null) return kept;
  const aside = `${file}.new`;
  for (const stale of [aside, file, `${file}-wal`, `${file}-shm`]) rmSync(stale, { force: true });
  const building = new DatabaseSync(aside);
  building.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF');
  insertContent(building, seedContent(wish.size, wish.today), meta);
  building.close();
  renameSync(aside, file);
  return opened(file);
}

function opened(file: string): DatabaseSync {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 2000');
  return database;
}

/** The file as it is, if it is sound and laid for the same day. */
function openKept(file: string, meta: Readonly<Record<string, string>>): DatabaseSync | null {
  if (!existsSync(file)) return null;
  let database: DatabaseSync | null = null;
  try {
    database = opened(file);
    const stored = database.prepare('SELECT name, value FROM meta').all();
    const fits = Object.entries(meta).every(([name, value]) =>
      stored.some((row) => row.name === name && row.value === value),
    );
    if (fits) return database;
  } catch {
    // Not a database of ours: it is laid anew.
  }
  database?.close();
  return null;
}
