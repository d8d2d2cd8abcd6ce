import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failure } from '#contracts/errors';
import { WON_DEAL_ID } from './erp-answers.ts';
import { type FakeAgent, newAgent } from './fake-agent.ts';
import { freshTenant } from './fresh-tenant.ts';
import { actionCall, callAction, signatureV2 } from './hubspot-caller.ts';
import { block, changeRecord, failNext, outputsOf } from './hubspot-control.ts';
import { later } from './later.ts';
import { whileSending } from './no-objection.ts';
import { freshOrderId, pushBecomes } from './push-watch.ts';
import type { TestTenant } from './tenant-setup.ts';

const BLOCKED = { outputFields: { hs_execution_state: 'BLOCK', hs_expiration_duration: 'P7D' } };
const freshCallbackId = (): string => `ap-${crypto.randomUUID()}-0`;

afterEach(async () => {
  vi.useRealTimers();
  await changeRecord('deals', WON_DEAL_ID, { dealstage: 'closedwon' });
});

/** The action is executed for the won deal, and HubSpot waits. */
async function execute(tenant: TestTenant, dealId = WON_DEAL_ID, callbackId = freshCallbackId()) {
  await block(callbackId);
  const answer = await callAction(actionCall(tenant.portalId, dealId, callbackId));
  expect([answer.status, await answer.json()]).toEqual([200, BLOCKED]);
  return callbackId;
}

const completed = (callbackId: string) =>
  vi.waitFor(
    async () => {
      const outputs = await outputsOf(callbackId);
      expect(outputs).not.toBeNull();
      return outputs;
    },
    { timeout: 8_000, interval: 20 },
  );

const sentBy = (agent: FakeAgent) => whileSending(() => agent.start());

describe('a workflow', () => {
  it('waits until the ERP made the order, and goes on with its number', async () => {
    const tenant = await freshTenant();
    const agent = await newAgent(tenant);
    const callbackId = await execute(tenant);
    const send = await sentBy(agent);
    expect(await outputsOf(callbackId)).toBeNull();
    const orderId = freshOrderId();
    await agent.report(send, { result: 'made', output: { orderId } });
    expect(await completed(callbackId)).toEqual({
      hs_execution_state: 'SUCCESS',
      erp_status: 'ordered',
      erp_order_number: orderId,
      erp_problem: '',
    });
  });

  it('that asks twice, also after an eviction, makes one push and hears one end', async () => {
    const tenant = await freshTenant();
    const agent = await newAgent(tenant);
    const callbackId = await execute(tenant);
    await callAction(actionCall(tenant.portalId, WON_DEAL_ID, callbackId));
    const send = await sentBy(agent);
    await evictDurableObject(tenant.stub);
    await callAction(actionCall(tenant.portalId, WON_DEAL_ID, callbackId));
    await agent.report(send, { result: 'made', output: { orderId: freshOrderId() } });
    expect(await completed(callbackId)).toMatchObject({ hs_execution_state: 'SUCCESS' });
    await pushBecomes(tenant, send.pushId, 'done');
    expect(agent.received('send')).toHaveLength(1);
    // The end was lost on its way, and HubSpot asks once more: it hears the same.
    await execute(tenant, WON_DEAL_ID, callbackId);
    expect(await completed(callbackId)).toMatchObject({ erp_status: 'ordered' });
    expect(agent.received('send')).toHaveLength(1);
  });

  it('hears what the ERP refused, in words', async () => {
    const tenant = await freshTenant();
    const agent = await newAgent(tenant);
    const callbackId = await execute(tenant);
    const error = failure('erp.rejected', { message: 'Customer 10447 is on hold.', detail: 'SPERR=X' });
    await agent.report(await sentBy(agent), { result: 'refused', error });
    expect(await completed(callbackId)).toMatchObject({
      hs_execution_state: 'FAIL_CONTINUE',
      erp_status: 'refused',
      erp_order_number: '',
      erp_problem: 'Customer 10447 is on hold. Correct what it names, then send again.',
    });
  });

  it.each([
    ['that is not won', WON_DEAL_ID, 'contractsent', 'not won'],
    ['that another account has', '1', 'closedwon', 'does not know this record'],
  ])('of a deal %s goes on at once and says so', async (_case, dealId, dealstage, said) => {
    const tenant = await freshTenant();
    await newAgent(tenant);
    await changeRecord('deals', WON_DEAL_ID, { dealstage });
    const outputs = await completed(await execute(tenant, dealId));
    expect(outputs).toMatchObject({ hs_execution_state: 'FAIL_CONTINUE', erp_status: 'not-sent' });
    expect(outputs?.erp_problem).toContain(said);
  });

  it('waits while the CRM is away, and does not give up', async () => {
    const tenant = await freshTenant();
    const agent = await newAgent(tenant);
    await failNext({ status: 503, times: 1 });
    const callbackId = await execute(tenant);
    expect(await outputsOf(callbackId)).toBeNull();
    later(600_000);
    await runDurableObjectAlarm(tenant.stub);
    vi.useRealTimers();
    expect(await sentBy(agent)).toMatchObject({ command: 'order.create' });
  });

  it('waits while no agent is there, and hears after six days that nothing was sent', async () => {
    const tenant = await freshTenant();
    const callbackId = await execute(tenant);
    later(3 * 86_400_000);
    await runDurableObjectAlarm(tenant.stub);
    expect(await outputsOf(callbackId)).toBeNull();
    later(4 * 86_400_000);
    await expect
      .poll(async () => {
        await runDurableObjectAlarm(tenant.stub);
        return outputsOf(callbackId);
      })
      .toMatchObject({ erp_status: 'not-sent', erp_problem: expect.stringContaining('nothing was sent') });
  });
});

