import { createMiddleware } from 'hono/factory';
import type { CorrelationId } from '#contracts/ids';
import type { AppEnv } from '../app-env.ts';

/** Gives every request a number of its own; one line in the log for each, without its query (it names a person). */
export const correlationId = createMiddleware<AppEnv>(async (c, next) => {
  const bytes = crypto.getRandomValues(new Uint8Array(6));
  c.set('correlationId', [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('') as CorrelationId);
  await next();
  c.header('x-correlation-id', c.var.correlationId);
});
