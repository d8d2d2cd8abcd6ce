import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CorrelationId, CrmRecordId } from '#contracts/ids';
import { PushStore } from '../../gateway/durable/push-store.ts';
import { type Wish, WishStore } from '../../gateway/durable/wish-store.ts';
import { WON_DEAL_ID } from './erp-answers.ts';
import { type FakeAgent, newAgent } from './fake-agent.ts';
import { freshTenant } from './fresh-tenant.ts';
import { sendEvents, stageEvent } from './hubspot-caller.ts';
import { changeRecord, dealProperties, failNext, requestsTo, takeEvents } from './hubspot-control.ts';
import { later } from './later.ts';
import { whileSending } from './no-objection.ts';
import { setPolicy } from './operator-client.ts';
import { freshOrderId, pushBecomes } from './push-watch.ts';
import type { TestTenant } from './tenant-setup.ts';

const clear = () =>
  changeRecord('deals', WON_DEAL_ID, {
    dealstage: 'closedwon',
    deal_currency_code: 'EUR',
    erp_status: null,
    erp_problem: null,
  });
beforeEach(clear);
afterEach(async () => {
  vi.useRealTimers();
  await clear();
});

async function tenantThat(onWon: 'off' | 'ask' | 'automatic'): Promise<TestTenant> {
  const tenant = await freshTenant();
  await setPolicy(tenant, { push: { onWon } });
  return tenant;
}

const changed = async (tenant: TestTenant, dealId = WON_DEAL_ID) =>
  expect((await sendEvents([stageEvent(tenant.portalId, dealId)])).status).toBe(200);

/** Wishes that are not settled yet. */
const wishes = (tenant: TestTenant) =>
  runInDurableObject(tenant.stub, (_object, { storage }) =>
    storage.sql.exec<{ wish_id: string }>('SELECT wish_id FROM send_wish').toArray(),
  );

const outboxOf = (tenant: TestTenant) =>
  runInDurableObject(tenant.stub, (_object, { storage }) => storage.sql.exec('SELECT * FROM crm_outbox').toArray());

const settled = (tenant: TestTenant) => expect.poll(() => wishes(tenant), { timeout: 8_000 }).toEqual([]);
const statusOf = async () => (await dealProperties(WON_DEAL_ID)).erp_status ?? null;
const sentBy = (agent: FakeAgent) => whileSending(() => agent.start());

describe('a deal that is won is sent by itself', () => {
  it('once, though the event comes 11 times and out of order', async () => {
    const tenant = await tenantThat('automatic');
    const agent = await newAgent(tenant);
    await takeEvents(1, false);
    for (const dealstage of ['contractsent', 'closedwon', 'closedlost', 'closedwon']) {
      await changeRecord('deals', WON_DEAL_ID, { dealstage });
    }
    const requests = await takeEvents(11, true);
    expect(requests.flat()).toHaveLength(44);
    const sending = sentBy(agent);
    for (const events of requests) {
      const ours = events.map((event) => ({ ...event, portalId: Number(tenant.portalId) }));
      expect((await sendEvents(ours)).status).toBe(200);
    }
    const send = await sending;
    await agent.report(send, { result: 'made', output: { orderId: freshOrderId() } });
    await pushBecomes(tenant, send.pushId, 'done');
    await changed(tenant);
    await settled(tenant);
    expect(agent.received('send')).toHaveLength(1);
    expect(await statusOf()).toBe('Ordered');
  });

  it('also when the object was evicted between the event and the look', async () => {
    const tenant = await tenantThat('automatic');
    const agent = await newAgent(tenant);
    await failNext({ status: 503 });
    await changed(tenant);
    await evictDurableObject(tenant.stub);
    later(600_000);
    await runDurableObjectAlarm(tenant.stub);
    vi.useRealTimers();
    expect(await sentBy(agent)).toMatchObject({ command: 'order.create' });
  });

  it('not when it is not won any more, when nobody knows it, or when it was sent before', async () => {
    const tenant = await tenantThat('automatic');
    const agent = await newAgent(tenant);
    await tenant.card.push(WON_DEAL_ID);
    const send = await agent.start();
    await agent.report(send, { result: 'made', output: { orderId: freshOrderId() } });
    await pushBecomes(tenant, send.pushId, 'done');
    // With other content now: that is for a person to send.
    await changeRecord('line_items', `${WON_DEAL_ID}01`, { quantity: '13' });
    await changeRecord('deals', '88412072', { dealstage: 'contractsent' });
    await sendEvents([WON_DEAL_ID, '88412072', '1'].map((dealId) => stageEvent(tenant.portalId, dealId)));
    await settled(tenant);
    await changeRecord('deals', '88412072', { dealstage: 'closedwon' });
    await changeRecord('line_items', `${WON_DEAL_ID}01`, { quantity: '12' });
    expect(agent.received('send')).toHaveLength(1);
    expect(await outboxOf(tenant)).toEqual([]);
    expect(await statusOf()).toBe('Ordered');
    expect((await dealProperties('88412072')).erp_problem ?? null).toBeNull();
  });

  it('and where it cannot be, the deal says why', async () => {
    const tenant = await tenantThat('automatic');
    await newAgent(tenant);
    await changeRecord('deals', WON_DEAL_ID, { deal_currency_code: null });
    await changed(tenant);
    await expect.poll(statusOf).toBe('Not sent');
    expect((await dealProperties(WON_DEAL_ID)).erp_problem).toBe(
      'This deal has no currency. Set the currency of the deal first.',
    );
  });

  it('later, when no agent is there to ask the ERP', async () => {
    const tenant = await tenantThat('automatic');
    await changed(tenant);
    await expect.poll(() => wishes(tenant)).toEqual([{ wish_id: `won-stage/${WON_DEAL_ID}` }]);
    const agent = await newAgent(tenant);
    later(3_600_000);
    await runDurableObjectAlarm(tenant.stub);
    vi.useRealTimers();
    expect(await sentBy(agent)).toMatchObject({ command: 'order.create' });
  });
});

