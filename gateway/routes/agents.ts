import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { Moment, momentOf } from '#contracts/dates';
import { AgentId, TenantId } from '#contracts/ids';
import type { AppEnv } from '../app-env.ts';
import { failureResponse } from '../middleware/failure-response.ts';
import { invalidRequest } from '../middleware/invalid-request.ts';
import { FailureAnswer } from './failure-answer.ts';

const tags = ['Operations'];

/** An agent as an operator sees it. */
const Agent = z.strictObject({
  agentId: AgentId,
  hostName: z.string().describe('As the host named itself when it was enrolled'),
  enrolledAt: Moment,
  lastDialledAt: Moment.nullable(),
  revokedAt: Moment.nullable(),
  isConnected: z.boolean(),
  isServing: z.boolean().describe('It is asked: it is connected, and its ERP is the one that answers for the tenant'),
});

/** Why; kept in the audit. */
const Revocation = z.strictObject({ reason: z.string().trim().min(3).max(500) });

const list = createRoute({
  method: 'get',
  path: '/tenants/{tenantId}/agents',
  tags,
  summary: 'The agents that were enrolled, the newest first',
  request: { params: z.object({ tenantId: TenantId }) },
  responses: {
    200: {
      description: 'The newest 200',
      content: { 'application/json': { schema: z.object({ agents: z.array(Agent) }) } },
    },
    ...FailureAnswer,
  },
});

const revoke = createRoute({
  method: 'post',
  path: '/tenants/{tenantId}/agents/{agentId}/revocation',
  tags,
  summary: 'Shut an agent out for good, at once. Said twice, it changes nothing',
  request: {
    params: z.object({ tenantId: TenantId, agentId: AgentId }),
    body: { required: true, content: { 'application/json': { schema: Revocation } } },
  },
  responses: {
    200: {
      description: 'When it was revoked',
      content: { 'application/json': { schema: z.object({ revokedAt: Moment }) } },
    },
    ...FailureAnswer,
  },
});

/** Which agents a tenant has, and which it has no more. */
export const agentRoutes = new OpenAPIHono<AppEnv>({ defaultHook: invalidRequest })
  .openapi(list, async (c) => {
    const known = await c.var.tenant.agents();
    const agents = known.map(({ enrolledAt, lastDialledAt, revokedAt, ...agent }) => ({
      ...agent,
      enrolledAt: momentOf(enrolledAt),
      lastDialledAt: lastDialledAt === null ? null : momentOf(lastDialledAt),
      revokedAt: revokedAt === null ? null : momentOf(revokedAt),
    }));
    return c.json({ agents }, 200);
  })
  .openapi(revoke, async (c) => {
    const { agentId } = c.req.valid('param');
    const { reason } = c.req.valid('json');
    const revoked = await c.var.tenant.revokeAgent(agentId, reason, c.var.correlationId);
    return revoked.ok ? c.json({ revokedAt: momentOf(revoked.value) }, 200) : failureResponse(c, revoked.error);
  });
