import { env, runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { ChangeStore } from './change-store.ts';
import { SettingStore } from './setting-store.ts';

const DAY_MS = 86_400_000;

/** @param open the store as an object that has just started has it */
async function withStore<T>(run: (open: (max?: number) => ChangeStore, sql: SqlStorage) => T): Promise<T> {
  const stub = env.TENANTS.get(env.TENANTS.newUniqueId());
  return runInDurableObject(stub, (_object, { storage: { sql } }) =>
    run((max) => new ChangeStore(sql, new SettingStore(sql), max), sql),
  );
}
const rows = (sql: SqlStorage) => sql.exec<{ rows: number }>('SELECT count(*) AS rows FROM change').one().rows;

it('what was asked before a change is outdated, and nothing else is', () =>
  withStore((open) => {
    const changes = open();
    const before = changes.noted();
    changes.record(['item PUMP-0040', 'customer 10452'], 1_000);
    expect(changes.isOutdated(['item PUMP-0040'], before)).toBe(true);
    expect(changes.isOutdated(['item SEAL-0014', 'item PUMP-0040'], before)).toBe(true);
    expect(changes.isOutdated(['item SEAL-0014'], before)).toBe(false);
    expect(changes.isOutdated([], before)).toBe(false);
    const after = changes.noted();
    expect(changes.isOutdated(['item PUMP-0040'], after)).toBe(false);
    // As on a host whose clock is behind.
    changes.record(['item PUMP-0040'], 500);
    expect(changes.isOutdated(['item PUMP-0040'], after)).toBe(true);
    expect(changes.isOutdated(['item PUMP-0040'], before)).toBe(true);
  }));

it('an object that has just started knows it', () =>
  withStore((open) => {
    const before = open().noted();
    open().record(['item PUMP-0040', 'customer 10452'], 1_000);
    const changes = open();
    expect(changes.isOutdated(['customer 10452'], before)).toBe(true);
    const then = open().noted();
    expect(changes.isOutdated(['customer 10452'], then)).toBe(false);
    open().record(['customer 10452'], 2_000);
    expect(open().isOutdated(['customer 10452'], then)).toBe(true);
  }));

it('of what changed more than a day ago nothing is kept', () =>
  withStore((open, sql) => {
    const changes = open();
    changes.record(['a', 'b'], 1_000);
    const then = changes.noted();
    changes.record(['b'], 2 * 3_600_000);
    changes.record(['c'], 3_600_000 + 1_000 + DAY_MS);
    expect(rows(sql)).toBe(2);
    expect(changes.isOutdated(['a'], then)).toBe(false);
    expect(changes.isOutdated(['b'], then)).toBe(true);
  }));

it('where more changed than can be kept, all that was asked before the newest that went is outdated', () =>
  withStore((open, sql) => {
    open(3).record(['a'], 1_000);
    const changes = open(3);
    changes.record(['b'], 2_000);
    changes.record(['c'], 3_000);
    const [first, third] = [1, changes.noted()];
    changes.record(['d'], 4_000);
    expect(rows(sql)).toBe(3);
    for (const known of [changes, open(3)]) {
      expect(known.isOutdated(['a'], first - 1)).toBe(true);
      expect(known.isOutdated(['never changed'], first - 1)).toBe(true);
      expect(known.isOutdated(['never changed'], first)).toBe(false);
      expect(known.isOutdated(['d'], third)).toBe(true);
    }
  }));
