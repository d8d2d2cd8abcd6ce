import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { failure } from '#contracts/errors';
import { CONTRACT_VERSION } from '#contracts/version';
import type { AppEnv } from './app-env.ts';
import { correlationId } from './middleware/correlation-id.ts';
import { anyFailure, failureResponse } from './middleware/failure-response.ts';
import { hubspotSignature } from './middleware/hubspot-signature.ts';
import { knownTenant } from './middleware/known-tenant.ts';
import { operatorSession } from './middleware/operator-session.ts';
import { tenantOfPortal } from './middleware/tenant-of-portal.ts';
import { isPassing, wordsOf } from './object-error.ts';
import { agentSocketRoutes } from './routes/agent-socket.ts';
import { agentRoutes } from './routes/agents.ts';
import { bulkPushRoutes } from './routes/bulk-pushes.ts';
import { cardRoutes } from './routes/card.ts';
import { deadLetterRoutes, resolutionRoutes } from './routes/dead-letters.ts';
import { enrolmentRoutes } from './routes/enrolment.ts';
import { hubspotEventRoutes } from './routes/hubspot-events.ts';
import { hubspotWorkflowRoutes } from './routes/hubspot-workflow.ts';
import { operationsRoutes } from './routes/operations.ts';
import { previewRoutes } from './routes/previews.ts';
import { pushRoutes } from './routes/pushes.ts';

/** 64 KiB: no request of ours needs more; HubSpot itself allows 1 MB. */
const BODY_BYTES_MAX = 64 * 1024;
/** 256 KiB: a hundred events with all that HubSpot says about each are below 100 KiB. */
const EVENTS_BYTES_MAX = 256 * 1024;
const bodyWithin = (maxSize: number) =>
  bodyLimit({ maxSize, onError: (c) => failureResponse(c, failure('request.too-large'), 413) });
const bodyWithinLimit = bodyWithin(BODY_BYTES_MAX);
const eventsWithinLimit = bodyWithin(EVENTS_BYTES_MAX);
const EVENTS_PATH = '/v1/hubspot/events';

export const app = new OpenAPIHono<AppEnv>();

app.use(correlationId);
// A GET has no body that anybody reads, and looking for one costs each card a twentieth of its time here.
app.use((c, next) => {
  if (c.req.method === 'GET') return next();
  return (c.req.path === EVENTS_PATH ? eventsWithinLimit : bodyWithinLimit)(c, next);
});
app.use('/v1/card/*', hubspotSignature, tenantOfPortal);
app.use('/v1/operations/*', operatorSession);
app.use('/v1/operations/tenants/:tenantId/*', knownTenant);

app.route('/v1/card', cardRoutes);
app.route('/v1/card', pushRoutes);
app.route('/v1/card', bulkPushRoutes);
app.route('/v1/card', resolutionRoutes);
app.route('/v1/hubspot/workflow-actions', hubspotWorkflowRoutes);
app.route(EVENTS_PATH, hubspotEventRoutes);
app.route('/v1/card', previewRoutes);
app.route('/v1/operations', operationsRoutes);
app.route('/v1/operations', deadLetterRoutes);
app.route('/v1/operations', agentRoutes);
app.route('/v1', enrolmentRoutes);
app.route('/v1', agentSocketRoutes);

app.get('/health', (c) => c.json({ ok: true }));
app.doc31('/v1/openapi.json', {
  openapi: '3.1.0',
  info: {
    title: 'Drawbridge gateway',
    version: CONTRACT_VERSION,
    description: 'Card routes answer 200 with `ok` in the body, because HubSpot repeats any request that got a 5xx.',
  },
});

app.notFound((c) => failureResponse(c, failure('route.not-found'), 404));
app.onError((error, c) => anyFailure(c, failure(codeOf(error, c.req.method), { detail: wordsOf(error) })));

function codeOf(error: Error, method: string) {
  // A body that is no JSON, or not sent as such, is thrown before any schema sees it.
  if (error instanceof HTTPException && error.status < 500) return 'request.invalid';
  // Of a write nobody knows how far it came: `unavailable` would say that nothing was done.
  return method === 'GET' && isPassing(error) ? 'gateway.unavailable' : 'defect.impossible-state';
}
