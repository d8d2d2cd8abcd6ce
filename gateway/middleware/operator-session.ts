import { timingSafeEqual } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import { failure } from '#contracts/errors';
import type { AppEnv } from '../app-env.ts';
import { settingsOf } from '../env.ts';
import { failureResponse } from './failure-response.ts';

/** Operators only. Until an identity provider is wired in, that is the sandbox's passphrase; elsewhere the door is shut. */
export const operatorSession = createMiddleware<AppEnv>(async (c, next) => {
  const { operatorPassphrase } = settingsOf(c.env);
  const given = c.req.header('authorization')?.replace(/^Bearer /i, '');
  if (operatorPassphrase === null || given === undefined || !(await sameText(given, operatorPassphrase))) {
    return failureResponse(c, failure('operator.forbidden'));
  }
  return next();
});

/** Compared as digests, so that neither length nor content shows in the time. */
async function sameText(a: string, b: string): Promise<boolean> {
  const digest = (text: string) => crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return timingSafeEqual(new Uint8Array(await digest(a)), new Uint8Array(await digest(b)));
}
