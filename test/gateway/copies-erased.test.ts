import { runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ReadCommandName } from '#contracts/commands';
import { failure } from '#contracts/errors';
import { AuditStore } from '../../gateway/durable/audit-store.ts';
import { companyIdOf } from '../sandbox/hubspot/records.ts';
import { good } from './card-client.ts';
import { COMPANY_ID, CUSTOMER_ID, customer, EVERYTHING, HEALTHY, OTHER_CUSTOMER_ID } from './erp-answers.ts';
import { type FakeAgent, newAgent } from './fake-agent.ts';
import { deleteCopies } from './operator-client.ts';
import { answersOf, newDeal, previewErp } from './preview-erp.ts';
import { copiesOf, everyCard, goesAway, written } from './stored-copies.ts';
import { setUpTenant } from './tenant-setup.ts';

afterEach(() => vi.restoreAllMocks());

const OTHER_COMPANY_ID = companyIdOf(OTHER_CUSTOMER_ID);

/** A question that the agent has and has not answered. */
const callOf = (agent: FakeAgent, name: ReadCommandName) =>
  vi.waitFor(() => {
    const call = agent.received('call').find(({ command }) => command === name);
    if (call === undefined) throw new Error('not asked yet');
    return call;
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
    const asked = await callOf(agent, 'customer.read');
    await deleteCopies(tenant.tenantId, CUSTOMER_ID);
    agent.answer(asked, { output: customer(CUSTOMER_ID) });
    expect(good(await view).customer).toMatchObject({ state: 'fresh', data: { town: 'Kiel' } });
    await written(tenant, agent);
    expect((await copiesOf(tenant)).map(({ question }) => String(question).split(' ')[0])).not.toContain(
      'customer.read',
    );
  });

  it('is not known again from a search that was on its way', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, { 'customer.read': () => ({ error: failure('erp.not-found') }) });
    const view = tenant.card.candidates(OTHER_COMPANY_ID, 'Nordwind');
    const asked = await callOf(agent, 'customer.search');
    await deleteCopies(tenant.tenantId, CUSTOMER_ID);
    agent.answer(asked, { output: { customers: [customer(CUSTOMER_ID)] } });
    expect(good(await view).candidates).toMatchObject([{ customerId: CUSTOMER_ID }]);
    await written(tenant, agent);
    expect(await copiesOf(tenant)).toEqual([]);
  });

  it('is not known again from a deal that somebody was looking at', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, { ...answersOf(previewErp()), 'customer.read': () => undefined });
    const dealId = await newDeal(CUSTOMER_ID, ['SEAL-0009', '3', '10.20']);
    const looked = async () => {
      const { preview } = good(await tenant.card.preview(dealId));
      expect(preview.customer).toMatchObject({ customerId: CUSTOMER_ID });
      return runInDurableObject(tenant.stub, (_object, { storage }) =>
        storage.sql.exec('SELECT customer_id FROM preview_look').toArray(),
      );
    };
    const meanwhile = looked();
    const asked = await callOf(agent, 'customer.read');
    await deleteCopies(tenant.tenantId, CUSTOMER_ID);
    agent.answer(asked, { output: customer(CUSTOMER_ID) });
    expect(await meanwhile).toEqual([]);
    agent.answers = answersOf(previewErp());
    expect(await looked()).toEqual([{ customer_id: CUSTOMER_ID }]);
  });

  it('is not known again from a company that the CRM was being asked for', async () => {
    const tenant = await setUpTenant();
    await newAgent(tenant, HEALTHY);
    const real = globalThis.fetch;
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    let isAsked = false;
    vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
      if (String(input).includes(`companies/${COMPANY_ID}`)) {
        isAsked = true;
        await released;
      }
      return real(input, init);
    });
    const view = tenant.card.company(COMPANY_ID);
    await vi.waitFor(() => expect(isAsked).toBe(true));
    await deleteCopies(tenant.tenantId, CUSTOMER_ID);
    release();
    good(await view);
    const companies = await runInDurableObject(tenant.stub, (_object, { storage }) =>
      storage.sql.exec('SELECT customer_id FROM company').toArray(),
    );
    expect(companies).toEqual([]);
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
