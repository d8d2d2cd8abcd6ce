import { afterEach, beforeEach, expect, it } from 'vitest';
import { serve } from '../../../extension/preview/http-server.ts';
import { HUBSPOT_ACCOUNT } from './account.ts';
import { type HubspotStandIn, startHubspot } from './server.ts';

let hubspot: HubspotStandIn;
beforeEach(async () => {
  hubspot = await startHubspot();
});
afterEach(() => hubspot.close());

async function accessToken(): Promise<string> {
  const { clientId, clientSecret, refreshToken } = HUBSPOT_ACCOUNT;
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
  });
  const answer = await fetch(`${hubspot.url}/oauth/2026-03/token`, { method: 'POST', body });
  return ((await answer.json()) as { access_token: string }).access_token;
}

async function patch(path: string, properties: Record<string, string>) {
  const answer = await fetch(`${hubspot.url}${path}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${await accessToken()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ properties }),
  });
  return { status: answer.status, body: (await answer.json()) as { errors: unknown } };
}

it('a property that nobody made is refused by name, and the others with it', async () => {
  const deal = '/crm/objects/2026-09/deals/88412070';
  await fetch(`${hubspot.url}/control/properties`, {
    method: 'PUT',
    body: JSON.stringify({ missing: ['erp_status'] }),
  });
  const refused = await patch(deal, { erp_status: 'Ordered', erp_problem: 'x' });
  expect(refused.status).toBe(400);
  expect(refused.body.errors).toMatchObject([
    { code: 'PROPERTY_DOESNT_EXIST', context: { propertyName: ['erp_status'] } },
  ]);
  expect(hubspot.records.find('deals', '88412070')?.properties.erp_problem).toBeUndefined();
  await fetch(`${hubspot.url}/control/properties`, { method: 'PUT', body: JSON.stringify({ missing: [] }) });
  expect((await patch(deal, { erp_status: 'Ordered' })).status).toBe(200);
});

it('a callback is completed once, with a state, and only where an action was blocked', async () => {
  const path = '/automation/actions/callbacks/2026-03/ap-1/complete';
  const complete = async (outputFields: object) =>
    (
      await fetch(`${hubspot.url}${path}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${await accessToken()}`, 'content-type': 'application/json' },
        body: JSON.stringify({ outputFields }),
      })
    ).status;
  expect(await complete({ hs_execution_state: 'SUCCESS' })).toBe(404);
  await fetch(`${hubspot.url}/control/callbacks`, { method: 'POST', body: JSON.stringify({ callbackId: 'ap-1' }) });
  expect(await complete({ erp_status: 'ordered' })).toBe(400);
  expect(await complete({ hs_execution_state: 'SUCCESS', erp_status: 'ordered' })).toBe(204);
  expect(await complete({ hs_execution_state: 'SUCCESS' })).toBe(404);
  const known = await fetch(`${hubspot.url}/control/callbacks/ap-1`);
  expect(await known.json()).toMatchObject({ outputs: { erp_status: 'ordered' } });
});

it('a stage that changed is delivered as often and as mixed up as told, signed, and then no more', async () => {
  const heard: { events: { attemptNumber: number; propertyValue: string }[]; signature: string | null }[] = [];
  const target = await serve(async (request) => {
    const signature = request.headers.get('x-hubspot-signature-v3');
    heard.push({ events: (await request.json()) as never, signature });
    return new Response();
  }, 0);
  for (const dealstage of ['contractsent', 'contractsent', 'closedwon']) {
    await patch('/crm/objects/2026-09/deals/88412070', { dealstage });
  }
  const deliver = async () => {
    const body = JSON.stringify({ targetUrl: `${target.url}/v1/hubspot/events`, times: 60, shuffled: true });
    return (await fetch(`${hubspot.url}/control/webhooks/deliver`, { method: 'POST', body })).json();
  };
  expect(await deliver()).toEqual({ statuses: [200, 200] });
  expect(heard.map(({ events }) => events.length)).toEqual([100, 20]);
  const attempts = heard.flatMap(({ events }) => events.map(({ attemptNumber }) => attemptNumber));
  expect(attempts).not.toEqual(attempts.toSorted((a, b) => a - b));
  expect(heard[0]?.signature).toMatch(/^[A-Za-z0-9+/]{43}=$/);
  expect(await deliver()).toEqual({ statuses: [] });
  await target.close();
});
