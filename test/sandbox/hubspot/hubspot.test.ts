import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HUBSPOT_ACCOUNT } from './account.ts';
import { REQUESTS_PER_WINDOW } from './rate-limit.ts';
import { type HubspotStandIn, startHubspot } from './server.ts';

let hubspot: HubspotStandIn;
let now = 0;

beforeEach(async () => {
  now = 1_800_000_000_000;
  hubspot = await startHubspot({ now: () => now });
});
afterEach(() => hubspot.close());

const tokenForm = (changes: Record<string, string> = {}) =>
  new URLSearchParams({
    grant_type: 'refresh_token',
    client_id: HUBSPOT_ACCOUNT.clientId,
    client_secret: HUBSPOT_ACCOUNT.clientSecret,
    refresh_token: HUBSPOT_ACCOUNT.refreshToken,
    ...changes,
  });

async function accessToken(): Promise<string> {
  const answer = await fetch(`${hubspot.url}/oauth/v3/token`, { method: 'POST', body: tokenForm() });
  expect(answer.status).toBe(200);
  return ((await answer.json()) as { access_token: string }).access_token;
}

/** The parts of HubSpot's answers that are looked at below; which are there depends on the request. */
interface Body {
  id: string;
  properties: Record<string, string | null>;
  associations: Record<string, { results: unknown[] } | undefined>;
  results: { properties: Record<string, string | null>; to: { toObjectId: string }[] }[];
  errors: { code: string }[];
  paging: { next: { after: string } } | undefined;
}

