import { env } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TenantId } from '#contracts/ids';
import { app } from '../../gateway/app.ts';
import type { Env } from '../../gateway/env.ts';
import { tenantIdOf } from '../../gateway/portal-tenants.ts';
import { COMPANY_ID, HEALTHY, WON_DEAL_ID } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { actionCall, callAction, sendEvents, stageEvent } from './hubspot-caller.ts';
import { signedRequest } from './signed-request.ts';
import { setUpTenant } from './tenant-setup.ts';

const TENANT = 't_4f9c2a7be1d04c3a' as TenantId;
const OTHER_TENANT = 't_0d3b5a61c7e84f92' as TenantId;
let portals = 0;

/** A directory that says what the test wants, and counts how often it was asked; and an account that nobody asked for yet. */
function standIn(says: () => Promise<TenantId | null>) {
  portals += 1;
  const directory = { asked: 0, says };
  const tenantOfPortal = () => {
    directory.asked += 1;
    return directory.says();
  };
  const DIRECTORY = { idFromName: () => 'id', get: () => ({ tenantOfPortal }) };
  const away = { ...env, DIRECTORY } as unknown as Env;
  return { directory, away, portalId: String(4_000_000_000 + portals) };
}

const overloaded = async () => {
  const error = new Error('Durable Object is overloaded. Too many requests queued.');
  throw Object.assign(error, { overloaded: true });
};
const never = () => new Promise<never>(() => {});
const passed = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** Whether it has an answer after so long, and which. */
async function within<T>(ms: number, promise: Promise<T>): Promise<T | 'none yet'> {
  let answer: T | 'none yet' = 'none yet';
  void promise.then((value) => {
    answer = value;
  });
  await passed(ms);
  return answer;
}

describe('the tenant of a CRM account', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] }));
  afterEach(() => vi.useRealTimers());

  it('that is known is served from what is known when the directory throws, for as long as it does', async () => {
    const { directory, away, portalId } = standIn(async () => TENANT);
    expect(await tenantIdOf(away, portalId)).toEqual({ ok: true, value: TENANT });
    directory.says = overloaded;
    for (const ms of [61_000, 600_000, 86_400_000]) {
      await passed(ms);
      expect(await tenantIdOf(away, portalId)).toEqual({ ok: true, value: TENANT });
    }
    expect(directory.asked).toBe(4);
  });

  it('that is known is not waited for longer than 300 ms, and a directory in trouble is spared for a while', async () => {
    const { directory, away, portalId } = standIn(async () => TENANT);
    await tenantIdOf(away, portalId);
    directory.says = never;
    await passed(61_000);
    expect(await within(300, tenantIdOf(away, portalId))).toEqual({ ok: true, value: TENANT });
    expect(await within(0, tenantIdOf(away, portalId))).toEqual({ ok: true, value: TENANT });
    expect(directory.asked).toBe(2);
    await passed(11_000);
    expect(await within(0, tenantIdOf(away, portalId))).toBe('none yet');
    expect(directory.asked).toBe(3);
  });

  it('is what a directory says that was late, from then on', async () => {
    const { directory, away, portalId } = standIn(async () => TENANT);
    await tenantIdOf(away, portalId);
    directory.says = () => new Promise((resolve) => setTimeout(() => resolve(OTHER_TENANT), 2_000));
    await passed(61_000);
    expect(await within(300, tenantIdOf(away, portalId))).toEqual({ ok: true, value: TENANT });
    await passed(2_000);
    expect(await within(0, tenantIdOf(away, portalId))).toEqual({ ok: true, value: OTHER_TENANT });
  });

  it('is forgotten as soon as the directory says that there is none', async () => {
    const { directory, away, portalId } = standIn(async () => TENANT);
    await tenantIdOf(away, portalId);
    directory.says = async () => null;
    await passed(61_000);
    expect(await tenantIdOf(away, portalId)).toMatchObject({ ok: false, error: { code: 'portal.unknown' } });
    directory.says = overloaded;
    expect(await tenantIdOf(away, portalId)).toMatchObject({ ok: false, error: { code: 'gateway.unavailable' } });
  });

  it.each([
    ['throws', overloaded],
    ['never answers', never],
  ])('that nobody knows yet is refused for now where the directory %s, well within 2.5 s', async (_what, says) => {
    const { away, portalId } = standIn(says);
    expect(await within(1_500, tenantIdOf(away, portalId))).toMatchObject({
      ok: false,
      error: { code: 'gateway.unavailable', category: 'unavailable' },
    });
  });
});

describe('while the directory is away', () => {
  afterEach(() => vi.useRealTimers());

  const answerOf = async (path: string, portalId: string, away: Env) => {
    const response = await app.fetch(await signedRequest(path, { portalId }), away);
    return [response.status, await response.json()];
  };
  const path = `/v1/card/companies/${COMPANY_ID}`;

  it('a card of an account that nobody knows is told to ask again, and that it is nothing of ours', async () => {
    const { away, portalId } = standIn(overloaded);
    expect(await answerOf(path, portalId, away)).toMatchObject([
      200,
      { ok: false, error: { code: 'gateway.unavailable', category: 'unavailable' } },
    ]);
  });

  it('what waiting for it has taken goes off what a card may take', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { away, portalId } = standIn(async () => {
      vi.setSystemTime(Date.now() + 900);
      return TENANT;
    });
    const seen: unknown[] = [];
    const object = {
      companyView: async (caller: unknown) => {
        seen.push(caller);
        return '{}';
      },
    };
    await answerOf(path, portalId, { ...away, TENANTS: { idFromName: () => 'id', get: () => object } } as never);
    expect(seen).toMatchObject([{ portalId, spentMs: 900 }]);
  });

  it('events and workflow calls are not taken, and HubSpot sends them again', async () => {
    const { away, portalId } = standIn(overloaded);
    const events = await sendEvents([stageEvent(portalId, WON_DEAL_ID)], undefined, away);
    const call = await callAction(actionCall(portalId, WON_DEAL_ID, 'ap-1-2-3'), {}, away);
    expect([events.status, call.status, call.headers.get('retry-after')]).toEqual([503, 503, '60']);
  });

  it('an account that is sent to a tenant which is not its own sees nothing of it', async () => {
    const tenant = await setUpTenant();
    await newAgent(tenant, HEALTHY);
    // As a directory knew it before the account was given to another tenant.
    const { away, portalId } = standIn(async () => tenant.tenantId);
    expect(await answerOf(path, portalId, away)).toMatchObject([200, { ok: false, error: { code: 'portal.unknown' } }]);
  });
});
