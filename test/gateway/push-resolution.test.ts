import { runInDurableObject } from 'cloudflare:test';
import { describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import { AuditStore } from '../../gateway/durable/audit-store.ts';
import { DeadLetter, type DeadLetterPage } from '../../gateway/durable/dead-letters.ts';
import { OPERATOR_PASSPHRASE } from './bindings.ts';
import { bad, good } from './card-client.ts';
import { FINDS_NOTHING, OTHER_CUSTOMER_ID, order, WON_DEAL_ID } from './erp-answers.ts';
import { type Answers, BOUNDS, connectAgent, type FakeAgent, newAgent } from './fake-agent.ts';
import { deadLetters, setPolicy } from './operator-client.ts';
import { freshOrderId, pushBecomes, rewriteStored, storedPush } from './push-watch.ts';
import { askAsOperator, enrolAgent, setUpTenant, type TestTenant } from './tenant-setup.ts';

interface Stage {
  tenant: TestTenant;
  agent: FakeAgent;
  pushId: string;
}

/** A push that is parked since this ERP names no bound: the answer was lost, and nothing is found. */
async function parked(answers: Answers = {}, bounds = { ...BOUNDS, maxExecutionMs: null }): Promise<Stage> {
  const tenant = await setUpTenant();
  const agent = await connectAgent(await enrolAgent(tenant), { ...FINDS_NOTHING, ...answers }, bounds);
  await tenant.card.push(WON_DEAL_ID);
  const send = await agent.start();
  await agent.report(send, { result: 'unknown', error: failure('erp.timed-out', { detail: 'no answer in 60 s' }) });
  await pushBecomes(tenant, send.pushId, 'parked');
  return { tenant, agent, pushId: send.pushId };
}

/** The decisions that the audit holds. */
const decisionsOf = ({ tenant, pushId }: Stage): Promise<object[]> =>
  runInDurableObject(tenant.stub, (_object, { storage }) =>
    new AuditStore(storage.sql)
      .about(pushId)
      .map(({ body }) => JSON.parse(body) as { decided?: object })
      .filter(({ decided }) => decided !== undefined),
  );

const orders = (...known: ReturnType<typeof order>[]): Answers => ({
  'order.read': ({ orderId }: { orderId: string }) => {
    const output = known.find((one) => one.orderId === orderId);
    return output === undefined ? { error: failure('erp.not-found') } : { output };
  },
});

const settle = ({ tenant, pushId }: Stage, decision: object): Promise<Response> =>
  askAsOperator(`/tenants/${tenant.tenantId}/dead-letters/${pushId}/resolution`, decision);

const GIVE_UP = { decision: 'give-up', reason: 'The customer called it off' };
const SEND_AGAIN = { decision: 'send-again', reason: 'Looked in the ERP: none' };

describe('a parked push', () => {
  it('says how it may be settled', async () => {
    const { tenant, pushId } = await parked();
    expect((await tenant.card.pushView(pushId)).mayResolve).toEqual(['link', 'send-again', 'give-up']);
  });

  it('linked to an order of the same customer is confirmed with it and written back; said twice it changes nothing', async () => {
    const orderId = freshOrderId();
    const stage = await parked(orders(order(orderId)));
    const { tenant, pushId } = stage;
    const link = { decision: 'link', orderId };
    expect(good(await tenant.card.resolve(pushId, link)).push).toMatchObject({
      orderId,
      problem: null,
      mayResolve: [],
    });
    await pushBecomes(tenant, pushId, 'done');
    expect(good(await tenant.card.resolve(pushId, link)).push).toMatchObject({ state: 'done', orderId });
    expect(bad(await tenant.card.resolve(pushId, GIVE_UP)).code).toBe('push.not-parked');
    expect(bad(await tenant.card.resolve(pushId, { decision: 'link', orderId: 'O-9' })).code).toBe('push.not-parked');
    expect(await decisionsOf(stage)).toMatchObject([
      { event: 'linked', decided: link, way: 'card', by: expect.stringContaining('@') },
    ]);
  });

  it.each([
    ['of another customer', 'another customer', order('O-1', { customerId: OTHER_CUSTOMER_ID })],
    ['of ours for another deal', 'Order O-1 belongs to another deal', order('O-1', { reference: 'DB-1-1' })],
    ['that the ERP does not know', 'not known in the ERP', order('O-2')],
  ])('is not linked to an order %s', async (_which, said, known) => {
    const stage = await parked(orders(known));
    const refused = bad(await stage.tenant.card.resolve(stage.pushId, { decision: 'link', orderId: 'O-1' }));
    expect(refused).toMatchObject({ code: 'push.order-unfit', message: expect.stringContaining(said) });
    expect(await storedPush(stage.tenant, stage.pushId)).toMatchObject({ state: 'parked', erpId: null });
    expect(await decisionsOf(stage)).toEqual([]);
  });

  it('is not linked to an order that another push has', async () => {
    const orderId = freshOrderId();
    const { tenant, pushId } = await parked(orders(order(orderId)));
    await runInDurableObject(tenant.stub, (_object, { storage }) => {
      storage.sql.exec(
        `INSERT INTO push (push_id, subject, revision, reference, state, due_at, accepted_at, record)
         SELECT 'p_00000000000000ff', 'deal/1', 1, 'DB-1-1', 'done', NULL, accepted_at,
           json_set(record, '$.pushId', 'p_00000000000000ff', '$.erpId', ?, '$.state', 'done') FROM push WHERE push_id = ?`,
        orderId,
        pushId,
      );
    });
    expect(bad(await tenant.card.resolve(pushId, { decision: 'link', orderId })).code).toBe('push.order-unfit');
  });

  it('is not linked while the ERP cannot be asked', async () => {
    const { tenant, agent, pushId } = await parked();
    agent.hangUp();
    await expect.poll(async () => good(await tenant.card.deal(WON_DEAL_ID)).link.online).toBe(false);
    expect(bad(await tenant.card.resolve(pushId, { decision: 'link', orderId: 'O-1' })).code).toBe('agent.offline');
  });

  it('given up stays so', async () => {
    const stage = await parked();
    const { tenant, pushId } = stage;
    expect(good(await tenant.card.resolve(pushId, GIVE_UP)).push).toMatchObject({ state: 'given-up' });
    expect(good(await tenant.card.resolve(pushId, GIVE_UP)).push).toMatchObject({ state: 'given-up' });
    expect(bad(await tenant.card.resolve(pushId, SEND_AGAIN)).code).toBe('push.not-parked');
    expect(await decisionsOf(stage)).toHaveLength(1);
  });

  it('to be sent again waits for the hour and a lookup, however often it is said', async () => {
    const stage = await parked();
    const { tenant, agent, pushId } = stage;
    expect(good(await tenant.card.resolve(pushId, SEND_AGAIN)).push).toMatchObject({ state: 'in-doubt' });
    expect(good(await tenant.card.resolve(pushId, SEND_AGAIN)).push).toMatchObject({ state: 'in-doubt' });
    expect(await decisionsOf(stage)).toHaveLength(1);
    const { fenceAt, grantedAt } = await storedPush(tenant, pushId);
    expect(Number(fenceAt)).toBeGreaterThanOrEqual(Number(grantedAt) + 3_600_000);
    expect(agent.received('send')).toHaveLength(1);
  });

  it('cannot be sent again on a word before the hour where nothing can be looked up', async () => {
    const { tenant, pushId } = await parked({}, { ...BOUNDS, maxExecutionMs: null, canLookUp: false });
    expect((await tenant.card.pushView(pushId)).mayResolve).toEqual(['link', 'give-up']);
    expect(bad(await tenant.card.resolve(pushId, SEND_AGAIN)).code).toBe('push.bound-unknown');
    await rewriteStored(tenant, pushId, { grantedAt: Date.now() - 3_600_001 });
    expect(good(await tenant.card.resolve(pushId, SEND_AGAIN)).push.state).not.toBe('parked');
  });

  it('is settled by those whom the policy names only, and by an operator', async () => {
    const stage = await parked();
    const { tenant, pushId } = stage;
    await setPolicy(tenant, { push: { resolve: ['someone.else@example.com'] } });
    expect((await tenant.card.pushView(pushId)).mayResolve).toEqual([]);
    expect(bad(await tenant.card.resolve(pushId, GIVE_UP)).code).toBe('push.not-allowed');
    const answer = await settle(stage, GIVE_UP);
    expect(DeadLetter.parse(await answer.json())).toMatchObject({ state: 'given-up', mayResolve: [] });
    expect(await decisionsOf(stage)).toMatchObject([{ way: 'operator', by: null, decided: GIVE_UP }]);
  });

  it('that does not exist, or a decision that is none, is refused', async () => {
    const tenant = await setUpTenant();
    expect(bad(await tenant.card.resolve('p_00000000000000aa', GIVE_UP)).code).toBe('push.not-found');
    expect(bad(await tenant.card.resolve('p_00000000000000aa', { decision: 'forget' })).code).toBe('request.invalid');
  });
});

describe('dead letters', () => {
  it('show what was sent, what came of each attempt, what was found, and when', async () => {
    const { tenant, pushId } = await parked();
    const { rows, nextBefore } = await deadLetters(tenant);
    expect(nextBefore).toBeNull();
    expect(rows).toMatchObject([
      {
        pushId,
        state: 'parked',
        problem: { code: 'push.bound-unknown' },
        write: { command: 'order.create', input: { reference: `DB-${WON_DEAL_ID}-1`, customerId: '10447' } },
        attempts: 1,
        fenceAt: null,
        mayResolve: ['link', 'send-again', 'give-up'],
      },
    ]);
    const history = (rows[0]?.history ?? []).map(({ body }) => body);
    expect(history).toMatchObject([
      { event: 'accepted' },
      { to: 'ready' },
      { to: 'sending', attempt: 1, epoch: 1 },
      { event: 'claimed', granted: true },
      { outcome: { attempt: 1, result: 'unknown', code: 'erp.timed-out', detail: 'no answer in 60 s' } },
      { to: 'parked', found: { kind: 'none', ids: [] } },
    ]);
  });

  it('come the newest first, a page at a time, and only those that need a person', async () => {
    const { tenant, pushId } = await parked();
    await runInDurableObject(tenant.stub, (_object, { storage }) => {
      for (let at = 1; at <= 45; at += 1) {
        const id = `p_${String(at).padStart(16, '0')}`;
        storage.sql.exec(
          `INSERT INTO push (push_id, subject, revision, reference, state, due_at, accepted_at, record)
           SELECT ?1, ?1, 1, ?1, ?2, NULL, ?3, json_set(record, '$.pushId', ?1, '$.state', ?2, '$.acceptedAt', ?3) FROM push WHERE push_id = ?4`,
          ...[id, at % 3 === 0 ? 'done' : at % 3 === 1 ? 'refused' : 'parked', 1_000 + Math.floor(at / 6), pushId],
        );
      }
    });
    const seen: DeadLetter[] = [];
    let before: string | null = '';
    while (before !== null) {
      const page: DeadLetterPage = await deadLetters(tenant, before === '' ? '' : `?before=${before}`);
      expect(page.rows.length).toBeLessThanOrEqual(20);
      seen.push(...page.rows);
      before = page.nextBefore;
    }
    expect(seen).toHaveLength(31);
    expect(new Set(seen.map((row) => row.pushId)).size).toBe(31);
    expect(seen[0]?.pushId).toBe(pushId);
    const times = seen.map(({ acceptedAt }) => Date.parse(acceptedAt));
    expect(times).toEqual([...times].sort((a, b) => b - a));
  });

  it('of a stranger, of no tenant, or from no place are not shown', async () => {
    const { tenantId } = await setUpTenant();
    const ask = (path: string, pass = OPERATOR_PASSPHRASE) => askAsOperator(path, undefined, pass, 'GET');
    expect((await ask(`/tenants/${tenantId}/dead-letters`, 'wrong')).status).toBe(401);
    expect((await ask('/tenants/t_0000000000000000/dead-letters')).status).toBe(400);
    expect((await ask(`/tenants/${tenantId}/dead-letters?before=now`)).status).toBe(400);
  });

  it('a refused push is there, and cannot be settled: it is mended and sent as a new revision', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    await tenant.card.push(WON_DEAL_ID);
    const send = await agent.start();
    await agent.report(send, { result: 'refused', error: failure('erp.rejected', { detail: 'item blocked' }) });
    await pushBecomes(tenant, send.pushId, 'refused');
    const { rows } = await deadLetters(tenant);
    expect(rows).toMatchObject([{ pushId: send.pushId, state: 'refused', mayResolve: [] }]);
    expect(rows[0]?.history.at(-1)?.body).toMatchObject({ outcome: { result: 'refused', detail: 'item blocked' } });
    expect((await settle({ tenant, agent, pushId: send.pushId }, GIVE_UP)).status).toBe(409);
    expect(JSON.stringify(await tenant.card.push(WON_DEAL_ID, 2))).toContain('"revision":2');
    expect((await deadLetters(tenant)).rows).toEqual([]);
    const anew = await agent.start();
    await agent.report(anew, { result: 'refused', error: failure('erp.rejected', { detail: 'still blocked' }) });
    await pushBecomes(tenant, anew.pushId, 'refused');
    expect((await deadLetters(tenant)).rows).toMatchObject([{ pushId: anew.pushId, revision: 2, state: 'refused' }]);
  });
});
