import { env, runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { CopyStore } from '../../gateway/durable/copy-store.ts';
import { migrate } from '../../gateway/durable/migrate.ts';
import { TENANT_MIGRATIONS } from '../../gateway/durable/migrations.ts';

/** So many there were when copies carried the word that they are outdated. */
const BEFORE = TENANT_MIGRATIONS.findIndex((script) => script.includes('noted_before'));

it('copies of before changes were numbered stay, but for those that were outdated, and new ones are written beside them', () =>
  runInDurableObject(env.TENANTS.get(env.TENANTS.newUniqueId()), async (_object, { storage }) => {
    await storage.deleteAll();
    migrate(storage, TENANT_MIGRATIONS.slice(0, BEFORE));
    for (const [question, outdated] of [
      ['known', 0],
      ['outdated', 1],
    ] as const) {
      storage.sql.exec(
        `INSERT INTO copy (question, customer_id, answer, asked_at, answered_at, outdated) VALUES (?, '10447', '1', 1, 1, ?)`,
        question,
        outdated,
      );
    }
    migrate(storage, TENANT_MIGRATIONS);
    const copies = new CopyStore(storage.sql);
    expect(copies.read('known', 2)).toEqual({
      customerId: '10447',
      answer: 1,
      askedAt: 1,
      answeredAt: 1,
      notedBefore: 0,
    });
    expect(copies.read('outdated', 2)).toBeNull();
    copies.write('new', { customerId: null, answer: 2, askedAt: 2, answeredAt: 2, notedBefore: 7 });
    copies.evict(2, 1_000);
    expect(copies.read('new', 2)).toMatchObject({ answer: 2, notedBefore: 7 });
  }));
