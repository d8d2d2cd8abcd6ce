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

export const dealProperties = async (dealId: string): Promise<Properties> =>
  ((await control(`deals/${dealId}`)) as { properties: Properties }).properties;

export const changeRecord = (type: string, id: string, properties: Properties): Promise<unknown> =>
  control(`objects/${type}/${id}`, 'PATCH', { properties });

/** The next requests to the API fail like this. */
export const failNext = (...faults: { status: number; times?: number }[]): Promise<unknown> =>
  control('next', 'POST', faults);

export const expireTokens = (): Promise<unknown> => control('expire-tokens', 'POST');

/** How many requests the API answered whose path ends like this. */
export async function requestsTo(end: string): Promise<number> {
  const { requests } = (await control('requests')) as { requests: { path: string }[] };
  return requests.filter(({ path }) => path.endsWith(end)).length;
}
