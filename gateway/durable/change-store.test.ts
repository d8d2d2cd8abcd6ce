import { env, runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { ChangeStore } from './change-store.ts';

const DAY_MS = 86_400_000;

async function withSql<T>(run: (sql: SqlStorage) => T): Promise<T> {
  const stub = env.TENANTS.get(env.TENANTS.newUniqueId());
  return runInDurableObject(stub, (_object, { storage }) => run(storage.sql));
}
const rows = (sql: SqlStorage) => sql.exec<{ rows: number }>('SELECT count(*) AS rows FROM change').one().rows;

it('what was asked before a change is outdated, and nothing else is', () =>
  withSql((sql) => {
    const changes = new ChangeStore(sql);
    changes.record(['item PUMP-0040', 'customer 10452'], 1_000);
    expect(changes.isOutdated(['item PUMP-0040'], 999)).toBe(true);
    // Within one millisecond nobody can tell what came first.
    expect(changes.isOutdated(['item PUMP-0040'], 1_000)).toBe(true);
    expect(changes.isOutdated(['item PUMP-0040'], 1_001)).toBe(false);
    expect(changes.isOutdated(['item SEAL-0014', 'item PUMP-0040'], 999)).toBe(true);
    expect(changes.isOutdated(['item SEAL-0014'], 999)).toBe(false);
    expect(changes.isOutdated([], 999)).toBe(false);
    changes.record(['item PUMP-0040'], 2_000);
    expect(changes.isOutdated(['item PUMP-0040'], 1_500)).toBe(true);
  }));

it('an object that has just started knows it, and forgets what it is told to', () =>
  withSql((sql) => {
    new ChangeStore(sql).record(['item PUMP-0040', 'customer 10452'], 1_000);
    const changes = new ChangeStore(sql);
    expect(changes.isOutdated(['customer 10452'], 999)).toBe(true);
    changes.forget('customer 10452');
    for (const known of [changes, new ChangeStore(sql)]) expect(known.isOutdated(['customer 10452'], 999)).toBe(false);
    expect(rows(sql)).toBe(1);
  }));

it('of what changed more than a day ago nothing is kept', () =>
  withSql((sql) => {
    const changes = new ChangeStore(sql);
    changes.record(['a', 'b'], 1_000);
    changes.record(['b'], 2_000);
    changes.record(['c'], 1_000 + DAY_MS);
    expect(rows(sql)).toBe(2);
    expect(changes.isOutdated(['a'], 999)).toBe(false);
    expect(changes.isOutdated(['b'], 999)).toBe(true);
  }));

it('where more changed than can be kept, all that was asked before the oldest of it is outdated', () =>
  withSql((sql) => {
    new ChangeStore(sql, 3).record(['a', 'b'], 1_000);
    const changes = new ChangeStore(sql, 3);
    changes.record(['c'], 2_000);
    changes.record(['d'], 3_000);
    changes.record(['e'], 4_000);
    expect(rows(sql)).toBe(3);
    for (const known of [changes, new ChangeStore(sql, 3)]) {
      expect(known.isOutdated(['a'], 999)).toBe(true);
      expect(known.isOutdated(['never changed'], 2_000)).toBe(true);
      expect(known.isOutdated(['never changed'], 2_001)).toBe(false);
    }
  }));
