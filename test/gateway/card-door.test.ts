import { SELF } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import { GATEWAY_URL } from './bindings.ts';
import { COMPANY_ID, WON_DEAL_ID } from './erp-answers.ts';
import { askAsHubspot, type CardRequest, hubspotQuery } from './signed-request.ts';
import { setUpTenant, type TestTenant } from './tenant-setup.ts';

const path = `/v1/card/companies/${COMPANY_ID}`;
const pushes = `/v1/card/deals/${WON_DEAL_ID}/pushes`;
const SIX_MINUTES = 6 * 60_000;
let tenant: TestTenant;

beforeAll(async () => {
  tenant = await setUpTenant();
});

const ask = (request: Partial<CardRequest> = {}, at = path) =>
  askAsHubspot(at, { portalId: tenant.portalId, ...request });

describe('the door of the cards is shut', () => {
  it.each([
    ['another secret', { secret: 'guessed' }, 'signature.invalid'],
    ['a signature that is no base64', { headers: { 'x-hubspot-signature-v3': 'wrong' } }, 'signature.invalid'],
    ['no signature', { headers: { 'x-hubspot-signature-v3': null } }, 'signature.missing'],
    ['no timestamp', { headers: { 'x-hubspot-request-timestamp': null } }, 'signature.missing'],
    [
      'another timestamp than signed',
      { headers: { 'x-hubspot-request-timestamp': `${Date.now() - 9}` } },
      'signature.invalid',
    ],
    ['an old timestamp', { timestamp: Date.now() - SIX_MINUTES }, 'signature.stale'],
    ['a timestamp from the future', { timestamp: Date.now() + SIX_MINUTES }, 'signature.stale'],
  ] as const)('to a request with %s', async (_name, request, code) => {
    const response = await ask(request);
    const body = await response.json<{ error: object }>();
    expect(response.status).toBe(401);
    expect(body).toEqual({
      ok: false,
      error: {
        code,
        category: 'forbidden',
        message: expect.any(String),
        advice: expect.any(String),
        correlationId: response.headers.get('x-correlation-id'),
      },
    });
    expect(response.headers.get('x-correlation-id')).toMatch(/^[0-9a-f]{12}$/);
  });

  it.each([
    ['portal', { tamper: (url: string) => url.replace(/portalId=\d+/, 'portalId=1') }],
    ['path', { tamper: (url: string) => url.replace(COMPANY_ID, '7700010452') }],
    ['query', { tamper: (url: string) => `${url}&x=1` }],
    ['body', { method: 'POST', body: '{"revision":1}', sentBody: '{"revision":2}' }],
  ])('to a signed request whose %s was changed on its way', async (_name, request) => {
    const response = await ask(request, 'body' in request ? pushes : path);
    expect([response.status, await response.json()]).toMatchObject([401, { error: { code: 'signature.invalid' } }]);
  });
});

describe('whose data is answered', () => {
  const errorOf = async (response: Response) => {
    expect(response.status).toBe(200);
    return (await response.json<{ error: { code: string } }>()).error;
  };

  it("is nobody's for a portal that is not known", async () => {
    expect(await errorOf(await ask({ portalId: '7' }))).toMatchObject({ code: 'portal.unknown' });
  });

  it("is nobody's when the query names no portal, or two", async () => {
    expect(await errorOf(await ask({ query: 'userId=1' }))).toMatchObject({ code: 'portal.unknown' });
    const twice = `${hubspotQuery(tenant.portalId)}&portalId=${tenant.portalId}`;
    expect(await errorOf(await ask({ query: twice }))).toMatchObject({ code: 'portal.unknown' });
  });

  it('is never that of a portal named in the body', async () => {
    const body = JSON.stringify({ revision: 1, portalId: tenant.portalId });
    expect(await errorOf(await ask({ portalId: '7', method: 'POST', body }, pushes))).toMatchObject({
      code: 'portal.unknown',
    });
  });

  it("is the object's own only: a caller of another portal is refused inside as well", async () => {
    const signed = { id: 'any', until: 0 };
    const caller = {
      portalId: '7',
      correlationId: '0123456789ab' as never,
      email: null,
      refresh: false,
      spentMs: 0,
      signed,
    };
    expect(JSON.parse(await tenant.stub.dealView(caller, WON_DEAL_ID as never))).toMatchObject({
      ok: false,
      error: { code: 'portal.unknown' },
    });
  });
});

describe('a request that is signed and wrong', () => {
  it.each([
    ['JSON that is cut off', '{"revision":'],
    ['no revision', '{}'],
    ['a revision of 0', '{"revision":0}'],
    ['a revision in words', '{"revision":"1"}'],
    ['a field that nobody asked for', '{"revision":1,"force":true}'],
  ])('gets 200 and what is wrong, for %s', async (_name, body) => {
    const response = await ask({ method: 'POST', body }, pushes);
    expect([response.status, await response.json()]).toMatchObject([
      200,
      { ok: false, error: { code: 'request.invalid', category: 'invalid' } },
    ]);
  });

  it('gets 200 also when its body is not sent as JSON', async () => {
    const response = await ask({ method: 'POST', body: '{"revision":1}', headers: { 'content-type': null } }, pushes);
    expect([response.status, await response.json()]).toMatchObject([200, { error: { code: 'request.invalid' } }]);
  });

  it.each([
    '/v1/card/companies/a-b',
    '/v1/card/stock',
    '/v1/card/pushes/p_1',
    '/v1/card/deals/%20',
    '/v1/card/nothing',
  ])('gets 200 and no view, at %s', async (at) => {
    const response = await ask({}, at);
    const answer = await response.json<{ ok: boolean; error: { code: string } }>();
    expect(answer.ok).toBe(false);
    expect(['request.invalid', 'route.not-found']).toContain(answer.error.code);
  });
});

describe('a body that is too large', () => {
  const large = 'x'.repeat(64 * 1024 + 1);

  it('is refused before it is read', async () => {
    const response = await ask({ method: 'POST', body: large }, pushes);
    expect([response.status, await response.json()]).toMatchObject([413, { error: { code: 'request.too-large' } }]);
  });

  it('is refused when it comes in pieces without a length', async () => {
    const pieces = new ReadableStream({
      start(controller) {
        for (let index = 0; index < 5; index += 1) controller.enqueue(new TextEncoder().encode('x'.repeat(16 * 1024)));
        controller.close();
      },
    });
    const response = await SELF.fetch(`${GATEWAY_URL}/v1/enrolments`, { method: 'POST', body: pieces });
    expect([response.status, await response.json()]).toMatchObject([413, { error: { code: 'request.too-large' } }]);
  });
});
