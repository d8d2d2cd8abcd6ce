import { runDurableObjectAlarm, runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, it } from 'vitest';
import { WHOLE_FOR_MS } from '../../gateway/durable/push-compaction.ts';
import { PushStore } from '../../gateway/durable/push-store.ts';
import { bad, good } from './card-client.ts';
import { WON_DEAL_ID } from './erp-answers.ts';
import { type FakeAgent, newAgent } from './fake-agent.ts';
import { changeRecord, dealProperties } from './hubspot-control.ts';
import { whileSending } from './no-objection.ts';
import { freshOrderId, pushBecomes } from './push-watch.ts';
import { planOf } from './query-plan.ts';
import { setUpTenant, type TestTenant } from './tenant-setup.ts';

const LINE_ID = `${WON_DEAL_ID}01`;
afterEach(async () => {
  await changeRecord('line_items', LINE_ID, { quantity: '12' });
});

/** The rows of each kind. */
const kept = ({ stub }: TestTenant) =>
  runInDurableObject(stub, (_object, { storage }) => {
    const count = (table: string) =>
      storage.sql.exec<{ rows: number }>(`SELECT count(*) AS rows FROM ${table}`).one().rows;
    return { whole: count('push'), keys: count('push_key') };
  });

/** Lets everything that was kept be so much older, and the alarm come. */
async function age(tenant: TestTenant, ms: number): Promise<void> {
  await runInDurableObject(tenant.stub, (_object, { storage }) => {
    storage.sql.exec(
      "UPDATE push SET accepted_at = accepted_at - ?1, record = json_set(record, '$.acceptedAt', accepted_at - ?1)",
      ms,
    );
  });
  await runDurableObjectAlarm(tenant.stub);
}

async function sentLongAgo(): Promise<{ tenant: TestTenant; agent: FakeAgent; pushId: string; orderId: string }> {
  const tenant = await setUpTenant();
  const agent = await newAgent(tenant);
  await tenant.card.push(WON_DEAL_ID);
  const { pushId, ...send } = await agent.start();
  const orderId = freshOrderId();
  await agent.report({ pushId, ...send }, { result: 'made', output: { orderId } });
  await pushBecomes(tenant, pushId, 'done');
  await age(tenant, WHOLE_FOR_MS + 60_000);
  await expect.poll(() => kept(tenant)).toEqual({ whole: 0, keys: 1 });
  return { tenant, agent, pushId, orderId };
}

