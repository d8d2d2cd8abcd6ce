import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { failure } from '#contracts/errors';
import { CONTRACT_VERSION } from '#contracts/version';
import type { AppEnv } from './app-env.ts';
import { correlationId } from './middleware/correlation-id.ts';
import { anyFailure, failureResponse } from './middleware/failure-response.ts';
import { hubspotSignature } from './middleware/hubspot-signature.ts';
import { operatorSession } from './middleware/operator-session.ts';
import { tenantOfPortal } from './middleware/tenant-of-portal.ts';
import { agentSocketRoutes } from './routes/agent-socket.ts';
import { cardRoutes } from './routes/card.ts';
import { enrolmentRoutes } from './routes/enrolment.ts';
import { operationsRoutes } from './routes/operations.ts';
import { pushRoutes } from './routes/pushes.ts';

/** 64 KiB: no request of ours needs more; HubSpot itself allows 1 MB. */
const BODY_BYTES_MAX = 64 * 1024;

export const app = new OpenAPIHono<AppEnv>();

app.use(correlationId);
// A GET has no body that anybody reads.
app.on(
  ['POST', 'PUT', 'PATCH', 'DELETE'],
  '*',
  bodyLimit({ maxSize: BODY_BYTES_MAX, onError: (c) => failureResponse(c, failure('request.too-large'), 413) }),
);
app.use('/v1/card/*', hubspotSignature, tenantOfPortal);
app.use('/v1/operations/*', operatorSession);

app.route('/v1/card', cardRoutes);
app.route('/v1/card', pushRoutes);
app.route('/v1/operations', operationsRoutes);
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
app.onError((error, c) => {
  const detail = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
  // A body that is no JSON, or not sent as such, is thrown before any schema sees it.
  const isInvalid = error instanceof HTTPException && error.status < 500;
  return anyFailure(c, failure(isInvalid ? 'request.invalid' : 'defect.impossible-state', { detail }));
});
