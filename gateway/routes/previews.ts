import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import {
  CandidateSearch,
  CandidatesView,
  LinkAnswer,
  LinkRequest,
  PreviewView,
  ReaderQuery,
  RefreshQuery,
} from '#contracts/card-api';
import { CrmRecordId } from '#contracts/ids';
import type { AppEnv } from '../app-env.ts';
import { jsonAnswer } from '../json-text.ts';
import { invalidRequest } from '../middleware/invalid-request.ts';
import { viewAnswer } from './view-answer.ts';

const answer = (schema: z.ZodType, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
});
const tags = ['Previews'];

const preview = createRoute({
  method: 'get',
  path: '/deals/{dealId}/preview',
  tags,
  summary: 'What the ERP will say to a deal: customer, items, prices, stock and credit, before anything is sent',
  request: { params: z.object({ dealId: CrmRecordId }), query: RefreshQuery.extend(ReaderQuery.shape) },
  responses: answer(PreviewView, 'What was found, or why nothing can be'),
});

const candidates = createRoute({
  method: 'get',
  path: '/companies/{companyId}/candidates',
  tags,
  summary: 'Customers of the ERP that a company may be',
  request: {
    params: z.object({ companyId: CrmRecordId }),
    query: RefreshQuery.extend({ search: CandidateSearch.optional() }),
  },
  responses: answer(CandidatesView, 'The customers, or why none can be named'),
});

const link = createRoute({
  method: 'put',
  path: '/companies/{companyId}/customer',
  tags,
  summary: 'A person says which customer of the ERP a company is. Said twice, it changes nothing',
  request: {
    params: z.object({ companyId: CrmRecordId }),
    body: { required: true, content: { 'application/json': { schema: LinkRequest } } },
  },
  responses: answer(LinkAnswer, 'The customer, or why the company is not linked to it'),
});

/** What a person looks at and settles before a deal is sent. */
export const previewRoutes = new OpenAPIHono<AppEnv>({ defaultHook: invalidRequest })
  .openapi(preview, (c) => {
    const { refresh, locale } = c.req.valid('query');
    const caller = { ...c.var.caller, refresh: refresh === 'true', locale };
    return viewAnswer(c, (tenant) => tenant.previewView(caller, c.req.valid('param').dealId));
  })
  .openapi(candidates, (c) => {
    const { search, refresh } = c.req.valid('query');
    const caller = { ...c.var.caller, refresh: refresh === 'true' };
    return viewAnswer(c, (tenant) => tenant.candidatesView(caller, c.req.valid('param').companyId, search ?? null));
  })
  .openapi(link, async (c) => {
    const { customerId } = c.req.valid('json');
    return jsonAnswer(await c.var.tenant.linkCustomer(c.var.caller, c.req.valid('param').companyId, customerId));
  });
