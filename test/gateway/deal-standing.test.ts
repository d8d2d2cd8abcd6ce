import { runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { failure } from '#contracts/errors';
import type { CrmRecordId, PushId, SalesOrderId } from '#contracts/ids';
import type { CrmWrite } from '../../gateway/core/crm-write.ts';
import type { Push } from '../../gateway/core/push-record.ts';
import { AskedDeals } from '../../gateway/durable/asked-deals.ts';
import { AuditStore } from '../../gateway/durable/audit-store.ts';
import { CrmNews } from '../../gateway/durable/crm-news.ts';
import { DealRevisions } from '../../gateway/durable/deal-revisions.ts';
import { OrderStatuses } from '../../gateway/durable/order-statuses.ts';
import { OutboxStore } from '../../gateway/durable/outbox-store.ts';
import { PushStore } from '../../gateway/durable/push-store.ts';
import { WorkflowCalls } from '../../gateway/durable/workflow-calls.ts';
import { good } from './card-client.ts';
import { FINDS_NOTHING, WON_DEAL_ID } from './erp-answers.ts';
import { BOUNDS, connectAgent, newAgent } from './fake-agent.ts';
import { freshTenant } from './fresh-tenant.ts';
import { sendEvents, stageEvent } from './hubspot-caller.ts';
import { changeRecord, dealProperties } from './hubspot-control.ts';
import { setPolicy } from './operator-client.ts';
import { A, B, NOW, pushIn } from './push-factory.ts';
import { freshOrderId, pushBecomes, rewriteStored } from './push-watch.ts';
import { enrolAgent, type TestTenant } from './tenant-setup.ts';

const CLEAR = { erp_status: null, erp_problem: null, erp_order_number: null, deal_currency_code: 'EUR' };
beforeEach(() => changeRecord('deals', WON_DEAL_ID, CLEAR));
afterEach(async () => {
  vi.useRealTimers();
  await changeRecord('deals', WON_DEAL_ID, CLEAR);
});

const says = async () => {
  const { erp_status: status, erp_problem: problem } = await dealProperties(WON_DEAL_ID);
  return { status: status ?? null, problem: problem || null };
};
const comesToSay = (status: string) => expect.poll(says, { timeout: 8_000 }).toMatchObject({ status });

describe('what a deal says', () => {
  it('of a refusal gives way as soon as its next revision is accepted, before anything of it is done', async () => {
    const tenant = await freshTenant();
    const agent = await newAgent(tenant);
    await tenant.card.push(WON_DEAL_ID);
    await agent.report(await agent.start(), { result: 'refused', error: failure('erp.rejected') });
    await comesToSay('Refused by the ERP');
    expect(good(await tenant.card.push(WON_DEAL_ID, 2)).push.revision).toBe(2);
    await comesToSay('Being sent');
    expect(await says()).toEqual({ status: 'Being sent', problem: null });
  });

  it('is its order again, when the other revision that showed itself beside it is given up once more', async () => {
    const tenant = await freshTenant();
    const agent = await connectAgent(await enrolAgent(tenant), FINDS_NOTHING, { ...BOUNDS, maxExecutionMs: null });
    await tenant.card.push(WON_DEAL_ID);
    const first = await agent.start();
    await agent.report(first, { result: 'unknown', error: failure('erp.timed-out') });
    await pushBecomes(tenant, first.pushId, 'parked');
    await comesToSay('Needs a person');
    await giveUp(tenant, first.pushId);
    await comesToSay('Given up');
    const lookedFor = { fenceAt: Date.now() - 2, absentAt: Date.now() - 1, dueAt: null };
    await rewriteStored(tenant, first.pushId, lookedFor);
    good(await tenant.card.push(WON_DEAL_ID, 2));
    const second = await agent.start();
    const orderId = freshOrderId();
    await agent.report(second, { result: 'made', output: { orderId } });
    await pushBecomes(tenant, second.pushId, 'done');
    await agent.report(first, { result: 'made', output: { orderId: freshOrderId() } });
    await pushBecomes(tenant, first.pushId, 'parked');
    await comesToSay('Needs a person');
    await giveUp(tenant, first.pushId);
    await comesToSay('Ordered');
    expect(await says()).toEqual({ status: 'Ordered', problem: null });
    expect((await dealProperties(WON_DEAL_ID)).erp_order_number).toBe(orderId);
  });

  it('of why it could not be sent by itself gives way when a person sends it', async () => {
    const tenant = await freshTenant();
    await setPolicy(tenant, { push: { onWon: 'automatic' } });
    await newAgent(tenant);
    await changeRecord('deals', WON_DEAL_ID, { deal_currency_code: null });
    await sendEvents([stageEvent(tenant.portalId, WON_DEAL_ID)]);
    await comesToSay('Not sent');
    await changeRecord('deals', WON_DEAL_ID, { deal_currency_code: 'EUR' });
    good(await tenant.card.push(WON_DEAL_ID));
    await comesToSay('Being sent');
    expect(await says()).toEqual({ status: 'Being sent', problem: null });
  });

  it('of why it could not be sent is not said over a push that was taken in meanwhile', async () => {
    const told = await news((store) => {
      store.push(1, 'sending');
      store.news.notSent(DEAL, failure('deal.no-currency'), NOW);
      store.news.waits(DEAL, NOW);
      store.news.waitsNoMore(DEAL, NOW);
    });
    expect(told).toEqual([]);
  });
});

const giveUp = (tenant: TestTenant, pushId: string) =>
  tenant.card.resolve(pushId, { decision: 'give-up', reason: 'The customer called it off' });

const DEAL = '77' as CrmRecordId;
const idOf = (revision: number) => `p_000000000000000${revision}` as PushId;

/** What the CRM is to be told of deal 77 after this happened. */
async function news(
  happens: (store: {
    push: (revision: number, state: Push['state'], more?: Partial<Push>) => Push;
    pushes: PushStore;
    audit: AuditStore;
    news: CrmNews;
  }) => void,
): Promise<CrmWrite[]> {
  const tenant = await freshTenant();
  return runInDurableObject(tenant.stub, (_object, { storage }) =>
    storage.transactionSync(() => {
      const { sql } = storage;
      const [pushes, audit] = [new PushStore(sql), new AuditStore(sql)];
      const entries = new OutboxStore(sql);
      const orders = new OrderStatuses(sql, () => {});
      const deals = new DealRevisions(pushes, audit);
      const parts = { entries, orders, deals, calls: new WorkflowCalls(sql), asked: new AskedDeals(sql) };
      const push = (revision: number, state: Push['state'], more: Partial<Push> = {}): Push => {
        const reference = `DB-77-${revision}` as Push['reference'];
        const made = { ...pushIn(state, { revision, reference, ...more }), pushId: idOf(revision) };
        pushes.insert(made);
        return made;
      };
      happens({ push, pushes, audit, news: new CrmNews(parts) });
      const told = sql.exec<{ content: string }>('SELECT content FROM crm_outbox ORDER BY seq').toArray();
      sql.exec('DELETE FROM crm_outbox');
      return told.map(({ content }) => JSON.parse(content) as CrmWrite);
    }),
  );
}

describe('the status of an order', () => {
  const two = (store: Parameters<Parameters<typeof news>[0]>[0]) => {
    store.push(1, 'done', { erpId: A });
    store.push(2, 'done', { erpId: B });
  };

  it('is said where it is the deal’s order, and not where it is another revision’s', async () => {
    const told = await news((store) => {
      two(store);
      store.news.orderChanged(DEAL, A as SalesOrderId, 'cancelled', NOW);
      store.news.orderChanged(DEAL, B as SalesOrderId, 'shipped', NOW);
    });
    expect(told).toEqual([{ kind: 'status', recordId: DEAL, status: 'Shipped' }]);
  });

  it('is that of the one that a person named, of two', async () => {
    const told = await news((store) => {
      two(store);
      store.audit.append(NOW, 'push', idOf(1), '0123456789ab', { decided: { decision: 'link', orderId: A } });
      store.news.orderChanged(DEAL, A as SalesOrderId, 'cancelled', NOW);
      store.news.orderChanged(DEAL, B as SalesOrderId, 'shipped', NOW);
    });
    expect(told).toEqual([{ kind: 'status', recordId: DEAL, status: 'Cancelled' }]);
  });

  it('is not said over what needs a person', async () => {
    const told = await news((store) => {
      store.push(1, 'parked', { erpId: A, problem: failure('push.order-twice') });
      store.push(2, 'done', { erpId: B });
      store.news.orderChanged(DEAL, B as SalesOrderId, 'shipped', NOW);
    });
    expect(told).toEqual([]);
  });
});

it('an order of which only the key is left still stands on its deal', async () => {
  const told = await news((store) => {
    store.push(2, 'done', { erpId: B });
    store.pushes.keys.compact(NOW + 1);
    const parked = store.push(1, 'parked', { erpId: A, problem: failure('push.order-twice') });
    const givenUp: Push = { ...parked, state: 'given-up', problem: failure('push.given-up') };
    store.pushes.update(givenUp);
    store.news.moved(parked, givenUp, NOW);
  });
  expect(told).toEqual([{ kind: 'problem', recordId: DEAL, status: 'Ordered', problem: null }]);
});