describe('a call of the action', () => {
  const call = (portalId = '1') => actionCall(portalId, WON_DEAL_ID, freshCallbackId());

  it.each<[string, Record<string, string | null>]>([
    ['without a signature', { 'x-hubspot-signature': null }],
    ['with that of another secret', { 'x-hubspot-signature': signatureV2(JSON.stringify({}), { secret: 'other' }) }],
    ['with that of another route', { 'x-hubspot-signature': signatureV2('{}', { path: '/v1/hubspot/events' }) }],
    ['that says version 1', { 'x-hubspot-signature-version': 'v1' }],
    ['with something else for a signature', { 'x-hubspot-signature': 'zz' }],
  ])('%s is refused', async (_case, headers) => {
    expect((await callAction('{}', headers)).status).toBe(401);
  });

  it.each([
    ['without a deal', { object: undefined }, 'only be used with deals'],
    ['for a contact', { object: { objectId: 614, objectType: 'CONTACT' } }, 'only be used with deals'],
    ['of an account that nobody knows', {}, 'not connected to an ERP'],
  ])('%s fails for good, and says why', async (_case, more, said) => {
    const answer = await callAction({ ...call(), ...more });
    expect(answer.status).toBe(200);
    const { outputFields } = await answer.json<{ outputFields: Record<string, string> }>();
    expect(outputFields).toMatchObject({ hs_execution_state: 'FAIL_CONTINUE', erp_status: 'not-sent' });
    expect(outputFields.erp_problem).toContain(said);
  });

  it.each([
    ['without a callback', { ...call(), callbackId: undefined }],
    ['with a callback that is a path', { ...call(), callbackId: 'a b' }],
    ['that is no JSON', '{'],
  ])('%s is refused for good', async (_case, body) => {
    expect((await callAction(body)).status).toBe(400);
  });

  it('that is too large is refused', async () => {
    expect((await callAction({ ...call(), inputFields: { a: 'x'.repeat(70_000) } })).status).toBe(413);
  });
});
