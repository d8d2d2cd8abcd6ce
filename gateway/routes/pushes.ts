import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { PushAnswer, PushParams, PushRequest, ReaderQuery } from '#contracts/card-api';
import { CrmRecordId } from '#contracts/ids';
import type { AppEnv } from '../app-env.ts';
import { jsonAnswer } from '../json-text.ts';
import { invalidRequest } from '../middleware/invalid-request.ts';
import { viewAnswer } from './view-answer.ts';

const responses = {
  200: { description: 'The push, or why there is none', content: { 'application/json': { schema: PushAnswer } } },
};
const tags = ['Pushes'];

const create = createRoute({
  method: 'post',
  path: '/deals/{dealId}/pushes',
  tags,
  summary: 'Send a won deal to the ERP as a sales order. Asked twice, it answers the same push twice',
  request: {
    params: z.object({ dealId: CrmRecordId }),
    query: ReaderQuery,
    body: { required: true, content: { 'application/json': { schema: PushRequest } } },
  },
  responses,
});

const read = createRoute({
  method: 'get',
  path: '/pushes/{pushId}',
  tags,
  summary: 'What became of a push',
  request: { params: PushParams },
  responses,
});

/** Writes: kept before they are answered, carried out once. */
export const pushRoutes = new OpenAPIHono<AppEnv>({ defaultHook: invalidRequest })
  .openapi(create, async (c) => {
    const caller = { ...c.var.caller, locale: c.req.valid('query').locale };
    return jsonAnswer(await c.var.tenant.push(caller, c.req.valid('param').dealId, c.req.valid('json')));
  })
  .openapi(read, (c) => viewAnswer(c, (tenant) => tenant.pushView(c.var.caller, c.req.valid('param').pushId)));
