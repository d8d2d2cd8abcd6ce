import { timingSafeEqual } from 'node:crypto';
import { createMiddleware } from 'hono/factory';
import { failure } from '#contracts/errors';
import type { AppEnv } from '../app-env.ts';
import { hashedTexts } from '../core/hubspot-signature-v2.ts';
import { settingsOf } from '../env.ts';
import { failureResponse } from './failure-response.ts';

/** For workflow actions only, which HubSpot signs in this older way and no other. */
export const hubspotSignatureV2 = createMiddleware<AppEnv>(async (c, next) => {
  const signature = c.req.header('x-hubspot-signature');
  if (signature === undefined) return failureResponse(c, failure('signature.missing'));
  const version = c.req.header('x-hubspot-signature-version');
  const given = bytesOf(signature);
  // Version 1 leaves out method and address: what was signed for one route would open another.
  if ((version !== undefined && version !== 'v2') || given === null) {
    return failureResponse(c, failure('signature.invalid'));
  }
  const { hubspot, publicBaseUrls } = settingsOf(c.env);
  const { pathname, search } = new URL(c.req.url);
  const request = { method: c.req.method, pathAndQuery: pathname + search, body: await c.req.text() };
  for (const text of hashedTexts(hubspot.clientSecret, request, publicBaseUrls)) {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    if (timingSafeEqual(given, new Uint8Array(digest))) return next();
  }
  return failureResponse(c, failure('signature.invalid'));
});

/** 32 bytes of a hex text; null for anything else. */
const bytesOf = (hex: string): Uint8Array | null =>
  /^[0-9a-f]{64}$/i.test(hex) ? Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)) : null;
