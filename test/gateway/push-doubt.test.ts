import { runDurableObjectAlarm } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import { FINDS_NOTHING, finds, order, orderSummary, WON_DEAL_ID } from './erp-answers.ts';
import { BOUNDS, connectAgent, newAgent } from './fake-agent.ts';
import { freshOrderId, pushBecomes, rewriteStored, storedPush } from './push-watch.ts';
import { type AgentIdentity, enrolAgent, setUpTenant, type TestTenant } from './tenant-setup.ts';

interface Stage {
  tenant: TestTenant;
  identity: AgentIdentity;
}

async function stage(): Promise<Stage> {
  const tenant = await setUpTenant();
  return { tenant, identity: await enrolAgent(tenant) };
}

/** A push whose attempt had its go when the link broke. */
async function inDoubt(bounds = BOUNDS): Promise<Stage & { pushId: string }> {
  const { tenant, identity } = await stage();
  const agent = await connectAgent(identity, {}, bounds);
  await tenant.card.push(WON_DEAL_ID);
  const { pushId } = await agent.start();
  agent.hangUp();
  await pushBecomes(tenant, pushId, bounds.canLookUp ? 'in-doubt' : 'parked');
  return { tenant, identity, pushId };
}

describe('a link that is lost', () => {
  it('before the go sends the push again at once over the next one', async () => {
    const { tenant, identity } = await stage();
    const first = await connectAgent(identity);
    await tenant.card.push(WON_DEAL_ID);
    const send = await first.next('send');
    first.hangUp();
    await pushBecomes(tenant, send.pushId, 'ready');
    const second = await connectAgent(identity);
    expect(await second.next('send')).toMatchObject({ pushId: send.pushId, attempt: 2, reference: send.reference });
    // What the first connection was told to do is stopped where it shows itself again.
    second.claim(send);
    expect(await second.next('stop')).toEqual({ type: 'stop', pushId: send.pushId, attempt: 1 });
    expect(second.received('go')).toEqual([]);
  });

  it('to a newer one of the same agent hands the push over', async () => {
    const { tenant, identity } = await stage();
    const first = await connectAgent(identity);
    await tenant.card.push(WON_DEAL_ID);
    const { pushId } = await first.next('send');
    const second = await connectAgent(identity);
    expect(await second.next('send')).toMatchObject({ pushId, attempt: 2 });
    const send = second.received('send')[0];
    // Each connection and each sending has its number, all of them rising.
    expect(send?.epoch).toBe(4);
  });

  it('after the go leaves the push in doubt: looked up, found, confirmed, and sent once', async () => {
    const { tenant, identity, pushId } = await inDoubt();
    const orderId = freshOrderId();
    const agent = await connectAgent(identity, finds(orderId));
    const done = await pushBecomes(tenant, pushId, 'done');
    expect(done).toMatchObject({ orderId, problem: null });
    expect(agent.received('call').map(({ command }) => command)).toEqual(['order.find-by-reference', 'order.read']);
    expect(agent.received('send')).toEqual([]);
  });

  it('after the go: not found before the fence is not sent again, and looked up again later', async () => {
    const { tenant, identity, pushId } = await inDoubt();
    const agent = await connectAgent(identity, FINDS_NOTHING);
    await agent.next('call');
    await pushBecomes(tenant, pushId, 'in-doubt');
    await expect.poll(async () => (await storedPush(tenant, pushId)).failures).toBeGreaterThan(0);
    const stored = await storedPush(tenant, pushId);
    expect(stored).toMatchObject({ state: 'in-doubt', attempt: 1 });
    expect(Number(stored.dueAt)).toBeLessThanOrEqual(Number(stored.fenceAt));
    expect(Number(stored.fenceAt)).toBeGreaterThanOrEqual(Number(stored.grantedAt) + 135_000);
    expect(agent.received('send')).toEqual([]);
  });

  it('after the go: not found after the fence is sent again', async () => {
    const { tenant, identity, pushId } = await inDoubt();
    await rewriteStored(tenant, pushId, { fenceAt: Date.now() - 1 });
    const agent = await connectAgent(identity, FINDS_NOTHING);
    expect(await agent.next('send')).toMatchObject({ pushId, attempt: 2 });
  });

  it('after the go: a lookup that fails proves nothing, also after the fence', async () => {
    const { tenant, identity, pushId } = await inDoubt();
    await rewriteStored(tenant, pushId, { fenceAt: Date.now() - 1 });
    const error = failure('erp.unreachable');
    const agent = await connectAgent(identity, { 'order.find-by-reference': () => ({ error }) });
    await expect.poll(async () => (await storedPush(tenant, pushId)).failures).toBeGreaterThan(0);
    expect(await storedPush(tenant, pushId)).toMatchObject({ state: 'in-doubt', attempt: 1 });
    expect(agent.received('send')).toEqual([]);
  });

  it('after the go to an ERP that names no bound is for a person, and goes on being looked up', async () => {
    const bounds = { ...BOUNDS, maxExecutionMs: null };
    const { tenant, identity, pushId } = await inDoubt(bounds);
    const agent = await connectAgent(identity, FINDS_NOTHING, bounds);
    expect(await pushBecomes(tenant, pushId, 'parked')).toMatchObject({ problem: { code: 'push.bound-unknown' } });
    const orderId = freshOrderId();
    agent.answers = finds(orderId);
    await rewriteStored(tenant, pushId, { dueAt: Date.now() - 1 });
    await runDurableObjectAlarm(tenant.stub);
    expect(await pushBecomes(tenant, pushId, 'done')).toMatchObject({ orderId });
    expect(agent.received('send')).toEqual([]);
  });

  it('after the go to an ERP that cannot be searched is for a person at once', async () => {
    const { tenant, pushId } = await inDoubt({ ...BOUNDS, canLookUp: false, uniqueReference: false });
    expect(await storedPush(tenant, pushId)).toMatchObject({ dueAt: null, problem: { code: 'push.bound-unknown' } });
  });
});

