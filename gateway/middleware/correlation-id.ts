import { createMiddleware } from 'hono/factory';
import type { CorrelationId } from '#contracts/ids';
import type { AppEnv } from '../app-env.ts';
import { randomHex } from '../random-hex.ts';

/** Gives every request a number of its own: on every error panel, every log line, and at the agent. */
export const correlationId = createMiddleware<AppEnv>(async (c, next) => {
  c.set('correlationId', randomHex(6) as CorrelationId);
  await next();
  c.header('x-correlation-id', c.var.correlationId);
});
