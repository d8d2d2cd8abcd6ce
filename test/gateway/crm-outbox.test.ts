import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failure } from '#contracts/errors';
import type { CrmRecordId } from '#contracts/ids';
import type { CrmWrite } from '../../gateway/core/crm-write.ts';
import { AuditStore } from '../../gateway/durable/audit-store.ts';
import { NOT_FOUND_TRIES_MAX } from '../../gateway/durable/crm-outbox.ts';
import { OutboxStore } from '../../gateway/durable/outbox-store.ts';
import { WON_DEAL_ID } from './erp-answers.ts';
import { type FakeAgent, newAgent } from './fake-agent.ts';
import { freshTenant } from './fresh-tenant.ts';
import { changeRecord, dealProperties, failNext, missProperties, requestsTo } from './hubspot-control.ts';
import { later } from './later.ts';
import { freshOrderId, pushBecomes } from './push-watch.ts';
import type { TestTenant } from './tenant-setup.ts';

const clear = async () => {
  await missProperties();
  await changeRecord('deals', WON_DEAL_ID, { erp_status: null, erp_problem: null, erp_order_number: null });
};
beforeEach(clear);
afterEach(async () => {
  vi.useRealTimers();
  await clear();
});

const DEAL = WON_DEAL_ID as CrmRecordId;
const status = (text: string, recordId = DEAL): CrmWrite => ({ kind: 'status', recordId, status: text });
const problem = (text: string): CrmWrite => ({ kind: 'problem', recordId: DEAL, status: 'Not sent', problem: text });

const put = (tenant: TestTenant, ...writes: CrmWrite[]) =>
  runInDurableObject(tenant.stub, (_object, { storage }) => {
    const entries = new OutboxStore(storage.sql);
    for (const write of writes) entries.put(write, Date.now());
    return storage.setAlarm(Date.now());
  });

interface Row extends Record<string, SqlStorageValue> {
  subject: string;
  kind: string;
  failures: number;
  problem: string | null;
}
const outbox = (tenant: TestTenant) =>
  runInDurableObject(tenant.stub, (_object, { storage }) =>
    storage.sql.exec<Row>('SELECT subject, kind, failures, problem FROM crm_outbox ORDER BY seq').toArray(),
  );
const delivered = (tenant: TestTenant) => expect.poll(() => outbox(tenant), { timeout: 8_000 }).toEqual([]);
/** The alarm comes until this is so. */
const woken = <T>(tenant: TestTenant, read: () => Promise<T>) =>
  expect.poll(
    async () => {
      await runDurableObjectAlarm(tenant.stub);
      return read();
    },
    { timeout: 8_000 },
  );

const audited = (tenant: TestTenant, subject: string) =>
  runInDurableObject(tenant.stub, (_object, { storage }) =>
    new AuditStore(storage.sql).about(subject).map(({ kind, body }) => ({ of: kind, ...JSON.parse(body) })),
  );

async function sent(tenant: TestTenant): Promise<{ agent: FakeAgent; send: Awaited<ReturnType<FakeAgent['start']>> }> {
  const agent = await newAgent(tenant);
  await tenant.card.push(WON_DEAL_ID);
  return { agent, send: await agent.start() };
}

describe('what a deal says', () => {
  it('is what went wrong and what to do, and no more of it when the order is made', async () => {
    const tenant = await freshTenant();
    const { agent, send } = await sent(tenant);
    const error = failure('erp.rejected', { message: 'Customer 10447 is on hold.', detail: 'SPERR=X' });
    await agent.report(send, { result: 'refused', error });
    await expect.poll(async () => (await dealProperties(DEAL)).erp_status).toBe('Refused by the ERP');
    expect((await dealProperties(DEAL)).erp_problem).toBe(
      'Customer 10447 is on hold. Correct what it names, then send again.',
    );
    await tenant.card.push(WON_DEAL_ID, 2);
    const orderId = freshOrderId();
    await agent.report(await agent.start(), { result: 'made', output: { orderId } });
    await delivered(tenant);
    expect(await dealProperties(DEAL)).toMatchObject({
      erp_order_number: orderId,
      erp_status: 'Ordered',
      erp_problem: null,
    });
  });

  it('is said in the order it happened, the newest of a kind once', async () => {
    const tenant = await freshTenant();
    await failNext({ status: 503 });
    await put(tenant, status('first'), problem('old'), status('second'));
    await expect.poll(() => outbox(tenant)).toMatchObject([{ kind: 'problem', failures: 1 }, { kind: 'status' }]);
    later(600_000);
    const writes = await requestsTo(`/deals/${DEAL}`);
    await put(tenant, problem('new'));
    await woken(tenant, () => outbox(tenant)).toEqual([]);
    expect((await requestsTo(`/deals/${DEAL}`)) - writes).toBe(2);
    expect(await dealProperties(DEAL)).toMatchObject({ erp_status: 'Not sent', erp_problem: 'new' });
  });

  it('does not wait for another deal', async () => {
    const tenant = await freshTenant();
    await put(tenant, status('lost', '1' as CrmRecordId), status('kept'));
    await expect.poll(() => outbox(tenant)).toMatchObject([{ subject: 'deal/1', problem: 'crm.not-found' }]);
    expect((await dealProperties(DEAL)).erp_status).toBe('kept');
  });

  it('later waits for what is said before it, also when that has to be tried again', async () => {
    const tenant = await freshTenant();
    const kinds = await runInDurableObject(tenant.stub, (_object, { storage }) => {
      const entries = new OutboxStore(storage.sql);
      entries.put(problem('first'), 1);
      const first = entries.next(1);
      if (first !== null) entries.postpone(first, 100, 'crm.unavailable');
      entries.put(status('then'), 2);
      return [entries.next(99)?.kind, entries.next(100)?.kind, entries.dueAt()];
    });
    expect(kinds).toEqual([undefined, 'problem', 100]);
  });

  it('newer, said while the older is on its way, is not lost', async () => {
    const tenant = await freshTenant();
    const [first] = await runInDurableObject(tenant.stub, (_object, { storage }) => {
      const entries = new OutboxStore(storage.sql);
      entries.put(status('older'), 1);
      const onItsWay = entries.next(1);
      entries.put(status('newer'), 1);
      if (onItsWay !== null) entries.remove(onItsWay);
      return [entries.next(1)];
    });
    expect(first?.write).toEqual(status('newer'));
  });
});

