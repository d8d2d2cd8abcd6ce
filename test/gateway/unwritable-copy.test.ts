import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, it, vi } from 'vitest';
import { CopyStore } from '../../gateway/durable/copy-store.ts';
import { setUpTenant } from './tenant-setup.ts';

const copyOf = (answer: unknown, customerId = '10447') => ({
  customerId,
  answer,
  askedAt: 1,
  answeredAt: 1,
  notedBefore: 0,
});

/** As SQLite refuses a row, for whatever reason; what it says of it may quote what was to be written. */
const REFUSES = `CREATE TRIGGER refuses BEFORE INSERT ON copy WHEN NEW.question = 'bad'
  BEGIN SELECT RAISE(ABORT, 'Nordwind does not fit'); END`;

/** A store of a tenant of its own, in which what is asked as `bad` cannot be written. */
async function withCopies<T>(run: (copies: CopyStore, sql: SqlStorage) => T | Promise<T>): Promise<T> {
  const { stub } = await setUpTenant();
  return runInDurableObject(stub, (_object, { storage }) => {
    const copies = new CopyStore(storage.sql);
    // The first of a life writes at once; what these tests are about is gathered.
    copies.write('first', copyOf('first'));
    copies.evict(1, 1_000);
    storage.sql.exec(REFUSES);
    return run(copies, storage.sql);
  });
}

const questions = (sql: SqlStorage) =>
  sql
    .exec<{ question: string }>('SELECT question FROM copy ORDER BY question')
    .toArray()
    .map(({ question }) => question);

describe('a copy that cannot be written', () => {
  it('costs none of those that came with it, and ends no later answer', () =>
    withCopies((copies, sql) => {
      copies.write('a', copyOf('a'));
      copies.write('bad', copyOf('bad'));
      for (let n = 0; n < 400; n += 1) copies.write(`q ${n}`, copyOf(n));
      copies.evict(1, 1_000);
      expect(questions(sql)).toHaveLength(402);
      expect(questions(sql)).not.toContain('bad');
    }));

  it('is written with nobody watching, and throws at nobody', () =>
    withCopies(async (copies, sql) => {
      copies.write('bad', copyOf('bad'));
      copies.write('z', copyOf('z'));
      await vi.waitFor(() => expect(questions(sql)).toEqual(['first', 'z']));
    }));

  it('is no obstacle to what is erased', () =>
    withCopies((copies, sql) => {
      copies.write('bad', copyOf('bad', '4711'));
      copies.write('good', copyOf('good', '4711'));
      expect(copies.erase('4711')).toBe(1);
      expect(questions(sql)).toEqual(['first']);
    }));

  it('is known no more, so that nothing is at hand which is not stored; and the log has no data of it', () =>
    withCopies((copies) => {
      const logged = vi.spyOn(console, 'error');
      copies.write('bad', copyOf('Nordwind', '4711'));
      expect(copies.read('bad', 2)?.answer).toBe('Nordwind');
      copies.evict(2, 1_000);
      expect(copies.read('bad', 2)).toBeNull();
      expect(logged.mock.calls).toEqual([
        ['{"code":"defect.impossible-state","detail":"copy not written: SQLITE_CONSTRAINT"}'],
      ]);
      logged.mockRestore();
    }));
});
