import { createMiddleware } from 'hono/factory';
import type { CorrelationId } from '#contracts/ids';
import type { AppEnv } from '../app-env.ts';
import { randomHex } from '../random-hex.ts';

const NAME = 'x-correlation-id';

/** Gives every request a number of its own: on every error panel, every log line, and at the agent. */
export const correlationId = createMiddleware<AppEnv>(async (c, next) => {
  c.set('correlationId', randomHex(6) as CorrelationId);
  await next();
  // An upgrade is the tenant object's own answer and cannot be written to. All others can: hono would copy them, body and all.
  if (c.res.status === 101) c.header(NAME, c.var.correlationId);
  else c.res.headers.set(NAME, c.var.correlationId);
});
