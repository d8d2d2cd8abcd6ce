import { z } from 'zod';
import { signV3 } from './signature.ts';

/**
 * HubSpot's proxy between a card and its gateway, as the page "Fetching data" and HubSpot's development server
 * describe it: only permitted origins, who is asking appended to the query, signed, repeated once.
 */

/** Each way. */
const BYTES_MAX = 1_000_000;
const TIMEOUT_MAX_MS = 15_000;
/** Per app and account. */
const CONCURRENT_MAX = 20;

export const ProxyRequest = z.strictObject({
  url: z.string().max(8000),
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']).default('GET'),
  body: z.record(z.string(), z.unknown()).optional(),
  timeout: z.number().positive().optional(),
  headers: z.record(z.string(), z.string()).default({}),
});
export type ProxyRequest = z.infer<typeof ProxyRequest>;

export interface ProxyConfig {
  /** The base URL that cards call and that is signed: the only permitted one. */
  publicUrl: string;
  /** Where requests are really sent. */
  gatewayUrl: string;
  clientSecret: string;
  portalId: number;
  appId: number;
  user: { id: number; email: string };
  now: () => number;
}

/** What the browser gets: HubSpot's envelope around the gateway's answer, or around what went wrong. */
export interface ProxyAnswer {
  http: number;
  envelope: Record<string, unknown>;
}

export type CardProxy = (input: unknown) => Promise<ProxyAnswer>;

export function createProxy(config: ProxyConfig): CardProxy {
  let running = 0;
  return async (input) => {
    const parsed = ProxyRequest.safeParse(input);
    if (!parsed.success) return refuse(config, null, 400, 'VALIDATION_ERROR', 'Invalid JSON Request Body');
    if (running >= CONCURRENT_MAX) {
      return refuse(config, parsed.data, 429, 'RATE_LIMITS', 'Too many concurrent requests for this app');
    }
    running += 1;
    try {
      return await forward(config, parsed.data);
    } finally {
      running -= 1;
    }
  };
}

async function forward(config: ProxyConfig, request: ProxyRequest): Promise<ProxyAnswer> {
  if (Object.keys(request.headers).some((name) => name.toLowerCase() !== 'authorization')) {
    const message = "Invalid Request Headers provided. Only 'Authorization' header is allowed from hubspot.fetch()";
    return refuse(config, request, 400, 'VALIDATION_ERROR', message);
  }
  const target = URL.canParse(request.url) ? new URL(request.url) : null;
  if (target === null) return refuse(config, request, 400, 'VALIDATION_ERROR', 'URL is malformed');
  if (target.origin !== new URL(config.publicUrl).origin) {
    return refuse(config, request, 400, 'VALIDATION_ERROR', `${target.origin} is not one of the app's permitted URLs`);
  }
  const body = request.method === 'GET' || request.body === undefined ? '' : JSON.stringify(request.body);
  if (Buffer.byteLength(body) > BYTES_MAX) return refuse(config, request, 413, 'VALIDATION_ERROR', 'Request too large');

  const pathAndQuery = target.pathname + withIdentity(target.search, config);
  const timestampMs = config.now();
  const uri = target.origin + pathAndQuery;
  const init: RequestInit = {
    method: request.method,
    redirect: 'manual',
    headers: {
      ...request.headers,
      ...(body === '' ? {} : { 'content-type': 'application/json' }),
      'x-hubspot-signature-v3': signV3(config.clientSecret, { method: request.method, uri, body, timestampMs }),
      'x-hubspot-request-timestamp': String(timestampMs),
    },
    ...(body === '' ? {} : { body }),
    signal: AbortSignal.timeout(Math.min(request.timeout ?? TIMEOUT_MAX_MS, TIMEOUT_MAX_MS)),
  };
  return toEnvelope(config, request, await sendTwice(new URL(config.gatewayUrl).origin + pathAndQuery, init));
}

/** HubSpot appends who is asking, and signs it with the rest. */
function withIdentity(search: string, config: ProxyConfig): string {
  const identity = [
    `userId=${config.user.id}`,
    `portalId=${config.portalId}`,
    `userEmail=${encodeURIComponent(config.user.email)}`,
    `appId=${config.appId}`,
  ].join('&');
  return search.length > 1 ? `${search}&${identity}` : `?${identity}`;
}

type Outcome = { kind: 'answer'; status: number; text: string } | { kind: 'timed-out' } | { kind: 'unreachable' };

/** Sends the same signed request again, once, after a connection error or a 5xx, inside the same window. */
async function sendTwice(url: string, init: RequestInit): Promise<Outcome> {
  const first = await send(url, init);
  const again = first.kind === 'unreachable' || (first.kind === 'answer' && first.status >= 500);
  return again && !init.signal?.aborted ? send(url, init) : first;
}

async function send(url: string, init: RequestInit): Promise<Outcome> {
  try {
    const response = await fetch(url, init);
    return { kind: 'answer', status: response.status, text: await response.text() };
  } catch {
    return init.signal?.aborted ? { kind: 'timed-out' } : { kind: 'unreachable' };
  }
}

function toEnvelope(config: ProxyConfig, request: ProxyRequest, outcome: Outcome): ProxyAnswer {
  if (outcome.kind === 'timed-out') {
    return refuse(config, request, 504, 'GATEWAY_TIMEOUT', 'Gateway took too long to respond');
  }
  if (outcome.kind === 'unreachable') return refuse(config, request, 500, 'INTERNAL_SERVER_ERROR', 'Network error');
  if (Buffer.byteLength(outcome.text) > BYTES_MAX) {
    return refuse(config, request, 502, 'BAD_GATEWAY', 'Response too large');
  }
  const context = { ...contextOf(config, request), appServerStatusCode: [String(outcome.status)] };
  const responseBody = parseJson(outcome.text);
  if (outcome.status >= 300) {
    const errors = [{ message: `Unacceptable HTTP status ${outcome.status} calling ${request.url}` }];
    const message = 'Error returned from Request Uri';
    // 200, because HubSpot's own development server answers a refused request so.
    return {
      http: 200,
      envelope: { status: 'error', category: 'BAD_GATEWAY', message, context, responseBody, errors },
    };
  }
  if (outcome.text !== '' && responseBody === undefined) {
    return refuse(config, request, 400, 'VALIDATION_ERROR', 'Invalid JSON Response Body');
  }
  return { http: outcome.status, envelope: { status: 'success', responseBody, context } };
}

function refuse(
  config: ProxyConfig,
  request: ProxyRequest | null,
  http: number,
  category: string,
  message: string,
): ProxyAnswer {
  return { http, envelope: { status: 'error', category, message, context: contextOf(config, request) } };
}

const contextOf = (config: ProxyConfig, request: ProxyRequest | null) => ({
  correlationId: [crypto.randomUUID()],
  portalId: [String(config.portalId)],
  ...(request === null ? {} : { httpMethod: [request.method], requestUri: [request.url] }),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