describe('a deal that is won waits for a person', () => {
  it('and says so, once, until it is sent', async () => {
    const tenant = await tenantThat('ask');
    const agent = await newAgent(tenant);
    const writes = await requestsTo(`/deals/${WON_DEAL_ID}`);
    await sendEvents(Array.from({ length: 11 }, () => stageEvent(tenant.portalId, WON_DEAL_ID)));
    await expect.poll(statusOf).toBe('Waits to be sent');
    await changed(tenant);
    await settled(tenant);
    expect((await requestsTo(`/deals/${WON_DEAL_ID}`)) - writes).toBeLessThanOrEqual(4);
    expect(agent.received('send')).toEqual([]);
    await tenant.card.push(WON_DEAL_ID);
    await expect.poll(statusOf).toBe('Being sent');
  });

  it.each([
    ['was sent so long ago that only its key is left', null],
    ['carries the number of an order that somebody else made', 'O-BY-HAND'],
  ])('but not one that %s', async (_name, orderNumber) => {
    const tenant = await tenantThat('ask');
    if (orderNumber === null) {
      const agent = await newAgent(tenant);
      await tenant.card.push(WON_DEAL_ID);
      const send = await agent.start();
      await agent.report(send, { result: 'made', output: { orderId: freshOrderId() } });
      await pushBecomes(tenant, send.pushId, 'done');
      await runInDurableObject(tenant.stub, (_object, { storage }) =>
        storage.transactionSync(() => new PushStore(storage.sql).keys.compact(Date.now() + 1)),
      );
    }
    await changeRecord('deals', WON_DEAL_ID, { erp_order_number: orderNumber, erp_status: 'Ordered' });
    try {
      await changed(tenant);
      await settled(tenant);
      expect(await outboxOf(tenant)).toEqual([]);
      expect(await statusOf()).toBe('Ordered');
    } finally {
      await changeRecord('deals', WON_DEAL_ID, { erp_order_number: null });
    }
  });

  it('and says so no more when it is not won any more', async () => {
    const tenant = await tenantThat('ask');
    await changed(tenant);
    await expect.poll(statusOf).toBe('Waits to be sent');
    await changeRecord('deals', WON_DEAL_ID, { dealstage: 'contractsent' });
    await changed(tenant);
    await expect.poll(statusOf).toBeNull();
  });
});

describe('events', () => {
  it('of another account are not taken by this tenant, whatever the directory says', async () => {
    const tenant = await tenantThat('ask');
    const deals = [WON_DEAL_ID as CrmRecordId];
    expect(await tenant.stub.dealsChanged('1', deals, '0123456789ab' as CorrelationId)).toBe('unknown');
    expect(await wishes(tenant)).toEqual([]);
  });

  it('that come while their deal is looked at have it looked at once more', async () => {
    const tenant = await freshTenant();
    const wish = {
      from: { way: 'won-stage' },
      dealId: WON_DEAL_ID,
      email: null,
      correlationId: '0123456789ab',
    } as Wish;
    const left = await runInDurableObject(tenant.stub, (_object, { storage }) => {
      const store = new WishStore(storage.sql);
      store.put(wish, 1);
      const looked = store.next(1);
      store.put(wish, 1);
      if (looked !== null) store.remove(looked);
      const again = store.next(1);
      if (again !== null) store.remove(again);
      return [again?.wishId, store.next(1)];
    });
    expect(left).toEqual([`won-stage/${WON_DEAL_ID}`, null]);
  });

  it('are not even kept where the policy is off', async () => {
    const tenant = await tenantThat('off');
    await changed(tenant);
    expect(await wishes(tenant)).toEqual([]);
  });

  it('of other kinds, of unknown accounts, and those that cannot be read are answered and passed over', async () => {
    const tenant = await tenantThat('ask');
    const { portalId } = tenant;
    const answer = await sendEvents([
      stageEvent('1', WON_DEAL_ID),
      stageEvent(portalId, WON_DEAL_ID, { objectTypeId: '0-1' }),
      stageEvent(portalId, WON_DEAL_ID, { propertyName: 'amount' }),
      stageEvent(portalId, WON_DEAL_ID, { objectId: -1 }),
      stageEvent(portalId, WON_DEAL_ID, { subscriptionType: 'object.creation' }),
      null,
      'x',
    ]);
    expect(answer.status).toBe(200);
    expect(await wishes(tenant)).toEqual([]);
  });

  it('of the older form of subscription count like the newer', async () => {
    const tenant = await tenantThat('ask');
    const older = { subscriptionType: 'deal.propertyChange', objectTypeId: undefined };
    await sendEvents([stageEvent(tenant.portalId, WON_DEAL_ID, older)]);
    await expect.poll(statusOf).toBe('Waits to be sent');
  });

  it('with the signature of another secret, too many or too large are refused', async () => {
    const tenant = await tenantThat('ask');
    const event = stageEvent(tenant.portalId, WON_DEAL_ID);
    expect((await sendEvents([event], 'another-secret')).status).toBe(401);
    expect((await sendEvents({ event })).status).toBe(400);
    expect((await sendEvents(Array.from({ length: 501 }, () => event))).status).toBe(400);
    expect((await sendEvents([{ ...event, sourceId: 'x'.repeat(300_000) }])).status).toBe(413);
    expect((await sendEvents([{ ...event, sourceId: 'x'.repeat(100_000) }])).status).toBe(200);
    await settled(tenant);
  });
});
