import { createHmac } from 'node:crypto';

/**
 * The escapes that HubSpot undoes before it signs a URL; all others stay as they are
 * ("Validating requests", signature v3).
 */
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

export const decodeForSigning = (uri: string): string =>
  uri.replace(/%[0-9a-f]{2}/gi, (code) => DECODED[code.toUpperCase()] ?? code);

export interface SignedParts {
  method: string;
  /** The whole public https URL with its query. */
  uri: string;
  /** The raw body; empty for a GET. */
  body: string;
  timestampMs: number;
}

/** HubSpot's `X-HubSpot-Signature-v3`: base64 HMAC-SHA256 over method, decoded URL, body and timestamp. */
export function signV3(clientSecret: string, parts: SignedParts): string {
  const source = `${parts.method}${decodeForSigning(parts.uri)}${parts.body}${parts.timestampMs}`;
  return createHmac('sha256', clientSecret).update(source).digest('base64');
}
