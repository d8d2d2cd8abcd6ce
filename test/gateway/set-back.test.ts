import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import { CLOSE } from '#contracts/frames';
import { FINDS_NOTHING, orderSummary, UNREACHABLE, WON_DEAL_ID } from './erp-answers.ts';
import { type Answers, connectAgent, dialIn, type FakeAgent } from './fake-agent.ts';
import { pushBecomes, rewriteStored, storedPush } from './push-watch.ts';
import { type AgentIdentity, askAsOperator, enrolAgent, setUpTenant, type TestTenant } from './tenant-setup.ts';

/** The hello of an agent that knows this epoch; the close that answers it. */
async function refusedAs(identity: AgentIdentity, lastEpoch: number): Promise<number> {
  const agent = await dialIn(identity);
  agent.hello({ lastEpoch });
  return agent.closed;
}

/** A tenant whose store was set back, and its agent, which has dialled again. */
async function setBack(answers: Answers): Promise<{ tenant: TestTenant; agent: FakeAgent }> {
  const tenant = await setUpTenant();
  const identity = await enrolAgent(tenant);
  expect(await refusedAs(identity, 50)).toBe(CLOSE.setBack);
  return { tenant, agent: await connectAgent(identity, answers) };
}

const rowsOf = (tenant: TestTenant, kind: string) =>
  runInDurableObject(tenant.stub, (_object, { storage }) =>
    storage.sql.exec<{ body: string }>('SELECT body FROM audit WHERE kind = ? ORDER BY seq', kind).toArray(),
  );

const pushOf = (tenant: TestTenant, reference: string): Promise<string> =>
  runInDurableObject(
    tenant.stub,
    (_object, { storage }) =>
      storage.sql.exec<{ pushId: string }>('SELECT push_id AS pushId FROM push WHERE reference = ?', reference).one()
        .pushId,
  );

const cleared = (tenantId: string, body: unknown = { reason: 'All looked up by hand' }) =>
  askAsOperator(`/tenants/${tenantId}/set-back/cleared`, body);

describe('an agent that this store has told nothing yet', () => {
  it('and whose journal knows an epoch of before it was enrolled anew is welcome, and sent to at once', async () => {
    const tenant = await setUpTenant();
    const before = await enrolAgent(tenant);
    for (let dialled = 0; dialled < 3; dialled += 1) await connectAgent(before);
    const agent = await dialIn(await enrolAgent(tenant));
    agent.hello({ lastEpoch: 3 });
    await agent.next('welcome');
    await tenant.card.push(WON_DEAL_ID);
    await agent.next('send');
    expect(agent.received('call')).toEqual([]);
    expect(await rowsOf(tenant, 'store')).toEqual([]);
  });

  it('and that knows the very epoch which its connection has just been given shows that the store was set back', async () => {
    const tenant = await setUpTenant();
    expect(await refusedAs(await enrolAgent(tenant), 1)).toBe(CLOSE.setBack);
    expect(await rowsOf(tenant, 'store')).toHaveLength(1);
  });

  it('and that knows an epoch from after it was enrolled shows it too, however often others have dialled since', async () => {
    const tenant = await setUpTenant();
    const identity = await enrolAgent(tenant);
    const other = await enrolAgent(tenant);
    for (let dialled = 0; dialled < 3; dialled += 1) await connectAgent(other);
    // Its connection is the fourth: all that it knows is below that, and yet it was told none of it by this store.
    expect(await refusedAs(identity, 3)).toBe(CLOSE.setBack);
  });
});

describe('a refusal that comes before all agents are back', () => {
  it('is neither kept nor believed: a later attempt may be forgotten. Said again once they are, it is', async () => {
    const tenant = await setUpTenant();
    const identity = await enrolAgent(tenant);
    const other = await enrolAgent(tenant);
    await connectAgent(other);
    const agent = await connectAgent(identity);
    await tenant.card.push(WON_DEAL_ID);
    const send = await agent.start();
    await evictDurableObject(tenant.stub, { webSockets: 'close' });
    await agent.closed;
    const again = await connectAgent(identity);
    const { pushId, attempt } = send;
    const refused = { result: 'refused', error: failure('erp.rejected') };
    again.say({ type: 'outcome', pushId, attempt, outcome: refused });
    await again.caughtUp();
    expect(again.received('kept')).toEqual([]);
    expect((await storedPush(tenant, pushId)).state).toBe('in-doubt');
    await connectAgent(other);
    await again.report(send, refused);
    expect((await storedPush(tenant, pushId)).state).toBe('refused');
  });
});

