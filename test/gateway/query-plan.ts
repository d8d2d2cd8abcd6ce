import { env, runInDurableObject } from 'cloudflare:test';
import { migrate } from '../../gateway/durable/migrate.ts';
import { TENANT_MIGRATIONS } from '../../gateway/durable/migrations.ts';

/** How SQLite looks for what is asked of a tenant's store, a line for each step of each query. */
export const planOf = (ask: (sql: SqlStorage) => unknown): Promise<string[]> =>
  runInDurableObject(env.TENANTS.get(env.TENANTS.newUniqueId()), async (_object, { storage }) => {
    await storage.deleteAll();
    migrate(storage, TENANT_MIGRATIONS);
    const details: string[] = [];
    const exec = (query: string, ...bindings: (string | number)[]) => {
      const rows = storage.sql.exec<{ detail: string }>(`EXPLAIN QUERY PLAN ${query}`, ...bindings).toArray();
      details.push(...rows.map(({ detail }) => detail));
      return storage.sql.exec(query, ...bindings);
    };
    ask(Object.assign(Object.create(storage.sql), { exec }));
    return details;
  });
