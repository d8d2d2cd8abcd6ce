import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failure } from '#contracts/errors';
import { AuditStore } from '../../gateway/durable/audit-store.ts';
import { COPY_AGE_MAX_MS, CopyStore } from '../../gateway/durable/copy-store.ts';
import { companyIdOf } from '../sandbox/hubspot/records.ts';
import { good } from './card-client.ts';
import { COMPANY_ID, CUSTOMER_ID, customer, HEALTHY, OTHER_CUSTOMER_ID, order, STOCKED } from './erp-answers.ts';
import { type Answers, type FakeAgent, newAgent } from './fake-agent.ts';
import { later } from './later.ts';
import { deleteCopies } from './operator-client.ts';
import { setUpTenant, type TestTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

const OTHER_COMPANY_ID = companyIdOf(OTHER_CUSTOMER_ID);
const EVERYTHING: Answers = {
  ...HEALTHY,
  ...STOCKED,
  'order.read': ({ orderId }: { orderId: string }) => ({ output: order(orderId) }),
  'order.find': () => ({ output: { orders: [] } }),
};

/** Every card there is, of the company that they are about. */
const everyCard = async ({ card }: TestTenant) => {
  const { customer, openOrders, orders, invoices, link } = good(await card.company(COMPANY_ID));
  const { payments, ...paid } = good(await card.payments(COMPANY_ID));
  const search = good(await card.search(COMPANY_ID, '4711'));
  return {
    links: [link, search.link, paid.link],
    sections: [
      ...[customer, openOrders, orders, invoices, payments],
      ...[search.order, search.purchaseOrder, search.invoice, search.delivery],
      good(await card.order(COMPANY_ID, '240871')).order,
      good(await card.stock('PUMP-0040')).stock,
    ],
  };
};

const goesAway = async (tenant: TestTenant, agent: FakeAgent) => {
  agent.hangUp();
  await vi.waitFor(async () => expect(good(await tenant.card.stock('AWAY')).link.online).toBe(false));
};

const copiesOf = (tenant: TestTenant): Promise<Record<string, SqlStorageValue>[]> =>
  runInDurableObject(tenant.stub, (_object, { storage }) =>
    storage.sql.exec('SELECT * FROM copy ORDER BY question').toArray(),
  );

/** Copies are written some time after the answer: waits until everything that was answered before is stored. */
const written = async (tenant: TestTenant, agent: FakeAgent): Promise<void> => {
  const { answers } = agent;
  agent.answers = STOCKED;
  marks += 1;
  const mark = `MARK-${marks}`;
  await tenant.card.stock(mark);
  agent.answers = answers;
  await vi.waitFor(async () => {
    const found = await runInDurableObject(tenant.stub, (_object, { storage }) =>
      storage.sql.exec("DELETE FROM copy WHERE question LIKE '%' || ? || '%'", mark),
    );
    expect(found.rowsWritten).toBeGreaterThan(0);
  });
};
let marks = 0;

describe('the last known answers', () => {
  it('answer every card while the agent is replaced and the object restarts', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, EVERYTHING);
    await everyCard(tenant);
    await written(tenant, agent);
    await evictDurableObject(tenant.stub, { webSockets: 'close' });
    await agent.closed;
    later(3_600_000);
    const { links, sections } = await everyCard(tenant);
    for (const link of links) expect(link.online).toBe(false);
    for (const section of sections) expect(section).toMatchObject({ state: 'stale', error: { code: 'agent.offline' } });
    expect(sections).toHaveLength(11);
  });

  it.each(['erp.unreachable', 'erp.fault', 'erp.not-found', 'erp.credential-refused', 'agent.overloaded'] as const)(
    'are never overwritten by an error: %s',
    async (code) => {
      const tenant = await setUpTenant();
      const agent = await newAgent(tenant, EVERYTHING);
      await everyCard(tenant);
      await written(tenant, agent);
      const before = await copiesOf(tenant);
      expect(before).toHaveLength(11);
      later(61_000);
      const error = () => ({ error: failure(code) });
      agent.answers = Object.fromEntries(Object.keys(EVERYTHING).map((command) => [command, error]));
      await everyCard(tenant);
      await agent.caughtUp();
      expect(agent.openCalls).toBe(0);
      // Past the pause that an ERP gets which failed often.
      later(5_000);
      await written(tenant, agent);
      expect(await copiesOf(tenant)).toEqual(before);
    },
  );

  it('are not overwritten by an answer that breaks the contract', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    await tenant.card.company(COMPANY_ID);
    await written(tenant, agent);
    const before = await copiesOf(tenant);
    later(61_000);
    agent.answers = { ...HEALTHY, 'customer.read': () => ({ output: { ...customer(CUSTOMER_ID), currency: 978 } }) };
    await vi.waitFor(async () => {
      expect(good(await tenant.card.company(COMPANY_ID)).customer).toMatchObject({
        state: 'stale',
        error: { code: 'erp.answer-off-contract' },
      });
    });
    await written(tenant, agent);
    const isCustomer = ({ question }: Record<string, SqlStorageValue>) => String(question).startsWith('customer.read');
    expect((await copiesOf(tenant)).filter(isCustomer)).toEqual(before.filter(isCustomer));
  });

  it('are not shown when they are 30 days old', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, EVERYTHING);
    later(0);
    await tenant.card.stock('PUMP-0040');
    await goesAway(tenant, agent);
    later(COPY_AGE_MAX_MS - 60_000);
    expect(good(await tenant.card.stock('PUMP-0040')).stock).toMatchObject({ state: 'stale' });
    later(60_000);
    expect(good(await tenant.card.stock('PUMP-0040')).stock).toMatchObject({
      state: 'failed',
      error: { code: 'agent.offline' },
    });
  });

  it('that are too old or too many are forgotten, and the newest are kept', async () => {
    const tenant = await setUpTenant();
    const kept = await runInDurableObject(tenant.stub, (_object, { storage }) => {
      const copies = new CopyStore(storage.sql);
      const now = COPY_AGE_MAX_MS + 1_000;
      for (const age of [3, 1, 5, 2, 4]) copies.write(`q ${age}`, null, { age }, now - age);
      copies.write('q old', null, {}, now - COPY_AGE_MAX_MS);
      const left = () => [1, 2, 3, 4, 5, 'old'].filter((age) => copies.read(`q ${age}`, 0) !== null);
      copies.evict(now, 10);
      const withinAge = left();
      copies.evict(now, 3);
      return [withinAge, left()];
    });
    expect(kept).toEqual([
      [1, 2, 3, 4, 5],
      [1, 2, 3],
    ]);
  });
});

