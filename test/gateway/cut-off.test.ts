import { env } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { app } from '../../gateway/app.ts';
import type { Env } from '../../gateway/env.ts';
import { COMPANY_ID, EVERYTHING, WON_DEAL_ID } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { answersOf, previewErp } from './preview-erp.ts';
import { type CardRequest, signedRequest } from './signed-request.ts';
import { setUpTenant, type TestTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

/** What the platform throws into calls that are under way when an object is reset. */
const CUT_OFF = Object.assign(new Error('Durable Object reset because its code was updated.'), { retryable: true });
const OVERLOADED = Object.assign(new Error('Durable Object is overloaded. Requests queued for too long.'), {
  retryable: true,
  overloaded: true,
});

/** Tenants' objects that end the first calls in these ways (a promise: it is waited for), whatever is called; later ones are carried out. */
function ending(ends: (Error | Promise<never>)[]) {
  const calls: { stub: number; name: string }[] = [];
  let stubs = 0;
  const get = (id: DurableObjectId) => {
    const real = env.TENANTS.get(id) as unknown as Record<string, (...args: unknown[]) => unknown>;
    const stub = stubs;
    stubs += 1;
    return new Proxy(real, {
      get:
        (_target, name: string) =>
        async (...args: unknown[]) => {
          calls.push({ stub, name });
          const end = ends[calls.length - 1];
          if (end instanceof Error) throw end;
          return end ?? real[name]?.(...args);
        },
    });
  };
  const TENANTS = { idFromName: (name: string) => env.TENANTS.idFromName(name), get };
  return { calls, bindings: { ...env, TENANTS } as unknown as Env };
}

async function asked(tenant: TestTenant, path: string, bindings: Env, request: Partial<CardRequest> = {}) {
  const { portalId } = tenant;
  const response = await app.fetch(await signedRequest(`/v1/card${path}`, { portalId, ...request }), bindings);
  expect(response.status).toBe(200);
  return response.json();
}

const COMPANY = `/companies/${COMPANY_ID}`;
const PASSING = { ok: false, error: { code: 'gateway.unavailable', category: 'unavailable' } };
const DEFECT = { ok: false, error: { code: 'defect.impossible-state' } };

describe('a read that is cut off by a deploy', () => {
  it.each([
    COMPANY,
    `${COMPANY}/payments`,
    `${COMPANY}/orders/240871`,
    `${COMPANY}/search?number=4711`,
    '/stock?item=PUMP-0040',
    `/deals/${WON_DEAL_ID}`,
    `/deals/${WON_DEAL_ID}/preview`,
    `${COMPANY}/candidates`,
    `/bulk-pushes?deal=${WON_DEAL_ID}`,
  ])('is asked once more, over another stub: %s', async (path) => {
    const tenant = await setUpTenant();
    await newAgent(tenant, { ...answersOf(previewErp()), ...EVERYTHING });
    const { calls, bindings } = ending([CUT_OFF]);
    expect(await asked(tenant, path, bindings)).toMatchObject({ ok: true });
    expect(calls.map(({ stub }) => stub)).toEqual([0, 1]);
    expect(calls[1]?.name).toBe(calls[0]?.name);
  });

  it.each([
    ['/pushes/p_0000000000000000', 'push.not-found'],
    ['/bulk-pushes/b_0000000000000000', 'push.not-found'],
  ])('is asked once more, and its answer is that of the tenant: %s', async (path, code) => {
    const { calls, bindings } = ending([CUT_OFF]);
    expect(await asked(await setUpTenant(), path, bindings)).toMatchObject({ ok: false, error: { code } });
    expect(calls).toHaveLength(2);
  });

  it('twice is no defect: the card is told to ask again', async () => {
    const { calls, bindings } = ending([CUT_OFF, CUT_OFF]);
    expect(await asked(await setUpTenant(), COMPANY, bindings)).toMatchObject(PASSING);
    expect(calls).toHaveLength(2);
  });

  it('is answered within 2.5 s also where the second ask is not', async () => {
    const tenant = await setUpTenant();
    const { calls, bindings } = ending([CUT_OFF, new Promise<never>(() => {})]);
    vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
    const answer = asked(tenant, COMPANY, bindings);
    await vi.waitFor(() => expect(calls).toHaveLength(2));
    await vi.advanceTimersByTimeAsync(2_500);
    expect(await answer).toMatchObject(PASSING);
  });
});

describe('a read of', () => {
  it('an overloaded object is not asked again at once, and the card told to', async () => {
    const { calls, bindings } = ending([OVERLOADED]);
    expect(await asked(await setUpTenant(), COMPANY, bindings)).toMatchObject(PASSING);
    expect(calls).toHaveLength(1);
  });

  it('an object that throws of itself is a defect of ours, and not asked again', async () => {
    const { calls, bindings } = ending([new TypeError('x is undefined')]);
    expect(await asked(await setUpTenant(), COMPANY, bindings)).toMatchObject(DEFECT);
    expect(calls).toHaveLength(1);
  });
});

describe('a write that is cut off', () => {
  it.each([
    ['POST', `/deals/${WON_DEAL_ID}/pushes`, { revision: 1, previewHash: null, override: false }],
    ['POST', '/bulk-pushes', { dealIds: [WON_DEAL_ID] }],
    ['PUT', `${COMPANY}/customer`, { customerId: '10447' }],
    ['POST', '/pushes/p_0000000000000000/resolution', { decision: 'give-up', reason: 'a test' }],
  ])('is never repeated by the gateway, nor said to be undone: %s %s', async (method, path, body) => {
    for (const end of [CUT_OFF, OVERLOADED]) {
      const { calls, bindings } = ending([end]);
      const answer = await asked(await setUpTenant(), path, bindings, { method, body: JSON.stringify(body) });
      expect(answer).toMatchObject(DEFECT);
      expect(calls).toHaveLength(1);
    }
  });
});
