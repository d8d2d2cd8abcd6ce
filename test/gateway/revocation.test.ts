import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import { CLOSE } from '#contracts/frames';
import { OPERATOR_PASSPHRASE } from './bindings.ts';
import { finds, WON_DEAL_ID } from './erp-answers.ts';
import { connectAgent } from './fake-agent.ts';
import { freshOrderId, pushBecomes } from './push-watch.ts';
import {
  type AgentIdentity,
  askAsOperator,
  askToEnrol,
  dial,
  dialToken,
  enrolAgent,
  issueCode,
  makeKey,
  setUpTenant,
  type TestTenant,
} from './tenant-setup.ts';

const REASON = 'The code was used by somebody else';

const revocation = (tenantId: string, agentId: string, body: object = { reason: REASON }): Promise<Response> =>
  askAsOperator(`/tenants/${tenantId}/agents/${agentId}/revocation`, body);

async function revoke({ tenantId, agentId }: AgentIdentity): Promise<string> {
  const response = await revocation(tenantId, agentId);
  expect(response.status).toBe(200);
  return (await response.json<{ revokedAt: string }>()).revokedAt;
}

async function listed({ tenantId }: TestTenant): Promise<object[]> {
  const response = await askAsOperator(`/tenants/${tenantId}/agents`, undefined, OPERATOR_PASSPHRASE, 'GET');
  expect(response.status).toBe(200);
  return (await response.json<{ agents: object[] }>()).agents;
}

it('an agent that is revoked is cut off, and refused at its next dial', async () => {
  const tenant = await setUpTenant();
  const identity = await enrolAgent(tenant);
  const agent = await connectAgent(identity);
  await revoke(identity);
  expect(await agent.closed).toBe(CLOSE.credentialRefused);
  expect((await dial(await dialToken(identity))).status).toBe(401);
});

it('one that is not there is refused by the next life of the object too', async () => {
  const tenant = await setUpTenant();
  const identity = await enrolAgent(tenant);
  await revoke(identity);
  await evictDurableObject(tenant.stub);
  expect((await dial(await dialToken(identity))).status).toBe(401);
});

it('the list says who is there, who was revoked, and when', async () => {
  const tenant = await setUpTenant();
  expect(await listed(tenant)).toEqual([]);
  const identity = await enrolAgent(tenant);
  const { agentId } = identity;
  const idle = {
    agentId,
    hostName: 'erp-host.test',
    lastDialledAt: null,
    revokedAt: null,
    isConnected: false,
    isServing: false,
  };
  expect(await listed(tenant)).toMatchObject([idle]);
  await connectAgent(identity);
  expect(await listed(tenant)).toMatchObject([
    { agentId, lastDialledAt: expect.any(String), isConnected: true, isServing: true },
  ]);
  const revokedAt = await revoke(identity);
  expect(await listed(tenant)).toMatchObject([{ agentId, revokedAt, isConnected: false }]);
});

it('said twice it is said once; the reason is in the audit', async () => {
  const tenant = await setUpTenant();
  const identity = await enrolAgent(tenant);
  expect(await revoke(identity)).toBe(await revoke(identity));
  const rows = await runInDurableObject(tenant.stub, (_object, { storage }) =>
    storage.sql
      .exec<{ body: string }>("SELECT body FROM audit WHERE subject = ? AND body LIKE '%revoked%'", identity.agentId)
      .toArray(),
  );
  expect(rows.map(({ body }) => JSON.parse(body))).toEqual([{ event: 'revoked', reason: REASON }]);
});

it('its code makes no agent any more, with its own key neither', async () => {
  const tenant = await setUpTenant();
  const [code, { publicKey, privateKey }] = [await issueCode(tenant.tenantId), await makeKey()];
  const enrolled = await (await askToEnrol(code, publicKey)).json<{ agentId: string }>();
  await revoke({ ...enrolled, tenantId: tenant.tenantId, privateKey });
  const again = await askToEnrol(code, publicKey);
  expect([again.status, await again.json()]).toMatchObject([401, { error: { code: 'enrolment.code-invalid' } }]);
});

it('what it had under way is in doubt, and found by the agent that is left; what it still says is not heard', async () => {
  const tenant = await setUpTenant();
  const left = await enrolAgent(tenant);
  const identity = await enrolAgent(tenant);
  const orderId = freshOrderId();
  const other = await connectAgent(left, finds(orderId));
  const agent = await connectAgent(identity);
  await tenant.card.push(WON_DEAL_ID);
  const send = await agent.start();
  await runInDurableObject(tenant.stub, async (object, ctx) => {
    const [socket] = ctx.getWebSockets(identity.agentId);
    await object.revokeAgent(identity.agentId as never, REASON, '000000000000' as never);
    const outcome = { result: 'made', output: { orderId: freshOrderId() } };
    const frame = { type: 'outcome', pushId: send.pushId, attempt: send.attempt, outcome };
    if (socket !== undefined) await object.webSocketMessage(socket, JSON.stringify(frame));
  });
  expect(await pushBecomes(tenant, send.pushId, 'done')).toMatchObject({ orderId });
  expect(other.received('send')).toEqual([]);
});

it('no write waits for it: what waited for it alone after a restart goes out at once', async () => {
  const tenant = await setUpTenant();
  const absent = await enrolAgent(tenant);
  const identity = await enrolAgent(tenant);
  await evictDurableObject(tenant.stub);
  const agent = await connectAgent(identity);
  await tenant.card.push(WON_DEAL_ID);
  await agent.caughtUp();
  expect(agent.received('send')).toEqual([]);
  await revoke(absent);
  await agent.next('send');
});

it('a dial that was under way meanwhile gets no socket', async () => {
  const tenant = await setUpTenant();
  const identity = await enrolAgent(tenant);
  const token = await dialToken(identity);
  const [dialled] = await Promise.all([dial(token), revoke(identity)]);
  dialled.webSocket?.accept();
  expect(await listed(tenant)).toMatchObject([{ isConnected: false }]);
  const next = await dial(await dialToken(identity));
  expect(next.status).toBe(401);
});

it.each<[string, (tenant: TestTenant, agentId: string) => Promise<Response>]>([
  ['an agent that is not enrolled', ({ tenantId }) => revocation(tenantId, 'a_0000000000000000')],
  ['an agent of another tenant', async (_, agentId) => revocation((await setUpTenant()).tenantId, agentId)],
  ['a tenant that does not exist', (_, agentId) => revocation('t_0000000000000000', agentId)],
  ['no reason', ({ tenantId }, agentId) => revocation(tenantId, agentId, {})],
  ['a reason of blanks', ({ tenantId }, agentId) => revocation(tenantId, agentId, { reason: '     ' })],
  ['an agent that is no id', ({ tenantId }) => revocation(tenantId, "a' OR 1=1")],
])('%s revokes nobody', async (_name, ask) => {
  const tenant = await setUpTenant();
  const { agentId } = await enrolAgent(tenant);
  const response = await ask(tenant, agentId);
  expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 'request.invalid' } }]);
  expect(await listed(tenant)).toMatchObject([{ agentId, revokedAt: null }]);
});
