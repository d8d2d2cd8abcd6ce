import { SANDBOX_ACCOUNT } from '../../../extension/preview/sandbox-account.ts';

/** Test constants of the stand-in HubSpot: what an app installed there would hold. None of them opens anything real. */
export const HUBSPOT_ACCOUNT = {
  portalId: SANDBOX_ACCOUNT.portalId,
  appId: SANDBOX_ACCOUNT.appId,
  clientId: SANDBOX_ACCOUNT.clientId,
  clientSecret: 'sandbox-client-secret-9c1f7ab2',
  refreshToken: SANDBOX_ACCOUNT.refreshToken,
  userId: SANDBOX_ACCOUNT.user.id,
  userEmail: SANDBOX_ACCOUNT.user.email,
} as const;
