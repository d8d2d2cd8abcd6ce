import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { expect, it, vi } from 'vitest';
import { failure } from '#contracts/errors';
import { bad, good } from './card-client.ts';
import { FINDS_NOTHING, WON_DEAL_ID } from './erp-answers.ts';
import { BOUNDS, connectAgent } from './fake-agent.ts';
import { freshOrderId, pushBecomes, rewriteStored, storedPush } from './push-watch.ts';
import { enrolAgent, setUpTenant } from './tenant-setup.ts';

it('a push that was given up and is made after all, beside the revision that waited for its fence, is told: the deal keeps its number', async () => {
  const tenant = await setUpTenant();
  const agent = await connectAgent(await enrolAgent(tenant), FINDS_NOTHING, { ...BOUNDS, maxExecutionMs: null });
  await tenant.card.push(WON_DEAL_ID);
  const sent = await agent.start();
  const { pushId } = sent;
  await agent.report(sent, { result: 'unknown', error: failure('erp.timed-out') });
  await pushBecomes(tenant, pushId, 'parked');
  await tenant.card.resolve(pushId, { decision: 'give-up', reason: 'The customer called it off' });
  expect(bad(await tenant.card.push(WON_DEAL_ID, 2)).code).toBe('push.bound-unknown');
  await rewriteStored(tenant, pushId, { fenceAt: Date.now() - 1 });
  // The fence alone proves nothing: nobody has looked since.
  const unseen = bad(await tenant.card.push(WON_DEAL_ID, 2));
  expect(unseen).toMatchObject({ code: 'push.bound-unknown' });
  await rewriteStored(tenant, pushId, { dueAt: Date.now() - 1 });
  await runDurableObjectAlarm(tenant.stub);
  await vi.waitFor(async () => expect((await storedPush(tenant, pushId)).absentAt).toBeGreaterThan(0));
  expect(good(await tenant.card.push(WON_DEAL_ID, 2)).push).toMatchObject({ reference: `DB-${WON_DEAL_ID}-2` });
  const [first, second] = [freshOrderId(), freshOrderId()];
  const send = await agent.start();
  expect(send.pushId).not.toBe(pushId);
  await agent.report(send, { result: 'made', output: { orderId: second } });
  await pushBecomes(tenant, send.pushId, 'done');
  await agent.report(sent, { result: 'made', output: { orderId: first } });
  const { problem } = await pushBecomes(tenant, pushId, 'parked');
  expect(problem?.code).toBe('push.order-twice');
  expect((await storedPush(tenant, send.pushId)).state).toBe('done');
  const told = await runInDurableObject(tenant.stub, (_object, { storage }) =>
    storage.sql.exec("SELECT content FROM crm_outbox WHERE kind = 'order-number'").toArray(),
  );
  expect(JSON.stringify(told)).not.toContain(first);
});
