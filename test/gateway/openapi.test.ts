import { SELF } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { app } from '../../gateway/app.ts';
import { GATEWAY_URL } from './bindings.ts';

interface Operation {
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
  requestBody?: object;
}

const document = async () => {
  const response = await SELF.fetch(`${GATEWAY_URL}/v1/openapi.json`);
  expect(response.status).toBe(200);
  return response.json<{ openapi: string; paths: Record<string, Record<string, Operation>> }>();
};

it('the document lists every route that answers JSON', async () => {
  const { openapi, paths } = await document();
  expect(openapi).toBe('3.1.0');
  const listed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method} ${path}`),
  );
  expect(listed.sort()).toEqual([
    'delete /v1/operations/tenants/{tenantId}/customers/{customerId}/copies',
    'get /v1/card/bulk-pushes',
    'get /v1/card/bulk-pushes/{bulkId}',
    'get /v1/card/companies/{companyId}',
    'get /v1/card/companies/{companyId}/candidates',
    'get /v1/card/companies/{companyId}/orders/{orderId}',
    'get /v1/card/companies/{companyId}/payments',
    'get /v1/card/companies/{companyId}/search',
    'get /v1/card/deals/{dealId}',
    'get /v1/card/deals/{dealId}/preview',
    'get /v1/card/pushes/{pushId}',
    'get /v1/card/stock',
    'get /v1/operations/tenants/{tenantId}/agents',
    'get /v1/operations/tenants/{tenantId}/dead-letters',
    'post /v1/card/bulk-pushes',
    'post /v1/card/deals/{dealId}/pushes',
    'post /v1/card/pushes/{pushId}/resolution',
    'post /v1/enrolments',
    'post /v1/operations/tenants',
    'post /v1/operations/tenants/{tenantId}/agents/{agentId}/revocation',
    'post /v1/operations/tenants/{tenantId}/dead-letters/{pushId}/resolution',
    'post /v1/operations/tenants/{tenantId}/enrolment-codes',
    'post /v1/operations/tenants/{tenantId}/set-back/cleared',
    'put /v1/card/companies/{companyId}/customer',
    'put /v1/operations/tenants/{tenantId}/policy',
  ]);
});

it('no route is left out of the document but the socket, what HubSpot calls in a form of its own, the document itself and the sign of life', async () => {
  const { paths } = await document();
  const routes = app.routes.filter(({ method }) => method !== 'ALL').map(({ method, path }) => ({ method, path }));
  const silent = routes.filter(
    ({ method, path }) => paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()] === undefined,
  );
  expect([...new Set(silent.map(({ path }) => path))].sort()).toEqual([
    '/health',
    '/v1/agent/socket',
    '/v1/hubspot/events',
    '/v1/hubspot/workflow-actions/send-deal',
    '/v1/openapi.json',
  ]);
});

it('every answer and every body has a schema', async () => {
  const { paths } = await document();
  for (const methods of Object.values(paths)) {
    for (const { responses } of Object.values(methods)) {
      for (const { content } of Object.values(responses)) {
        expect(Object.keys(content?.['application/json']?.schema ?? {})).not.toEqual([]);
      }
    }
  }
  expect(paths['/v1/card/deals/{dealId}/pushes']?.post?.requestBody).toBeDefined();
  const view = JSON.stringify(paths['/v1/card/companies/{companyId}']);
  for (const word of ['erpTitle', 'creditLimit', 'stale', 'correlationId']) expect(view).toContain(word);
});
