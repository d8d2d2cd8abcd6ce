import type { OpenAPIHonoOptions } from '@hono/zod-openapi';
import { failure } from '#contracts/errors';
import type { AppEnv } from '../app-env.ts';
import { anyFailure } from './failure-response.ts';

/** What a request gets that does not fit its schema: 200 for a card, 400 for others. Names the fields, never their values. */
export const invalidRequest: NonNullable<OpenAPIHonoOptions<AppEnv>['defaultHook']> = (result, c) => {
  if (result.success) return undefined;
  const detail = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`).join('; ');
  return anyFailure(c, failure('request.invalid', { detail }));
};