describe("an operator's word that a set-back is over", () => {
  it('ends the lookups before each first sending; said twice, it changes nothing', async () => {
    const { tenant, agent } = await setBack(FINDS_NOTHING);
    const said = await cleared(tenant.tenantId);
    expect([said.status, await said.json()]).toEqual([200, { since: expect.stringMatching(/^20\d\d-.*Z$/) }]);
    const again = await cleared(tenant.tenantId);
    expect([again.status, await again.json()]).toEqual([200, { since: null }]);
    await tenant.card.push(WON_DEAL_ID);
    await agent.next('send');
    expect(agent.received('call')).toEqual([]);
    const [, row, ...more] = await rowsOf(tenant, 'store');
    expect(JSON.parse(row?.body ?? '')).toMatchObject({ event: 'set-back-cleared', reason: 'All looked up by hand' });
    expect(more).toEqual([]);
  });

  it.each([
    ['without a reason', {}],
    ['with an empty one', { reason: '  ' }],
    ['with more than there is to say', { reason: 'because', force: true }],
  ])('%s is none', async (_name, body) => {
    const { tenant, agent } = await setBack(FINDS_NOTHING);
    expect((await cleared(tenant.tenantId, body)).status).toBe(400);
    await tenant.card.push(WON_DEAL_ID);
    await agent.next('call');
    expect(agent.received('send')).toEqual([]);
  });

  it('about a tenant that does not exist is refused', async () => {
    expect((await cleared('t_0000000000000000')).status).toBe(400);
  });
});

describe('after a set-back, a push whose own reference the ERP does not know', () => {
  const only = (revision: string): Answers => ({
    'order.find-by-reference': ({ reference }: { reference: string }) => ({
      output: { orders: reference.endsWith(`-${revision}`) ? [orderSummary('O-2', { reference })] : [] },
    }),
  });

  it('waits for a person where the lost time ordered the next revision', async () => {
    const { tenant, agent } = await setBack(only('2'));
    await tenant.card.push(WON_DEAL_ID);
    const { input } = await agent.next('call');
    const { reference } = input as { reference: string };
    const pushId = await pushOf(tenant, reference);
    await pushBecomes(tenant, pushId, 'parked');
    const stored = await storedPush(tenant, pushId);
    expect(stored).toMatchObject({ attempt: 1_000, erpId: null, problem: { code: 'push.content-differs' } });
    expect(stored.problem?.detail).toContain('O-2');
    expect(agent.received('send')).toEqual([]);
    // Looked up on, it stays where it is: that its own reference finds nothing proves nothing new.
    await rewriteStored(tenant, pushId, { dueAt: Date.now() - 1, fenceAt: Date.now() - 1 });
    await runDurableObjectAlarm(tenant.stub);
    await agent.caughtUp();
    expect((await storedPush(tenant, pushId)).state).toBe('parked');
    expect(agent.received('send')).toEqual([]);
  });

  it('stays in doubt where that cannot be asked, also after the fence', async () => {
    const { tenant, agent } = await setBack({
      'order.find-by-reference': ({ reference }: { reference: string }) =>
        reference.endsWith('-2') ? UNREACHABLE : { output: { orders: [] } },
    });
    await tenant.card.push(WON_DEAL_ID);
    const { input } = await agent.next('call');
    const pushId = await pushOf(tenant, (input as { reference: string }).reference);
    await rewriteStored(tenant, pushId, { dueAt: Date.now() - 1, fenceAt: Date.now() - 1 });
    await runDurableObjectAlarm(tenant.stub);
    await expect.poll(async () => (await storedPush(tenant, pushId)).failures).toBeGreaterThan(0);
    expect((await storedPush(tenant, pushId)).state).toBe('in-doubt');
    expect(agent.received('send')).toEqual([]);
  });

  it('goes out after the fence where there is none of either', async () => {
    const { tenant, agent } = await setBack(only('3'));
    await tenant.card.push(WON_DEAL_ID);
    const { input } = await agent.next('call');
    const pushId = await pushOf(tenant, (input as { reference: string }).reference);
    await rewriteStored(tenant, pushId, { dueAt: Date.now() - 1, fenceAt: Date.now() - 1 });
    await expect.poll(() => runDurableObjectAlarm(tenant.stub).then(() => agent.received('send').length)).toBe(1);
  });
});

it('without a set-back a push in doubt is looked up by its own reference alone', async () => {
  const tenant = await setUpTenant();
  const identity = await enrolAgent(tenant);
  const first = await connectAgent(identity);
  await tenant.card.push(WON_DEAL_ID);
  const { pushId } = await first.start();
  first.hangUp();
  await pushBecomes(tenant, pushId, 'in-doubt');
  await rewriteStored(tenant, pushId, { fenceAt: Date.now() - 1 });
  const agent = await connectAgent(identity, FINDS_NOTHING);
  await agent.next('send');
  expect(agent.received('call')).toHaveLength(1);
});
