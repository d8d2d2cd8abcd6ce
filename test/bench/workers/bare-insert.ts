import { DurableObject } from 'cloudflare:workers';
import { Hono } from 'hono';

/** The least that keeps something on this platform before it answers: one row in an object's SQLite. */

interface Env {
  TENANTS: DurableObjectNamespace<TenantObject>;
}

export default new Hono<{ Bindings: Env }>().post('/bare', async (c) => {
  const tenant = c.env.TENANTS.get(c.env.TENANTS.idFromName('one'));
  return c.json({ row: await tenant.keep(await c.req.text()) });
});

export class TenantObject extends DurableObject<Env> {
  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    ctx.storage.sql.exec('CREATE TABLE IF NOT EXISTS kept (row INTEGER PRIMARY KEY, body TEXT NOT NULL)');
  }

  keep(body: string): number {
    return this.ctx.storage.sql.exec<{ row: number }>('INSERT INTO kept (body) VALUES (?) RETURNING row', body).one()
      .row;
  }
}

/** As the gateway's bindings have it; nobody calls it. */
export class DirectoryObject extends DurableObject<Env> {}
