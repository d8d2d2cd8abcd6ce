import { createMiddleware } from 'hono/factory';
import { failure } from '#contracts/errors';
import type { AppEnv } from '../app-env.ts';
import { isTimely, signedTexts, WINDOW_MS } from '../core/hubspot-signature.ts';
import { settingsOf } from '../env.ts';
import { failureResponse } from './failure-response.ts';

/** Lets through only what HubSpot signed with our secret, recently, for one of our public addresses. */
export const hubspotSignature = createMiddleware<AppEnv>(async (c, next) => {
  const signature = c.req.header('x-hubspot-signature-v3');
  const timestamp = c.req.header('x-hubspot-request-timestamp');
  if (signature === undefined || timestamp === undefined) return failureResponse(c, failure('signature.missing'));
  if (!isTimely(timestamp, Date.now())) return failureResponse(c, failure('signature.stale'));
  const { hubspot, publicBaseUrls } = settingsOf(c.env);
  const { pathname, search } = new URL(c.req.url);
  const request = {
    method: c.req.method,
    pathAndQuery: pathname + search,
    body: c.req.method === 'GET' ? '' : await c.req.text(),
    timestamp,
  };
  const key = await hmacKey(hubspot.clientSecret);
  const given = bytesOf(signature);
  for (const text of signedTexts(request, publicBaseUrls)) {
    // Compared by the platform in constant time.
    if (!(await crypto.subtle.verify('HMAC', key, given, new TextEncoder().encode(text)))) continue;
    c.set('signed', { id: btoa(String.fromCharCode(...given)), until: Number(timestamp) + WINDOW_MS });
    return next();
  }
  return failureResponse(c, failure('signature.invalid'));
});

/** The key of the secret in use; imported once for an isolate. */
let imported: { secret: string; key: Promise<CryptoKey> } | null = null;

function hmacKey(secret: string): Promise<CryptoKey> {
  if (imported?.secret !== secret) {
    const bytes = new TextEncoder().encode(secret);
    const key = crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
    imported = { secret, key };
  }
  return imported.key;
}

/** Bytes of a base64 text; none for what is not base64, which no signature equals. */
function bytesOf(base64: string): Uint8Array {
  if (!/^[A-Za-z0-9+/]{43}=$/.test(base64)) return new Uint8Array();
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}
