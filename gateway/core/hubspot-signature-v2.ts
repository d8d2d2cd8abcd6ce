import { decodeUri } from './hubspot-signature.ts';

/**
 * Every text that HubSpot may have hashed for this request (version 2): secret + method + URI + body, SHA-256, hex
 * (developers.hubspot.com, "Validating requests"). There is no time in it: what is sent again must be harmless by its
 * own key.
 */
export function hashedTexts(
  secret: string,
  { method, pathAndQuery, body }: { method: string; pathAndQuery: string; body: string },
  baseUrls: readonly string[],
): string[] {
  const uris = baseUrls.flatMap((base) => [decodeUri(base + pathAndQuery), base + pathAndQuery]);
  return [...new Set(uris)].map((uri) => secret + method + uri + body);
}