describe('what a lookup finds', () => {
  const found = (...orderIds: string[]) => ({
    'order.find-by-reference': ({ reference }: { reference: string }) => ({
      output: { orders: orderIds.map((orderId) => orderSummary(orderId, { reference })) },
    }),
  });

  it('with other content is for a person', async () => {
    const { tenant, identity, pushId } = await inDoubt();
    const other = { ...order('X'), lines: [] };
    await connectAgent(identity, { ...found('X'), 'order.read': () => ({ output: other }) });
    const parked = await pushBecomes(tenant, pushId, 'parked');
    expect(parked.problem?.code).toBe('push.content-differs');
  });

  it('twice is for a person, also when one of them is reported after', async () => {
    const { tenant, identity, pushId } = await inDoubt();
    const agent = await connectAgent(identity, found('X', 'Y'));
    expect((await pushBecomes(tenant, pushId, 'parked')).problem?.code).toBe('push.order-twice');
    await agent.report({ pushId, attempt: 1 } as never, { result: 'made', output: { orderId: 'X' } });
    expect(await tenant.card.pushView(pushId)).toMatchObject({
      state: 'parked',
      problem: { code: 'push.order-twice' },
    });
  });

  it('under a reference that only looks like ours does not count', async () => {
    const { tenant, identity, pushId } = await inDoubt();
    await rewriteStored(tenant, pushId, { fenceAt: Date.now() - 1 });
    const alike = orderSummary('X', { reference: `DB-${WON_DEAL_ID}-10` });
    const agent = await connectAgent(identity, { 'order.find-by-reference': () => ({ output: { orders: [alike] } }) });
    expect(await agent.next('send')).toMatchObject({ pushId, attempt: 2 });
  });
});

describe('an agent that does not know what became of an attempt', () => {
  it('leaves it in doubt, and its later proof is believed', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, FINDS_NOTHING);
    await tenant.card.push(WON_DEAL_ID);
    const send = await agent.start();
    await agent.report(send, { result: 'unknown', error: failure('erp.timed-out') });
    expect(await tenant.card.pushView(send.pushId)).toMatchObject({
      state: 'in-doubt',
      problem: { code: 'erp.outcome-unknown', category: 'indeterminate' },
    });
    const orderId = freshOrderId();
    await agent.report(send, { result: 'made', output: { orderId } });
    expect(await pushBecomes(tenant, send.pushId, 'done')).toMatchObject({ orderId });
  });

  it('and calls an answer without a number made is not believed', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, FINDS_NOTHING);
    await tenant.card.push(WON_DEAL_ID);
    const send = await agent.start();
    await agent.report(send, { result: 'made', output: { orderId: '' } });
    expect((await tenant.card.pushView(send.pushId)).state).toBe('in-doubt');
  });
});
