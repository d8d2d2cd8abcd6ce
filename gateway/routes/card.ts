import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import {
  CompanyView,
  DealView,
  OrderView,
  PaymentsView,
  RefreshQuery,
  SearchView,
  StockView,
} from '#contracts/card-api';
import { ITEMS_MAX, SearchNumber } from '#contracts/commands';
import { CrmRecordId, ItemId, SalesOrderId } from '#contracts/ids';
import type { AppEnv } from '../app-env.ts';
import { invalidRequest } from '../middleware/invalid-request.ts';
import { oneOrMore } from './one-or-more.ts';
import { viewAnswer } from './view-answer.ts';

const answer = (schema: z.ZodType, description: string) => ({
  200: { description, content: { 'application/json': { schema } } },
});
const tags = ['Cards'];

const company = createRoute({
  method: 'get',
  path: '/companies/{companyId}',
  tags,
  summary: 'A company as the ERP knows it: customer and credit, orders, open invoices',
  request: { params: z.object({ companyId: CrmRecordId }), query: RefreshQuery },
  responses: answer(CompanyView, 'The view, or why there is none'),
});

const payments = createRoute({
  method: 'get',
  path: '/companies/{companyId}/payments',
  tags,
  summary: "The company's payments and which invoices they paid",
  request: { params: z.object({ companyId: CrmRecordId }), query: RefreshQuery },
  responses: answer(PaymentsView, 'The view, or why there is none'),
});

const order = createRoute({
  method: 'get',
  path: '/companies/{companyId}/orders/{orderId}',
  tags,
  summary: "One of the company's orders with lines and shipments",
  request: { params: z.object({ companyId: CrmRecordId, orderId: SalesOrderId }), query: RefreshQuery },
  responses: answer(OrderView, 'The view, or why there is none'),
});

const search = createRoute({
  method: 'get',
  path: '/companies/{companyId}/search',
  tags,
  summary: "The company's orders by an order, purchase order, invoice or delivery number",
  request: { params: z.object({ companyId: CrmRecordId }), query: RefreshQuery.extend({ number: SearchNumber }) },
  responses: answer(SearchView, 'What was found by each kind of number, or why nothing can be'),
});

const stock = createRoute({
  method: 'get',
  path: '/stock',
  tags,
  summary: 'Stock of items by warehouse',
  request: {
    query: RefreshQuery.extend({ item: oneOrMore(ItemId, ITEMS_MAX) }),
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

const callerOf = (c: Context<AppEnv>) => ({ ...c.var.caller, refresh: c.req.query('refresh') === 'true' });

/** What the cards read. */
export const cardRoutes = new OpenAPIHono<AppEnv>({ defaultHook: invalidRequest })
  .openapi(company, (c) => viewAnswer(c, (tenant) => tenant.companyView(callerOf(c), c.req.valid('param').companyId)))
  .openapi(payments, (c) => viewAnswer(c, (tenant) => tenant.paymentsView(callerOf(c), c.req.valid('param').companyId)))
  .openapi(order, (c) => {
    const { companyId, orderId } = c.req.valid('param');
    return viewAnswer(c, (tenant) => tenant.orderView(callerOf(c), companyId, orderId));
  })
  .openapi(search, (c) => {
    const { number } = c.req.valid('query');
    return viewAnswer(c, (tenant) => tenant.searchView(callerOf(c), c.req.valid('param').companyId, number));
  })
  .openapi(stock, (c) => viewAnswer(c, (tenant) => tenant.stockView(callerOf(c), c.req.valid('query').item)))
  .openapi(deal, (c) => viewAnswer(c, (tenant) => tenant.dealView(callerOf(c), c.req.valid('param').dealId)));
