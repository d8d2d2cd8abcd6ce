import { Hono } from 'hono';
import { decodeJwt } from 'jose';
import { DialClaims } from '#contracts/enrolment';
import { failure } from '#contracts/errors';
import type { AppEnv } from '../app-env.ts';
import { failureResponse } from '../middleware/failure-response.ts';
import { directoryOf, tenantOf } from '../stubs.ts';

/** Where an agent dials in. The token says which tenant; that tenant's object checks its signature. */
export const agentSocketRoutes = new Hono<AppEnv>().get('/agent/socket', async (c) => {
  if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') {
    return failureResponse(c, failure('request.invalid', { detail: 'not a WebSocket request' }), 426);
  }
  const tenantId = claimedTenant(c.req.header('authorization'));
  if (tenantId === null || !(await directoryOf(c.env).hasTenant(tenantId))) {
    return failureResponse(c, failure('agent.credential-refused'));
  }
  const answer = await tenantOf(c.env, tenantId).fetch(c.req.raw);
  return answer.status === 101 ? answer : failureResponse(c, failure('agent.credential-refused'));
});

/** The tenant that a token names, unproven. */
function claimedTenant(authorization: string | undefined) {
  try {
    const claims = DialClaims.safeParse(decodeJwt(authorization?.replace(/^Bearer /i, '') ?? ''));
    return claims.success ? claims.data.tenant : null;
  } catch {
    return null;
  }
}
