import { env, runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { migrate, TENANT_MIGRATIONS } from './migrations.ts';
import { PushStore } from './push-store.ts';

/** How SQLite looks for what is asked. */
const planOf = (ask: (pushes: PushStore) => unknown): Promise<string[]> =>
  runInDurableObject(env.TENANTS.get(env.TENANTS.newUniqueId()), async (_object, { storage }) => {
    await storage.deleteAll();
    migrate(storage, TENANT_MIGRATIONS);
    const details: string[] = [];
    const sql = {
      exec: (query: string, ...bindings: (string | number)[]) => {
        const rows = storage.sql.exec<{ detail: string }>(`EXPLAIN QUERY PLAN ${query}`, ...bindings).toArray();
        details.push(...rows.map(({ detail }) => detail));
        return storage.sql.exec(query, ...bindings);
      },
    };
    ask(new PushStore(Object.assign(Object.create(storage.sql), sql)));
    return details;
  });

it.each<[string, (pushes: PushStore) => unknown]>([
  ['accepted', (pushes) => pushes.inState('accepted')],
  ['ready', (pushes) => pushes.inState('ready')],
  ['sending', (pushes) => pushes.inState('sending')],
  ['in doubt', (pushes) => pushes.inState('in-doubt')],
  ['next to be sent', (pushes) => pushes.firstReady(['order.create', 'customer.create'])],
  ['due', (pushes) => pushes.due(1)],
  ['due next', (pushes) => pushes.dueAt()],
])('of all pushes ever made only those that are %s are read', async (_which, ask) => {
  const plan = await planOf(ask);
  expect(plan.filter((detail) => detail.includes('push'))).not.toEqual([]);
  expect(plan.filter((detail) => /SCAN push(?! USING INDEX)/.test(detail))).toEqual([]);
});
