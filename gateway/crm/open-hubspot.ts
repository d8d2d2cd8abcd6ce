import type { DealFields } from '#contracts/policy';
import { type Env, settingsOf } from '../env.ts';
import type { CrmPause } from './crm-pause.ts';
import { Hubspot } from './hubspot.ts';
import { HubspotApi } from './hubspot-api.ts';
import { HubspotToken } from './hubspot-token.ts';
import type { Crm } from './port.ts';
import { unseal } from './seal.ts';

/** A tenant's HubSpot account. Its refresh token is opened only when it is used. */
export function openHubspot(
  env: Env,
  sealedRefreshToken: string,
  pause: CrmPause,
  fields: () => DealFields,
  now: () => number,
): Crm {
  const { hubspot, sealKey } = settingsOf(env);
  const refreshToken = () => unseal(sealKey, sealedRefreshToken);
  const token = new HubspotToken({ ...hubspot, refreshToken }, pause, now);
  return new Hubspot(new HubspotApi(hubspot.apiUrl, token, pause, now), fields);
}
