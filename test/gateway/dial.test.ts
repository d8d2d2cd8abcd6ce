import { evictDurableObject, SELF } from 'cloudflare:test';
import { beforeAll, describe, expect, it } from 'vitest';
import { GATEWAY_URL } from './bindings.ts';
import { connectAgent } from './fake-agent.ts';
import {
  type AgentIdentity,
  dial,
  dialToken,
  enrolAgent,
  makeKey,
  setUpTenant,
  type TestTenant,
} from './tenant-setup.ts';

let tenant: TestTenant;
let other: TestTenant;
let agent: AgentIdentity;

beforeAll(async () => {
  [tenant, other] = [await setUpTenant(), await setUpTenant()];
  agent = await enrolAgent(tenant);
});

async function refusal(token: string): Promise<unknown> {
  const response = await dial(token);
  expect(response.webSocket).toBeNull();
  const { error } = await response.json<{ error: { code: string; detail?: string } }>();
  expect(error).not.toHaveProperty('detail');
  return [response.status, error.code];
}

const refused = [401, 'agent.credential-refused'];

describe('an agent that dials in', () => {
  it('with its own key, for this gateway and its tenant, gets a socket and an epoch', async () => {
    const connected = await connectAgent(agent);
    expect(connected.received('welcome')).toMatchObject([{ protocol: 1, agentId: agent.agentId, epoch: 1 }]);
  });

  it('with a token that was used before gets none, also after the object restarted', async () => {
    const token = await dialToken(agent);
    const first = await dial(token);
    expect(first.status).toBe(101);
    first.webSocket?.accept();
    expect(await refusal(token)).toEqual(refused);
    await evictDurableObject(tenant.stub);
    expect(await refusal(token)).toEqual(refused);
    const next = await dial(await dialToken(agent));
    expect(next.status).toBe(101);
    next.webSocket?.accept();
  });

  it('that was never enrolled gets none', async () => {
    expect(await refusal(await dialToken({ ...agent, agentId: 'a_0000000000000000' }))).toEqual(refused);
  });

  it('with another key gets none', async () => {
    expect(await refusal(await dialToken({ ...agent, privateKey: (await makeKey()).privateKey }))).toEqual(refused);
  });

  it('at another tenant gets none', async () => {
    expect(await refusal(await dialToken({ ...agent, tenantId: other.tenantId }))).toEqual(refused);
  });

  it('of a tenant that does not exist gets none', async () => {
    expect(await refusal(await dialToken({ ...agent, tenantId: 't_0000000000000000' }))).toEqual(refused);
  });

  it.each([
    ['has expired', { issuedAt: Date.now() - 3 * 60_000 }],
    ['was signed for later', { issuedAt: Date.now() + 3 * 60_000 }],
    ['was signed for another gateway', { audience: 'https://elsewhere.example' }],
  ])('with a token that %s gets none', async (_name, claims) => {
    expect(await refusal(await dialToken(agent, claims))).toEqual(refused);
  });

  it('with a token whose claims were changed gets none', async () => {
    const [header, , signature] = (await dialToken(agent)).split('.');
    const [, claims] = (await dialToken({ ...agent, privateKey: (await makeKey()).privateKey })).split('.');
    expect(await refusal([header, claims, signature].join('.'))).toEqual(refused);
  });

  it('with a token that names no algorithm gets none', async () => {
    const [, claims] = (await dialToken(agent)).split('.');
    expect(await refusal(`${btoa('{"alg":"none"}').replaceAll('=', '')}.${claims}.`)).toEqual(refused);
  });

  it.each(['', 'x', 'a.b.c', '..'])('with "%s" for a token gets none', async (token) => {
    expect(await refusal(token)).toEqual(refused);
  });

  it('without asking for a WebSocket is told so', async () => {
    const response = await SELF.fetch(`${GATEWAY_URL}/v1/agent/socket`, {
      headers: { authorization: `Bearer ${await dialToken(agent)}` },
    });
    expect(response.status).toBe(426);
  });
});
