import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { BULK_DEALS_MAX, BulkAnswer, BulkRequest, WaitingBulkAnswer } from '#contracts/card-api';
import { BulkId, CrmRecordId } from '#contracts/ids';
import type { AppEnv } from '../app-env.ts';
import { jsonAnswer } from '../json-text.ts';
import { invalidRequest } from '../middleware/invalid-request.ts';
import { oneOrMore } from './one-or-more.ts';
import { viewAnswer } from './view-answer.ts';

const responses = {
  200: {
    description: 'Where each deal stands, or why they are not sent',
    content: { 'application/json': { schema: BulkAnswer } },
  },
};
const tags = ['Pushes'];

const create = createRoute({
  method: 'post',
  path: '/bulk-pushes',
  tags,
  summary: 'Send up to 100 won deals, one by one. Asked twice, it answers the same bulk twice',
  request: { body: { required: true, content: { 'application/json': { schema: BulkRequest } } } },
  responses,
});

const read = createRoute({
  method: 'get',
  path: '/bulk-pushes/{bulkId}',
  tags,
  summary: 'What became of the deals of a bulk',
  request: { params: z.object({ bulkId: BulkId }) },
  responses,
});

const find = createRoute({
  method: 'get',
  path: '/bulk-pushes',
  tags,
  summary: 'The bulk in which one of these deals waits for its turn',
  request: { query: z.object({ deal: oneOrMore(CrmRecordId, BULK_DEALS_MAX) }) },
  responses: {
    200: {
      description: 'The newest such bulk, if there is one, or why that cannot be told',
      content: { 'application/json': { schema: WaitingBulkAnswer } },
    },
  },
});

/** Many deals at once. */
export const bulkPushRoutes = new OpenAPIHono<AppEnv>({ defaultHook: invalidRequest })
  .openapi(create, async (c) => jsonAnswer(await c.var.tenant.bulk(c.var.caller, c.req.valid('json').dealIds)))
  .openapi(find, (c) => viewAnswer(c, (tenant) => tenant.waitingBulk(c.var.caller, c.req.valid('query').deal)))
  .openapi(read, (c) => viewAnswer(c, (tenant) => tenant.bulkView(c.var.caller, c.req.valid('param').bulkId)));
