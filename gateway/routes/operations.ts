import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { Moment, momentOf } from '#contracts/dates';
import { EnrolmentCodeIssued, TenantCreated, TenantRequest } from '#contracts/enrolment';
import { CustomerId, TenantId } from '#contracts/ids';
import { TenantPolicy } from '#contracts/policy';
import type { AppEnv } from '../app-env.ts';
import { CODE_VALID_MS, enrolmentCode } from '../core/enrolment.ts';
import { seal } from '../crm/seal.ts';
import { settingsOf } from '../env.ts';
import { invalidRequest } from '../middleware/invalid-request.ts';
import { randomHex } from '../random-hex.ts';
import { sha256Hex } from '../sha256.ts';
import { directoryOf, tenantOf } from '../stubs.ts';
import { FailureAnswer } from './failure-answer.ts';

const tags = ['Operations'];

/** Why an operator is sure of it; kept in the audit. */
const SetBackCleared = z.strictObject({ reason: z.string().trim().min(3).max(500) });

const createTenant = createRoute({
  method: 'post',
  path: '/tenants',
  tags,
  summary: 'Set a tenant up for one HubSpot account. An account that has a tenant keeps it; its token is renewed',
  request: { body: { required: true, content: { 'application/json': { schema: TenantRequest } } } },
  responses: {
    201: { description: 'The tenant', content: { 'application/json': { schema: TenantCreated } } },
    ...FailureAnswer,
  },
});

const issueCode = createRoute({
  method: 'post',
  path: '/tenants/{tenantId}/enrolment-codes',
  tags,
  summary: 'Issue a code that enrols one agent within 15 minutes',
  request: { params: z.object({ tenantId: TenantId }) },
  responses: {
    201: {
      description: 'The code; it is shown once',
      content: { 'application/json': { schema: EnrolmentCodeIssued } },
    },
    ...FailureAnswer,
  },
});

const setPolicy = createRoute({
  method: 'put',
  path: '/tenants/{tenantId}/policy',
  tags,
  summary: "Set how the tenant's ERP is treated: freshness, quiet hours, reads at once",
  request: {
    params: z.object({ tenantId: TenantId }),
    body: { required: true, content: { 'application/json': { schema: TenantPolicy } } },
  },
  responses: {
    200: { description: 'The policy as it is kept', content: { 'application/json': { schema: TenantPolicy } } },
    ...FailureAnswer,
  },
});

const eraseCopies = createRoute({
  method: 'delete',
  path: '/tenants/{tenantId}/customers/{customerId}/copies',
  tags,
  summary: 'Forget every last known answer about a customer',
  request: { params: z.object({ tenantId: TenantId, customerId: CustomerId }) },
  responses: {
    200: {
      description: 'How many there were',
      content: { 'application/json': { schema: z.object({ erased: z.int() }) } },
    },
    ...FailureAnswer,
  },
});

const clearSetBack = createRoute({
  method: 'post',
  path: '/tenants/{tenantId}/set-back/cleared',
  tags,
  summary: 'Say that what a restored store forgot is accounted for. Said twice, it changes nothing',
  request: {
    params: z.object({ tenantId: TenantId }),
    body: { required: true, content: { 'application/json': { schema: SetBackCleared } } },
  },
  responses: {
    200: {
      description: 'Since when each push was looked up before it went out; null: none was',
      content: { 'application/json': { schema: z.object({ since: Moment.nullable() }) } },
    },
    ...FailureAnswer,
  },
});

/** What an operator does. */
export const operationsRoutes = new OpenAPIHono<AppEnv>({ defaultHook: invalidRequest })
  .openapi(createTenant, async (c) => {
    const { hubspot } = c.req.valid('json');
    const tenantId = await directoryOf(c.env).addTenant(`t_${randomHex(8)}` as TenantId, hubspot.portalId);
    const sealed = await seal(settingsOf(c.env).sealKey, hubspot.refreshToken);
    await tenantOf(c.env, tenantId).setUp(tenantId, hubspot.portalId, sealed);
    return c.json({ tenantId }, 201);
  })
  .openapi(issueCode, async (c) => {
    const { tenantId } = c.req.valid('param');
    const directory = directoryOf(c.env);
    const code = enrolmentCode(crypto.getRandomValues(new Uint8Array(12)));
    const codeHash = await sha256Hex(code);
    const expiresAt = Date.now() + CODE_VALID_MS;
    await c.var.tenant.addEnrolmentCode(codeHash, expiresAt);
    await directory.addEnrolmentCode(codeHash, tenantId, expiresAt);
    return c.json({ code, expiresAt: new Date(expiresAt).toISOString() }, 201);
  })
  .openapi(setPolicy, async (c) => {
    const policy = c.req.valid('json');
    await c.var.tenant.setPolicy(policy, c.var.correlationId);
    return c.json(policy, 200);
  })
  .openapi(eraseCopies, async (c) => {
    const { customerId } = c.req.valid('param');
    const erased = await c.var.tenant.eraseCopies(customerId, c.var.correlationId);
    return c.json({ erased }, 200);
  })
  .openapi(clearSetBack, async (c) => {
    const since = await c.var.tenant.clearSetBack(c.req.valid('json').reason, c.var.correlationId);
    return c.json({ since: since === null ? null : momentOf(since) }, 200);
  });
