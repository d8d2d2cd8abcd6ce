import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { good } from './card-client.ts';
import { WON_DEAL_ID } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { freshOrderId, pushBecomes, rewriteStored, storedPush } from './push-watch.ts';
import { setUpTenant } from './tenant-setup.ts';

describe('an eviction loses nothing', () => {
  it('between accept and send', async () => {
    const tenant = await setUpTenant();
    const { pushId } = good(await tenant.card.push(WON_DEAL_ID)).push;
    await evictDurableObject(tenant.stub);
    const agent = await newAgent(tenant);
    expect(await agent.next('send')).toMatchObject({ pushId, attempt: 1 });
  });

  it('between send, claim, go and outcome, with the socket left open', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    await tenant.card.push(WON_DEAL_ID);
    const send = await agent.next('send');
    await evictDurableObject(tenant.stub);
    agent.claim(send);
    await agent.next('go');
    await evictDurableObject(tenant.stub);
    const orderId = freshOrderId();
    await agent.report(send, { result: 'made', output: { orderId } });
    await evictDurableObject(tenant.stub);
    expect(await pushBecomes(tenant, send.pushId, 'done')).toMatchObject({ orderId });
    expect(agent.received('send')).toHaveLength(1);
    expect(agent.received('go')).toHaveLength(1);
  });

  it('that drops the sockets after the go: the push is in doubt when the agent is back', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    await tenant.card.push(WON_DEAL_ID);
    const send = await agent.start();
    await evictDurableObject(tenant.stub, { webSockets: 'close' });
    await agent.closed;
    const again = await newAgent(tenant);
    expect(await again.next('call')).toMatchObject({ command: 'order.find-by-reference' });
    expect(await storedPush(tenant, send.pushId)).toMatchObject({ state: 'in-doubt', attempt: 1 });
    expect(again.received('send')).toEqual([]);
  });
});

describe('the alarm', () => {
  it('gives a push back that no agent claimed', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    await tenant.card.push(WON_DEAL_ID);
    const { pushId } = await agent.next('send');
    await rewriteStored(tenant, pushId, { dueAt: Date.now() - 1 });
    await runDurableObjectAlarm(tenant.stub);
    expect(await agent.next('send')).toMatchObject({ pushId, attempt: 2 });
  });

  it('takes a push with a go and no outcome for doubtful', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    await tenant.card.push(WON_DEAL_ID);
    const { pushId } = await agent.start();
    await rewriteStored(tenant, pushId, { dueAt: Date.now() - 1 });
    await runDurableObjectAlarm(tenant.stub);
    expect(await agent.next('call')).toMatchObject({ command: 'order.find-by-reference' });
    expect(await storedPush(tenant, pushId)).toMatchObject({ state: 'in-doubt' });
    expect(agent.received('send')).toHaveLength(1);
  });

  it('that fails is set again, for later, whatever made it fail', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    await tenant.card.push(WON_DEAL_ID);
    await agent.next('send');
    const alarm = await runInDurableObject(tenant.stub, async (object, { storage }) => {
      storage.sql.exec('DROP TABLE push');
      await storage.deleteAlarm();
      await object.alarm();
      return storage.getAlarm();
    });
    expect(alarm).toBeGreaterThan(Date.now() + 30_000);
  });

  it.each(['in-doubt', 'accepted'])('passes over a row that is %s and cannot be read', async (was) => {
    const tenant = await setUpTenant();
    await tenant.card.push(WON_DEAL_ID);
    const state = await runInDurableObject(tenant.stub, async (object, { storage }) => {
      storage.sql.exec(`UPDATE push SET record = '{"pushId":7}', state = ?, due_at = ?`, was, Date.now() - 1);
      await object.alarm();
      return storage.sql.exec('SELECT state, due_at AS dueAt FROM push').one();
    });
    expect(state).toEqual({ state: 'parked', dueAt: null });
  });

  it('is not set where nothing is due', async () => {
    const tenant = await setUpTenant();
    await tenant.card.push(WON_DEAL_ID);
    expect(await runDurableObjectAlarm(tenant.stub)).toBe(false);
  });
});
