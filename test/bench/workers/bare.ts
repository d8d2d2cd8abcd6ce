import { DurableObject } from 'cloudflare:workers';
import { Hono } from 'hono';

/** The least that answers with JSON on this platform: what the gateway's routes are held against. */

interface Env {
  /** The answer, as JSON text. */
  BARE_BODY: string;
}

let answer: unknown;

export default new Hono<{ Bindings: Env }>().get('/bare', (c) => {
  answer ??= JSON.parse(c.env.BARE_BODY);
  return c.json(answer as object);
});

/** The same bindings as the gateway's, so that the same program can run it; nobody calls them. */
export class TenantObject extends DurableObject<Env> {}
export class DirectoryObject extends DurableObject<Env> {}
