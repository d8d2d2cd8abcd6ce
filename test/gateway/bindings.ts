import { HUBSPOT_ACCOUNT } from '../sandbox/hubspot/account.ts';

/** The address under which these tests reach the gateway; requests are signed over it. */
export const GATEWAY_URL = 'https://gateway.example';
export const OPERATOR_PASSPHRASE = 'open-the-gate-in-tests';

/** The Worker's text bindings in these tests. Nothing here opens anything real. */
export const bindings = (hubspotUrl: string) => ({
  PUBLIC_BASE_URLS: GATEWAY_URL,
  HUBSPOT_CLIENT_ID: HUBSPOT_ACCOUNT.clientId,
  HUBSPOT_CLIENT_SECRET: HUBSPOT_ACCOUNT.clientSecret,
  HUBSPOT_API_URL: hubspotUrl,
  SEAL_KEY: 'c2l4dGVlbi1ieXRlcy1vbmNlLWFuZC1hZ2Fpbi0tMTI=',
  ENVIRONMENT: 'sandbox',
  OPERATOR_PASSPHRASE,
});
