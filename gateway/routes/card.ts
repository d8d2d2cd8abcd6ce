import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { CompanyView, DealView, OrderView, StockView } from '#contracts/card-api';
import { ITEMS_MAX } from '#contracts/commands';
import { CrmRecordId, ItemId, SalesOrderId } from '#contracts/ids';
import type { AppEnv } from '../app-env.ts';
import { invalidRequest } from '../middleware/invalid-request.ts';

const answer = (schema: z.ZodType, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
});
const tags = ['Cards'];

const company = createRoute({
  method: 'get',
  path: '/companies/{companyId}',
  tags,
  summary: 'A company as the ERP knows it: customer and credit, orders, open invoices',
  request: { params: z.object({ companyId: CrmRecordId }) },
  responses: answer(CompanyView, 'The view, or why there is none'),
});

const order = createRoute({
  method: 'get',
  path: '/companies/{companyId}/orders/{orderId}',
  tags,
  summary: "One of the company's orders with lines and shipments",
  request: { params: z.object({ companyId: CrmRecordId, orderId: SalesOrderId }) },
  responses: answer(OrderView, 'The view, or why there is none'),
});

/** One item comes as a text, several as a list. */
const oneOrMore = z.preprocess(
  (value) => (Array.isArray(value) ? value : [value]),
  z.array(ItemId).min(1).max(ITEMS_MAX),
);

const stock = createRoute({
  method: 'get',
  path: '/stock',
  tags,
  summary: 'Stock of items by warehouse',
  request: {
    query: z.object({ item: oneOrMore.openapi({ type: 'array', items: { type: 'string' } }) }),
  },
  responses: answer(StockView, 'The view, or why there is none'),
});

const deal = createRoute({
  method: 'get',
  path: '/deals/{dealId}',
  tags,
  summary: 'A deal as it would be sent: lines, customer, what stands in the way, and the push, if there is one',
  request: { params: z.object({ dealId: CrmRecordId }) },
  responses: answer(DealView, 'The view, or why there is none'),
});

/** What the cards read. */
export const cardRoutes = new OpenAPIHono<AppEnv>({ defaultHook: invalidRequest })
  .openapi(company, async (c) =>
    c.json(await c.var.tenant.companyView(c.var.caller, c.req.valid('param').companyId), 200),
  )
  .openapi(order, async (c) => {
    const { companyId, orderId } = c.req.valid('param');
    return c.json(await c.var.tenant.orderView(c.var.caller, companyId, orderId), 200);
  })
  .openapi(stock, async (c) => c.json(await c.var.tenant.stockView(c.var.caller, c.req.valid('query').item), 200))
  .openapi(deal, async (c) => c.json(await c.var.tenant.dealView(c.var.caller, c.req.valid('param').dealId), 200));