describe('a push that ended more than 400 days ago', () => {
  it('is known by its key: the same again is the same push, and nothing is sent', async () => {
    const { tenant, agent, pushId, orderId } = await sentLongAgo();
    for (let twice = 0; twice < 2; twice += 1) {
      const { push } = good(await tenant.card.send(WON_DEAL_ID, { revision: 1 }));
      expect(push).toMatchObject({ pushId, orderId, state: 'done', reference: `DB-${WON_DEAL_ID}-1` });
      expect(push.steps.at(-1)?.state).toBe('done');
    }
    expect(agent.received('send')).toHaveLength(1);
    expect(good(await tenant.card.deal(WON_DEAL_ID)).push).toMatchObject({
      pushId,
      orderId,
      state: 'done',
      mayResolve: [],
      sent: null,
    });
    expect(await kept(tenant)).toEqual({ whole: 0, keys: 1 });
  });

  it('is not taken for an order that somebody else made: its number on the deal is ours', async () => {
    const { tenant, agent, orderId } = await sentLongAgo();
    expect((await dealProperties(WON_DEAL_ID)).erp_order_number).toBe(orderId);
    const codes = async () => good(await tenant.card.preview(WON_DEAL_ID)).preview.findings.map(({ code }) => code);
    expect(await whileSending(codes)).not.toContain('deal.incomplete');
    await changeRecord('deals', WON_DEAL_ID, { erp_order_number: 'O-of-another' });
    expect(await whileSending(codes)).toContain('deal.incomplete');
    expect(agent.received('send')).toHaveLength(1);
  });

  it('is refused with other content, and as a revision that nobody asked the ERP about', async () => {
    const { tenant, orderId } = await sentLongAgo();
    await changeRecord('line_items', LINE_ID, { quantity: '13' });
    const reused = (what: string) => ({
      code: 'push.key-reused',
      message: `${what} became order ${orderId} in the ERP.`,
    });
    const changed = reused('An earlier version of this deal');
    expect(bad(await tenant.card.send(WON_DEAL_ID, { revision: 1 }))).toMatchObject(changed);
    expect(bad(await tenant.card.send(WON_DEAL_ID, { revision: 2 }))).toMatchObject(reused('This deal'));
    // Changed into what can be no order.
    await changeRecord('line_items', LINE_ID, { quantity: '0' });
    expect(bad(await tenant.card.send(WON_DEAL_ID, { revision: 1 }))).toMatchObject(changed);
    expect(await kept(tenant)).toEqual({ whole: 0, keys: 1 });
  });

  it('is the one that a wish without a revision means', async () => {
    const { tenant, pushId } = await sentLongAgo();
    const latest = await runInDurableObject(tenant.stub, (_object, { storage }) =>
      new PushStore(storage.sql).keys.latestOf(WON_DEAL_ID),
    );
    expect(latest).toMatchObject({ revision: 1, state: 'done' });
    expect(good(await tenant.card.bulk([WON_DEAL_ID])).waiting).toBe(1);
    await runDurableObjectAlarm(tenant.stub);
    await expect.poll(async () => (await kept(tenant)).whole).toBe(0);
    expect(pushId).toMatch(/^p_/);
  });

  it('shrinks so many at a wake, and the rest at the next ones', async () => {
    const { tenant, pushId } = await sentLongAgo();
    await runInDurableObject(tenant.stub, (_object, { storage }) => {
      const pushes = new PushStore(storage.sql);
      for (let at = 0; at < 1_200; at += 1) {
        storage.sql.exec(
          `INSERT INTO push (push_id, subject, revision, reference, state, due_at, accepted_at, record) VALUES (?1, 'deal/' || ?2, 1, ?1, 'done', NULL, ?3,
             json_object('pushId', ?1, 'recordId', ?2, 'revision', 1, 'state', 'done', 'acceptedAt', ?3, 'erpId', NULL,
               'write', json_object('command', 'order.create', 'input', json_object('customerId', NULL))))`,
          ...[`p_${String(at).padStart(16, '0')}`, String(1_000 + at), 1_000 + at],
        );
      }
      pushes.keys.compact(Date.now());
    });
    expect(await kept(tenant)).toEqual({ whole: 700, keys: 501 });
    // Any request sets the alarm.
    await tenant.card.send(WON_DEAL_ID, { revision: 1 });
    await expect.poll(() => kept(tenant), { timeout: 4_000 }).toEqual({ whole: 0, keys: 1_201 });
    expect(pushId).toMatch(/^p_/);
  });
});

it('the question whether something is old enough is answered from an index, however much stays', async () => {
  const plans = await planOf((sql) => new PushStore(sql).keys.oldestEndedAt());
  expect(plans).toEqual([expect.stringContaining('push_by_end')]);
});

describe('what stays whole', () => {
  it.each([
    ['is younger', WHOLE_FOR_MS - 60_000, 'done'],
    ['is parked', WHOLE_FOR_MS + 60_000, 'parked'],
    ['is in doubt', WHOLE_FOR_MS + 60_000, 'in-doubt'],
  ])('a push that %s', async (_why, ms, state) => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    await tenant.card.push(WON_DEAL_ID);
    const send = await agent.start();
    await agent.report(send, { result: 'made', output: { orderId: freshOrderId() } });
    await pushBecomes(tenant, send.pushId, 'done');
    await runInDurableObject(tenant.stub, (_object, { storage }) => {
      storage.sql.exec("UPDATE push SET state = ?1, record = json_set(record, '$.state', ?1)", state);
    });
    await age(tenant, ms);
    await tenant.card.deal(WON_DEAL_ID);
    expect(await kept(tenant)).toEqual({ whole: 1, keys: 0 });
  });
});
