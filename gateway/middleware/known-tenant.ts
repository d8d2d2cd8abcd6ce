import { createMiddleware } from 'hono/factory';
import { failure } from '#contracts/errors';
import { TenantId } from '#contracts/ids';
import type { AppEnv } from '../app-env.ts';
import { directoryOf, tenantOf } from '../stubs.ts';
import { failureResponse } from './failure-response.ts';

/** For routes of one tenant: names its object. Any other name would make a new, empty object. */
export const knownTenant = createMiddleware<AppEnv>(async (c, next) => {
  const tenantId = TenantId.safeParse(c.req.param('tenantId'));
  if (!tenantId.success || !(await directoryOf(c.env).hasTenant(tenantId.data))) {
    return failureResponse(c, failure('request.invalid', { detail: 'unknown tenant' }));
  }
  c.set('tenant', tenantOf(c.env, tenantId.data));
  return next();
});