describe('a property that the account does not have', () => {
  it('is left out and named in the audit, and the rest is written', async () => {
    const tenant = await freshTenant();
    await missProperties('erp_status', 'erp_synced_at');
    const { agent, send } = await sent(tenant);
    const orderId = freshOrderId();
    await agent.report(send, { result: 'made', output: { orderId } });
    await pushBecomes(tenant, send.pushId, 'done');
    const properties = await dealProperties(DEAL);
    expect([properties.erp_order_number, properties.erp_status]).toEqual([orderId, null]);
    expect(await audited(tenant, `deal/${DEAL}`)).toMatchObject([
      { of: 'crm', kind: 'order-number', event: 'left-out', properties: ['erp_status', 'erp_synced_at'] },
    ]);
  });

  it('and that is the order number itself keeps the push from done until somebody makes it, and the deal says so', async () => {
    const tenant = await freshTenant();
    await missProperties('erp_order_number');
    const { agent, send } = await sent(tenant);
    const orderId = freshOrderId();
    await agent.report(send, { result: 'made', output: { orderId } });
    await expect.poll(() => outbox(tenant)).toMatchObject([{ kind: 'order-number', problem: 'crm.rejected' }]);
    expect((await dealProperties(DEAL)).erp_problem).toContain(`made order ${orderId}, but the CRM refused`);
    expect((await tenant.card.pushView(send.pushId)).state).toBe('confirmed');
    await missProperties();
    later(3_700_000);
    await woken(tenant, () => outbox(tenant)).toEqual([]);
    expect(await dealProperties(DEAL)).toMatchObject({ erp_order_number: orderId, erp_problem: null });
  });
});

describe('a record that is not there', () => {
  it('is given up after some tries, and the audit says so', async () => {
    const tenant = await freshTenant();
    await put(tenant, status('lost', '1' as CrmRecordId));
    await expect.poll(async () => (await outbox(tenant))[0]?.failures).toBe(1);
    for (let tries = 2; tries < NOT_FOUND_TRIES_MAX; tries += 1) {
      later(3_700_000);
      await woken(tenant, async () => (await outbox(tenant))[0]?.failures).toBe(tries);
    }
    later(3_700_000);
    await woken(tenant, () => outbox(tenant)).toEqual([]);
    expect(await audited(tenant, 'deal/1')).toMatchObject([{ event: 'given-up', tries: NOT_FOUND_TRIES_MAX }]);
  });
});

describe('a CRM that has had enough', () => {
  it('is left alone by everything, as long as it says', async () => {
    const tenant = await freshTenant();
    await failNext({ status: 429, retryAfterS: 120 });
    await put(tenant, status('one'));
    await expect.poll(() => outbox(tenant)).toMatchObject([{ problem: 'crm.busy' }]);
    const writes = await requestsTo('');
    const wakesAt = () => runInDurableObject(tenant.stub, (_object, { storage }) => storage.getAlarm());
    await expect.poll(wakesAt).toBeGreaterThan(Date.now() + 100_000);
    await put(tenant, problem('two'), status('three', '88412072' as CrmRecordId));
    later(119_000);
    await runDurableObjectAlarm(tenant.stub);
    expect(await outbox(tenant)).toHaveLength(3);
    expect(await requestsTo('')).toBe(writes);
    later(2_000);
    await woken(tenant, () => outbox(tenant)).toEqual([]);
    await changeRecord('deals', '88412072', { erp_status: null });
  });

  it('without saying how long is left alone for the ten seconds of its window', async () => {
    const tenant = await freshTenant();
    await failNext({ status: 429 });
    later(0);
    await put(tenant, status('one'));
    await woken(tenant, () => outbox(tenant)).toMatchObject([{ problem: 'crm.busy' }]);
    later(9_900);
    await runDurableObjectAlarm(tenant.stub);
    expect(await outbox(tenant)).toHaveLength(1);
    later(100);
    await woken(tenant, () => outbox(tenant)).toEqual([]);
  });

  it('or is away does not touch a push: the next one is made meanwhile', async () => {
    const tenant = await freshTenant();
    const { agent, send } = await sent(tenant);
    const second = await tenant.card.push('88412071');
    expect(second.ok).toBe(true);
    await failNext({ status: 503, times: 50 });
    await agent.report(send, { result: 'made', output: { orderId: freshOrderId() } });
    const next = await agent.start();
    await agent.report(next, { result: 'made', output: { orderId: freshOrderId() } });
    expect((await tenant.card.pushView(next.pushId)).state).toBe('confirmed');
    // One is tried, and fails for all.
    await expect.poll(async () => (await outbox(tenant)).filter(({ failures }) => failures > 0).length).toBe(1);
    await expect.poll(async () => (await tenant.card.deal(WON_DEAL_ID)).ok, { timeout: 8_000, interval: 1 }).toBe(true);
  });
});
