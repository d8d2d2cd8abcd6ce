/**
 * What HubSpot signs (version 3): method + URI + body + timestamp, HMAC-SHA256 with the app's secret, base64
 * (developers.hubspot.com, "Validating requests").
 */

/** 5 minutes, as HubSpot says; requests from the future are refused by the same measure. */
export const WINDOW_MS = 300_000;

/** The characters that HubSpot decodes in the URI before it signs; every other escape stays. */
const DECODED: Record<string, string> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};

export const decodeUri = (uri: string): string =>
  uri.replace(/%(?:3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, (escaped) => DECODED[escaped.toUpperCase()] ?? escaped);

export interface SignedRequest {
  method: string;
  /** Path and query as received, undecoded. */
  pathAndQuery: string;
  body: string;
  timestamp: string;
}

/** Every text that HubSpot may have signed for this request: over each public address, with the URI decoded or not. */
export function signedTexts(
  { method, pathAndQuery, body, timestamp }: SignedRequest,
  baseUrls: readonly string[],
): string[] {
  const uris = baseUrls.flatMap((base) => [decodeUri(base + pathAndQuery), base + pathAndQuery]);
  return [...new Set(uris)].map((uri) => method + uri + body + timestamp);
}

/** Whether the timestamp (epoch ms as text) is within the window. */
export function isTimely(timestamp: string, now: number): boolean {
  return /^\d{1,15}$/.test(timestamp) && Math.abs(now - Number(timestamp)) <= WINDOW_MS;
}
