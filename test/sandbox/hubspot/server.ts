import { Hono, type MiddlewareHandler } from 'hono';
import { type LocalServer, serve } from '../../../extension/preview/http-server.ts';
import { associationsApi } from './associations-api.ts';
import { automationControl } from './automation-control.ts';
import { controlApi, type LoggedRequest, type OrderedFault } from './control-api.ts';
import { errorAnswer, noSuchPath, orderedFault, tooMany } from './errors.ts';
import { objectsApi } from './objects-api.ts';
import { RateLimit } from './rate-limit.ts';
import { CrmRecords } from './records.ts';
import { AccessTokens } from './tokens.ts';
import { Webhooks } from './webhooks.ts';
import { WorkflowCallbacks, workflowCallbacksApi } from './workflow-callbacks.ts';

/** Date versions of the API that are answered. Older numeric ones are not: they are on their way out. */
const VERSIONS = ['2026-03', '2026-09'];
/** The log is for tests and never needs more. */
const LOG_MAX = 5000;

export interface HubspotStandIn extends LocalServer {
  records: CrmRecords;
  webhooks: Webhooks;
  requests: readonly LoggedRequest[];
  /** Faults for the next requests to the API, in this order. */
  faults: OrderedFault[];
  expireTokens(): void;
}

export interface HubspotOptions {
  /** 0, the default, lets the system choose. */
  port?: number;
  now?: () => number;
  /** So many requests in ten seconds, instead of HubSpot's own limit. */
  requestsMax?: number;
}

/**
 * A stand-in for HubSpot's REST API: one account, its records in memory, as strict as the documentation.
 * What a real account would refuse (an unknown property, an expired token, the 111th request in ten seconds)
 * is refused here too.
 */
export async function startHubspot(options: HubspotOptions = {}): Promise<HubspotStandIn> {
  const now = options.now ?? Date.now;
  const records = new CrmRecords();
  const tokens = new AccessTokens();
  const rate = new RateLimit(options.requestsMax);
  const webhooks = new Webhooks(records);
  const callbacks = new WorkflowCallbacks();
  const requests: LoggedRequest[] = [];
  const faults: OrderedFault[] = [];

  const app = new Hono();
  app.notFound(() => errorAnswer(noSuchPath()));
  app.use('*', async (context, next) => {
    await next();
    const { pathname } = new URL(context.req.url);
    if (pathname.startsWith('/control/')) return;
    requests.push({ method: context.req.method, path: pathname, status: context.res.status });
    if (requests.length > LOG_MAX) requests.shift();
  });
  app.route('/control', automationControl({ records, webhooks, callbacks }));
  app.route('/control', controlApi({ records, tokens, faults, requests, now }));

  const exchange = (request: Request): Response | Promise<Response> => {
    const fault = takeFault(faults);
    return fault ?? tokens.exchange(request, now());
  };
  app.post('/oauth/v3/token', (context) => exchange(context.req.raw));
  for (const version of VERSIONS) app.post(`/oauth/${version}/token`, (context) => exchange(context.req.raw));

  const api: MiddlewareHandler = async (context, next) => {
    const fault = takeFault(faults);
    if (fault !== null) return fault;
    const problem = tokens.problemOf(context.req.raw, now());
    if (problem !== null) return errorAnswer(problem);
    if (!rate.admit(now())) return errorAnswer(tooMany('TEN_SECONDLY_ROLLING', rate.headers()));
    await next();
    for (const [name, value] of Object.entries(rate.headers())) context.res.headers.set(name, value);
    return undefined;
  };
  app.use('/crm/*', api);
  app.use('/automation/*', api);
  app.route('/automation/actions/callbacks/2026-03', workflowCallbacksApi(callbacks));
  for (const version of VERSIONS) {
    app.route(`/crm/objects/${version}`, objectsApi(records, now));
    app.route(`/crm/associations/${version}`, associationsApi(records, now));
  }

  const server = await serve((request) => app.fetch(request), options.port ?? 0);
  return { ...server, records, webhooks, requests, faults, expireTokens: () => tokens.expireAll(now()) };
}

function takeFault(faults: OrderedFault[]): Response | null {
  const fault = faults[0];
  if (fault === undefined) return null;
  fault.times -= 1;
  if (fault.times < 1) faults.shift();
  return errorAnswer(orderedFault(fault.status, fault.retryAfterS));
}
