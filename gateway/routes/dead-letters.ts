import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { PushAnswer, PushParams, Resolution } from '#contracts/card-api';
import { PushId, TenantId } from '#contracts/ids';
import type { AppEnv } from '../app-env.ts';
import { DeadLetter, DeadLetterPage, DeadLetterPlace } from '../durable/dead-letters.ts';
import { jsonAnswer } from '../json-text.ts';
import { failureResponse } from '../middleware/failure-response.ts';
import { invalidRequest } from '../middleware/invalid-request.ts';
import { FailureAnswer } from './failure-answer.ts';

const body = { required: true, content: { 'application/json': { schema: Resolution } } };

const resolve = createRoute({
  method: 'post',
  path: '/pushes/{pushId}/resolution',
  tags: ['Pushes'],
  summary: 'Settle a parked push. Said twice, it changes nothing',
  request: { params: PushParams, body },
  responses: {
    200: { description: 'The push, or why not', content: { 'application/json': { schema: PushAnswer } } },
  },
});

/** What a person in the CRM decides. */
export const resolutionRoutes = new OpenAPIHono<AppEnv>({ defaultHook: invalidRequest }).openapi(resolve, async (c) =>
  jsonAnswer(await c.var.tenant.resolve(c.var.caller, c.req.valid('param').pushId, c.req.valid('json'))),
);

const list = createRoute({
  method: 'get',
  path: '/tenants/{tenantId}/dead-letters',
  tags: ['Operations'],
  summary: 'Refused and parked pushes, the newest first, with the evidence',
  request: { params: z.object({ tenantId: TenantId }), query: z.object({ before: DeadLetterPlace.optional() }) },
  responses: {
    200: { description: 'A page of them', content: { 'application/json': { schema: DeadLetterPage } } },
    ...FailureAnswer,
  },
});

const decide = createRoute({
  method: 'post',
  path: '/tenants/{tenantId}/dead-letters/{pushId}/resolution',
  tags: ['Operations'],
  summary: 'Settle a parked push. Said twice, it changes nothing',
  request: { params: z.object({ tenantId: TenantId, pushId: PushId }), body },
  responses: {
    200: { description: 'The push as it is now', content: { 'application/json': { schema: DeadLetter } } },
    ...FailureAnswer,
  },
});

/** What an operator sees and decides of pushes that need a person. */
export const deadLetterRoutes = new OpenAPIHono<AppEnv>({ defaultHook: invalidRequest })
  .openapi(list, async (c) => {
    return jsonAnswer(await c.var.tenant.deadLetters(c.req.valid('query').before ?? null));
  })
  .openapi(decide, async (c) => {
    const { pushId } = c.req.valid('param');
    const decided = await c.var.tenant.settle(pushId, c.req.valid('json'), c.var.correlationId);
    return decided.ok ? jsonAnswer(decided.value) : failureResponse(c, decided.error);
  });