describe('a customer whose copies are erased', () => {
  it('has none left, of any kind, and is counted; others keep theirs, and the audit says so', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, EVERYTHING);
    await everyCard(tenant);
    await tenant.card.company(OTHER_COMPANY_ID);
    await goesAway(tenant, agent);
    const erased = await deleteCopies(tenant.tenantId, CUSTOMER_ID);
    expect([erased.status, await erased.json()]).toEqual([200, { erased: 10 }]);
    expect((await copiesOf(tenant)).map(({ customer_id }) => customer_id).sort()).toEqual([
      ...Array(4).fill(OTHER_CUSTOMER_ID),
      null,
    ]);
    expect(good(await tenant.card.company(COMPANY_ID))).toMatchObject({
      customer: { state: 'failed', error: { code: 'agent.offline' } },
    });
    expect(good(await tenant.card.payments(COMPANY_ID)).payments).toMatchObject({ error: { code: 'agent.offline' } });
    expect(good(await tenant.card.order(COMPANY_ID, '240871')).order.state).toBe('failed');
    expect(good(await tenant.card.company(OTHER_COMPANY_ID)).customer).toMatchObject({ data: { town: 'Kiel' } });
    const rows = await runInDurableObject(tenant.stub, (_object, { storage }) =>
      new AuditStore(storage.sql).about(CUSTOMER_ID),
    );
    expect(rows.map(({ kind, body }) => [kind, JSON.parse(body)])).toEqual([
      ['copies', { event: 'erased', copies: 10 }],
    ]);
  });

  it('is not known again from an answer that was on its way', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, { ...HEALTHY, 'customer.read': () => undefined });
    const view = tenant.card.company(COMPANY_ID);
    const asked = await vi.waitFor(() => {
      const call = agent.received('call').find(({ command }) => command === 'customer.read');
      if (call === undefined) throw new Error('not asked yet');
      return call;
    });
    await deleteCopies(tenant.tenantId, CUSTOMER_ID);
    agent.answer(asked, { output: customer(CUSTOMER_ID) });
    expect(good(await view).customer).toMatchObject({ state: 'fresh', data: { town: 'Kiel' } });
    await written(tenant, agent);
    expect((await copiesOf(tenant)).map(({ question }) => String(question).split(' ')[0])).not.toContain(
      'customer.read',
    );
  });

  it('is no longer known by the name of its company', async () => {
    const tenant = await setUpTenant();
    await newAgent(tenant, HEALTHY);
    await tenant.card.company(COMPANY_ID);
    await tenant.card.company(OTHER_COMPANY_ID);
    await deleteCopies(tenant.tenantId, CUSTOMER_ID);
    const companies = await runInDurableObject(tenant.stub, (_object, { storage }) =>
      storage.sql.exec('SELECT customer_id FROM company').toArray(),
    );
    expect(companies).toEqual([{ customer_id: OTHER_CUSTOMER_ID }]);
  });

  it('has nothing to erase a second time', async () => {
    const tenant = await setUpTenant();
    await newAgent(tenant, HEALTHY);
    await tenant.card.company(COMPANY_ID);
    await deleteCopies(tenant.tenantId, CUSTOMER_ID);
    expect(await (await deleteCopies(tenant.tenantId, CUSTOMER_ID)).json()).toEqual({ erased: 0 });
  });

  it('must be of a tenant that exists, and have a number that may be one', async () => {
    const refused = [400, { error: { code: 'request.invalid' } }];
    const { tenantId } = await setUpTenant();
    for (const [tenant, name] of [
      ['t_0000000000000000', CUSTOMER_ID],
      [tenantId, '%07'],
    ] as const) {
      const response = await deleteCopies(tenant, name);
      expect([response.status, await response.json()]).toMatchObject(refused);
    }
  });
});
