import { type Env, settingsOf } from '../env.ts';
import { Hubspot } from './hubspot.ts';
import { HubspotToken } from './hubspot-token.ts';
import type { Crm } from './port.ts';
import { unseal } from './seal.ts';

/** A tenant's HubSpot account. Its refresh token is opened only when it is used. */
export function openHubspot(env: Env, sealedRefreshToken: string, now: () => number): Crm {
  const { hubspot, sealKey } = settingsOf(env);
  const refreshToken = () => unseal(sealKey, sealedRefreshToken);
  return new Hubspot(hubspot.apiUrl, new HubspotToken({ ...hubspot, refreshToken }, now));
}
