import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { Enrolment, EnrolmentRequest } from '#contracts/enrolment';
import { failure } from '#contracts/errors';
import type { AppEnv } from '../app-env.ts';
import { failureResponse } from '../middleware/failure-response.ts';
import { invalidRequest } from '../middleware/invalid-request.ts';
import { sha256Hex } from '../sha256.ts';
import { directoryOf, tenantOf } from '../stubs.ts';
import { FailureAnswer } from './failure-answer.ts';

const enrol = createRoute({
  method: 'post',
  path: '/enrolments',
  tags: ['Agents'],
  summary: 'Exchange a one-time code for an agent. The key was made on the host; only its public half is sent',
  request: { body: { required: true, content: { 'application/json': { schema: EnrolmentRequest } } } },
  responses: {
    201: {
      description: 'The agent',
      content: { 'application/json': { schema: z.object({ ok: z.literal(true), ...Enrolment.shape }) } },
    },
    ...FailureAnswer,
  },
});

export const enrolmentRoutes = new OpenAPIHono<AppEnv>({ defaultHook: invalidRequest }).openapi(enrol, async (c) => {
  const request = c.req.valid('json');
  const codeHash = await sha256Hex(request.code);
  const tenantId = await directoryOf(c.env).tenantOfCode(codeHash);
  if (tenantId === null) return failureResponse(c, failure('enrolment.code-invalid'));
  const enrolled = await tenantOf(c.env, tenantId).enrol(codeHash, request, c.var.correlationId);
  return enrolled.ok ? c.json({ ok: true as const, ...enrolled.value }, 201) : failureResponse(c, enrolled.error);
});
