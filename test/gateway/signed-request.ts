import { SELF } from 'cloudflare:test';
import { HUBSPOT_ACCOUNT } from '../sandbox/hubspot/account.ts';
import { GATEWAY_URL } from './bindings.ts';

export interface CardRequest {
  portalId: string;
  method?: string;
  /** Sent as it is; JSON is the caller's business. */
  body?: string;
  /** Instead of the query that HubSpot appends. */
  query?: string;
  timestamp?: number;
  /** Signed with this instead of the app's secret. */
  secret?: string;
  /** Headers to leave out or to replace after signing. */
  headers?: Record<string, string | null>;
  /** What somebody on the way makes of the address that was signed. */
  tamper?: (url: string) => string;
  /** What somebody on the way makes of the body that was signed. */
  sentBody?: string;
  /** What somebody on the way makes of the signature. */
  sentSignature?: (signature: string) => string;
}

/** Written by hand, apart from the product's own: what a mail address and a few values hold. */
const decoded = (text: string): string => text.replaceAll('%40', '@').replaceAll('%3A', ':').replaceAll('%2F', '/');

/** What HubSpot appends to the query of every request of a card. */
export const hubspotQuery = (portalId: string): string => {
  const { userId, userEmail, appId } = HUBSPOT_ACCOUNT;
  return `userId=${userId}&portalId=${portalId}&userEmail=${encodeURIComponent(userEmail)}&appId=${appId}`;
};

const signedAt = new Set<number>();

/** The present moment, and never one twice: also where a test has stopped the clock, two requests are two. */
function freshTimestamp(): number {
  let at = Date.now();
  while (signedAt.has(at)) at -= 1;
  signedAt.add(at);
  return at;
}

/** The gateway's answer to a request as HubSpot's proxy sends it. */
export const askAsHubspot = async (path: string, request: CardRequest): Promise<Response> =>
  SELF.fetch(await signedRequest(path, request));

/** A request as HubSpot's proxy sends it: query appended, signed over the public address with the URI decoded. */
export async function signedRequest(path: string, request: CardRequest): Promise<Request> {
  const { portalId, method = 'GET', body = '', secret = HUBSPOT_ACCOUNT.clientSecret } = request;
  const timestamp = String(request.timestamp ?? freshTimestamp());
  const url = `${GATEWAY_URL}${path}${path.includes('?') ? '&' : '?'}${request.query ?? hubspotQuery(portalId)}`;
  const signature = await sign(secret, method + decoded(url) + body + timestamp);
  const headers = new Headers({
    'x-hubspot-signature-v3': request.sentSignature?.(signature) ?? signature,
    'x-hubspot-request-timestamp': timestamp,
    'content-type': 'application/json',
  });
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  const sent = request.sentBody ?? body;
  return new Request(request.tamper?.(url) ?? url, { method, headers, ...(sent === '' ? {} : { body: sent }) });
}

async function sign(secret: string, text: string): Promise<string> {
  const bytes = new TextEncoder();
  const key = await crypto.subtle.importKey('raw', bytes.encode(secret), { name: 'HMAC', hash: 'SHA-256' }, false, [
    'sign',
  ]);
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes.encode(text)))));
}
