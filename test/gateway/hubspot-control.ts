import { env } from 'cloudflare:test';
import { expect } from 'vitest';

/** What the stand-in HubSpot offers to tests beside its API. */
const control = async (path: string, method = 'GET', body?: unknown): Promise<unknown> => {
  const response = await fetch(`${env.HUBSPOT_API_URL}/control/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(response.status).toBe(200);
  return response.json();
};

type Properties = Record<string, string | null>;

export const recordProperties = async (type: string, id: string): Promise<Properties> =>
  ((await control(`${type}/${id}`)) as { properties: Properties }).properties;

export const dealProperties = (dealId: string): Promise<Properties> => recordProperties('deals', dealId);

export const changeRecord = (type: string, id: string, properties: Properties): Promise<unknown> =>
  control(`objects/${type}/${id}`, 'PATCH', { properties });

/** Read no more, though its deal still names it. */
export const archiveRecord = (type: string, id: string): Promise<unknown> => control(`objects/${type}/${id}`, 'DELETE');

/** The next requests to the API fail like this. */
export const failNext = (...faults: { status: number; times?: number; retryAfterS?: number }[]): Promise<unknown> =>
  control('next', 'POST', faults);

export const expireTokens = (): Promise<unknown> => control('expire-tokens', 'POST');

/** How many requests the API answered whose path ends like this. */
export async function requestsTo(end: string): Promise<number> {
  const { requests } = (await control('requests')) as { requests: { path: string }[] };
  return requests.filter(({ path }) => path.endsWith(end)).length;
}

/** Properties that nobody has made in this account; all others are there again. */
export const missProperties = (...missing: string[]): Promise<unknown> => control('properties', 'PUT', { missing });

/** An action of a workflow was answered with BLOCK. */
export const block = (callbackId: string): Promise<unknown> => control('callbacks', 'POST', { callbackId });

/** How that action was completed; null: it still waits. */
export const outputsOf = async (callbackId: string): Promise<Record<string, unknown> | null> =>
  ((await control(`callbacks/${callbackId}`)) as { outputs: Record<string, unknown> | null }).outputs;

/** Events of stages that changed, as bodies of requests, as badly as told. */
export const takeEvents = async (times: number, shuffled: boolean): Promise<{ portalId: number }[][]> =>
  ((await control('webhooks/take', 'POST', { times, shuffled })) as { requests: { portalId: number }[][] }).requests;