async function ask(path: string, init: RequestInit & { token?: string } = {}) {
  const token = init.token ?? (await accessToken());
  const answer = await fetch(`${hubspot.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
  });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as Body };
}

const patch = (path: string, properties: unknown) =>
  ask(path, { method: 'PATCH', body: JSON.stringify({ properties }) });

describe('tokens', () => {
  it('are given only for the right client and refresh token, in a form-encoded body', async () => {
    const post = (body: string | URLSearchParams) =>
      fetch(`${hubspot.url}/oauth/2026-03/token`, { method: 'POST', body });
    for (const wrong of [{ client_secret: 'x' }, { client_id: 'x' }, { refresh_token: 'x' }, { grant_type: 'x' }]) {
      expect((await post(tokenForm(wrong))).status).toBe(400);
    }
    expect((await post(JSON.stringify(Object.fromEntries(tokenForm())))).status).toBe(415);
    const answer = (await (await post(tokenForm())).json()) as Record<string, unknown>;
    expect(answer).toMatchObject({ expires_in: 1800, token_type: 'bearer', hub_id: 48400123 });
    expect(String(answer.access_token).length).toBeGreaterThan(300);
  });

  it('stop working after 30 minutes', async () => {
    const token = await accessToken();
    now += 30 * 60_000 - 1;
    expect((await ask('/crm/objects/2026-09/deals/88412070', { token })).status).toBe(200);
    now += 1;
    const late = await ask('/crm/objects/2026-09/deals/88412070', { token });
    expect(late).toMatchObject({ status: 401, body: { status: 'error', category: 'EXPIRED_AUTHENTICATION' } });
  });

  it('that nobody gave are refused', async () => {
    const answer = await ask('/crm/objects/2026-09/deals/88412070', { token: 'made-up' });
    expect(answer).toMatchObject({ status: 401, body: { category: 'INVALID_AUTHENTICATION' } });
  });
});

describe('records', () => {
  it('answer the properties and associations asked for, and leave unknown names out', async () => {
    const { body } = await ask(
      '/crm/objects/2026-09/deals/88412070?properties=dealname,hs_is_closed_won,nonsense&associations=companies,line_items',
    );
    expect(body.properties).toMatchObject({ dealname: 'Cooling circuit, hall 3', hs_is_closed_won: 'true' });
    expect(body.properties).not.toHaveProperty('nonsense');
    expect(body.associations.companies?.results).toEqual([
      { id: '7700010447', type: 'deal_to_company' },
      { id: '7700010447', type: 'deal_to_company_unlabeled' },
    ]);
    expect(body.associations['line items']?.results).toHaveLength(3);
  });

  it('of line items are read in a batch, and the missing ones are named with 207', async () => {
    const read = (ids: string[]) =>
      ask('/crm/objects/2026-09/line_items/batch/read', {
        method: 'POST',
        body: JSON.stringify({ properties: ['hs_sku', 'quantity', 'price'], inputs: ids.map((id) => ({ id })) }),
      });
    const whole = await read(['8841207001', '8841207002']);
    expect(whole.status).toBe(200);
    expect(whole.body.results[1]?.properties).toMatchObject({ hs_sku: 'SEAL-0009', quantity: '100', price: '9.50' });
    expect((await read(['8841207001', '1'])).status).toBe(207);
    expect((await read(Array.from({ length: 101 }, (_, index) => String(index)))).status).toBe(400);
  });

  it('carry the ERP key except where the story says not linked', async () => {
    const { body } = await ask('/crm/objects/2026-09/companies/7700010447?properties=erp_customer_id');
    expect(body.properties.erp_customer_id).toBe('10447');
    const unlinked = await ask('/crm/objects/2026-09/companies/7700010503?properties=erp_customer_id');
    expect(unlinked.body.properties.erp_customer_id).toBeNull();
  });

  it('that do not exist, unknown types and numeric versions answer 404', async () => {
    expect(await ask('/crm/objects/2026-09/deals/1')).toMatchObject({
      status: 404,
      body: { category: 'OBJECT_NOT_FOUND' },
    });
    expect((await ask('/crm/objects/2026-09/spaceships/1')).status).toBe(404);
    expect((await ask('/crm/v3/objects/deals/88412070')).status).toBe(404);
  });

  it('are listed in pages of at most 100', async () => {
    const first = await ask('/crm/objects/2026-09/companies?limit=20&properties=name');
    expect(first.body.results).toHaveLength(20);
    const rest = await ask(`/crm/objects/2026-09/companies?limit=20&after=${first.body.paging?.next.after}`);
    expect(rest.body.results).toHaveLength(9);
    expect(rest.body.paging).toBeUndefined();
    expect((await ask('/crm/objects/2026-09/companies?limit=101')).status).toBe(400);
  });
});

describe('a write', () => {
  it('of known properties is kept, and unknown, read-only and malformed ones change nothing', async () => {
    const deal = '/crm/objects/2026-09/deals/88412070';
    expect(await patch(deal, { erp_order_number: '240999', nonsense: 'x' })).toMatchObject({
      status: 400,
      body: { status: 'error', category: 'VALIDATION_ERROR', errors: [{ code: 'PROPERTY_DOESNT_EXIST' }] },
    });
    expect((await patch(deal, { hs_is_closed_won: 'false' })).body.errors[0]?.code).toBe('READ_ONLY_VALUE');
    expect((await patch(deal, { erp_synced_at: 'yesterday' })).body.errors[0]?.code).toBe('INVALID_DATE');
    expect((await patch(deal, { dealstage: 'made-up' })).body.errors[0]?.code).toBe('INVALID_OPTION');
    expect(hubspot.records.find('deals', '88412070')?.properties.erp_order_number).toBeUndefined();

    const good = await patch(deal, { erp_order_number: '240999', erp_synced_at: '2026-11-21T08:00:00Z' });
    expect(good).toMatchObject({ status: 200, body: { properties: { erp_order_number: '240999' } } });
    const raw = (await (await fetch(`${hubspot.url}/control/deals/88412070`)).json()) as Record<string, unknown>;
    expect(raw.properties).toMatchObject({ erp_order_number: '240999' });
  });

  it('of a unique value that another deal has is refused, and the value finds its deal', async () => {
    await patch('/crm/objects/2026-09/deals/88412070', { erp_order_number: '240999' });
    expect((await patch('/crm/objects/2026-09/deals/88412071', { erp_order_number: '240999' })).status).toBe(400);
    const found = await ask('/crm/objects/2026-09/deals/240999?idProperty=erp_order_number');
    expect(found.body.id).toBe('88412070');
    expect((await ask('/crm/objects/2026-09/deals/x?idProperty=dealname')).status).toBe(400);
  });
});

it('associations are listed for one record and read for many', async () => {
  const one = await ask('/crm/objects/2026-09/deals/88412070/associations/companies');
  expect(one.body.results).toMatchObject([
    { toObjectId: '7700010447', associationTypes: [{ typeId: 5 }, { typeId: 341 }] },
  ]);
  const many = await ask('/crm/associations/2026-09/companies/deals/batch/read', {
    method: 'POST',
    body: JSON.stringify({ inputs: [{ id: '7700010447' }, { id: '7700020001' }] }),
  });
  expect(many.status).toBe(207);
  expect(many.body.results[0]?.to[0]?.toObjectId).toBe('88412070');
});

it('the request after 110 in ten seconds gets 429 with the documented body, and ten seconds later none does', async () => {
  const token = await accessToken();
  for (let count = 0; count < REQUESTS_PER_WINDOW; count += 1) {
    expect((await ask('/crm/objects/2026-09/deals/88412070', { token })).status).toBe(200);
  }
  const refused = await ask('/crm/objects/2026-09/deals/88412070', { token });
  expect(refused.status).toBe(429);
  expect(refused.body).toMatchObject({ errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' });
  now += 10_000;
  expect((await ask('/crm/objects/2026-09/deals/88412070', { token })).status).toBe(200);
});

it('ordered faults come once each, a changed deal is seen, and the log holds no secret', async () => {
  const token = await accessToken();
  const control = (path: string, method: string, body: unknown) =>
    fetch(`${hubspot.url}/control${path}`, { method, body: JSON.stringify(body) });
  await control('/next', 'POST', [{ status: 429, times: 2 }, { status: 500 }]);
  const statuses = [];
  for (let count = 0; count < 4; count += 1) {
    statuses.push((await ask('/crm/objects/2026-09/deals/88412073?properties=dealname', { token })).status);
  }
  expect(statuses).toEqual([429, 429, 500, 200]);
  await control('/objects/deals/88412073', 'PATCH', { properties: { dealstage: 'closedwon' } });
  const deal = await ask('/crm/objects/2026-09/deals/88412073?properties=hs_is_closed_won', { token });
  expect(deal.body.properties.hs_is_closed_won).toBe('true');
  const log = await (await fetch(`${hubspot.url}/control/requests`)).text();
  expect(log).toContain('"status":429');
  expect(log).not.toContain(HUBSPOT_ACCOUNT.clientSecret);
  expect(log).not.toContain(token);
});

it('a deal that a test adds is read like any other, and its number is not given twice', async () => {
  const deal = {
    dealId: '991',
    name: 'Added',
    customerId: '10447',
    stage: 'won',
    lines: [{ itemId: 'PUMP-0040', quantity: '2', unitPrice: '9.50' }],
  };
  const add = () => fetch(`${hubspot.url}/control/deals`, { method: 'POST', body: JSON.stringify(deal) });
  expect((await add()).status).toBe(201);
  const path = '/crm/objects/2026-09/deals/991?properties=hs_is_closed_won&associations=companies,line_items';
  const { body } = await ask(path, { token: await accessToken() });
  expect(body.properties.hs_is_closed_won).toBe('true');
  expect(body.associations['line items']?.results).toHaveLength(1);
  expect((await add()).status).toBe(409);
});
