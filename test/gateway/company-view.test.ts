import { afterEach, describe, expect, it, vi } from 'vitest';
import { companyIdOf } from '../sandbox/hubspot/records.ts';
import { bad, good } from './card-client.ts';
import {
  COMPANY_ID,
  COMPANY_QUESTIONS,
  CUSTOMER_ID,
  customer,
  HEALTHY,
  page,
  payment,
  UNREACHABLE,
} from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { requestsTo } from './hubspot-control.ts';
import { later } from './later.ts';
import { setUpTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

describe('the company card', () => {
  it('shows what the ERP says now, and the same again without asking it again', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    const view = good(await tenant.card.company(COMPANY_ID));
    expect(view).toMatchObject({
      customerId: CUSTOMER_ID,
      erpTitle: 'Kontor 7',
      link: { online: true, since: expect.any(String) },
      customer: { state: 'fresh', data: { name: 'Nordwind Maschinen GmbH' } },
      openOrders: { state: 'fresh', data: { rows: [{ orderId: '240871' }] } },
      orders: { state: 'fresh', data: { rows: [{ orderId: '240871' }, { orderId: '240655' }] } },
      invoices: { state: 'fresh', data: { rows: [] } },
    });
    const again = good(await tenant.card.company(COMPANY_ID));
    expect(again).toEqual({ ...view, correlationId: again.correlationId, now: again.now });
    expect(agent.received('call')).toHaveLength(4);
  });

  it('that 500 open at once, of a customer nobody asked for yet, costs the ERP four calls and the CRM one', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    const asked = await requestsTo(`companies/${COMPANY_ID}`);
    const views = await Promise.all(Array.from({ length: 500 }, () => tenant.card.company(COMPANY_ID)));
    for (const view of views) expect(good(view).customer.state).toBe('fresh');
    expect(
      agent
        .received('call')
        .map(({ command }) => command)
        .sort(),
    ).toEqual([...COMPANY_QUESTIONS].sort());
    expect(await requestsTo(`companies/${COMPANY_ID}`)).toBe(asked + 1);
  });

  it('is answered within its budget while the ERP is silent, and what comes late is there at the next ask', async () => {
    const tenant = await setUpTenant();
    const { 'customer.read': _silent, ...others } = HEALTHY;
    const agent = await newAgent(tenant, others);
    const startedAt = Date.now();
    const view = good(await tenant.card.company(COMPANY_ID));
    expect(Date.now() - startedAt).toBeLessThan(4_000);
    expect(view).toMatchObject({ customer: { state: 'loading' }, orders: { state: 'fresh' } });
    const call = agent.received('call').find(({ command }) => command === 'customer.read');
    if (call === undefined) throw new Error('the customer was not asked for');
    agent.answer(call, { output: customer(CUSTOMER_ID) });
    await vi.waitFor(async () => {
      expect(good(await tenant.card.company(COMPANY_ID)).customer.state).toBe('fresh');
    });
    expect(agent.received('call').filter(({ command }) => command === 'customer.read')).toHaveLength(1);
  });

  it('answers with what matters when the rest takes longer, and with all of it when it does not', async () => {
    const tenant = await setUpTenant();
    const late = (input: { openOnly: boolean }) =>
      input.openOnly ? HEALTHY['order.list']?.(input as never) : undefined;
    const agent = await newAgent(tenant, { ...HEALTHY, 'order.list': late });
    const startedAt = performance.now();
    const view = good(await tenant.card.company(COMPANY_ID));
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(view).toMatchObject({ customer: { state: 'fresh' }, openOrders: { state: 'fresh' } });
    expect(view).toMatchObject({ invoices: { state: 'fresh' }, orders: { state: 'loading' } });
    const call = agent.received('call').find(({ input }) => (input as { openOnly?: boolean }).openOnly === false);
    const again = tenant.card.company(COMPANY_ID);
    if (call !== undefined) agent.answer(call, HEALTHY['order.list']?.(call.input as never));
    expect(good(await again).orders.state).toBe('fresh');
  });

  it('does not wait for what matters when other things are there', async () => {
    const tenant = await setUpTenant();
    const { 'customer.read': _silent, ...others } = HEALTHY;
    await newAgent(tenant, others);
    const startedAt = performance.now();
    expect(good(await tenant.card.company(COMPANY_ID))).toMatchObject({
      customer: { state: 'loading' },
      openOrders: { state: 'fresh' },
    });
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeGreaterThan(900);
    expect(tookMs).toBeLessThan(2_000);
  });

  it('shows payments only to who asks for them', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    await tenant.card.company(COMPANY_ID);
    expect(agent.received('call').map(({ command }) => command)).not.toContain('payment.list');
    expect(good(await tenant.card.payments(COMPANY_ID))).toMatchObject({
      link: { online: true },
      payments: { state: 'fresh', data: { rows: [{ paymentId: '55120' }] } },
    });
    agent.answers = { 'payment.list': () => page({ ...payment('55121'), customerId: '99999' }) };
    later(61_000);
    await vi.waitFor(async () => {
      expect(good(await tenant.card.payments(COMPANY_ID)).payments).toMatchObject({
        state: 'fresh',
        data: { rows: [] },
      });
    });
  });

  it('shows the last known answer at once when it is old, and the new one at the next ask', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    await tenant.card.company(COMPANY_ID);
    later(61_000);
    agent.answers = { ...HEALTHY, 'customer.read': () => ({ output: { ...customer(CUSTOMER_ID), town: 'Bremen' } }) };
    await vi.waitFor(async () => {
      expect(good(await tenant.card.company(COMPANY_ID)).customer).toMatchObject({
        state: 'fresh',
        data: { town: 'Bremen' },
      });
    });
  });

  it('shows the last known answer, its age and why, when the ERP is down', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    const before = good(await tenant.card.company(COMPANY_ID));
    later(61_000);
    agent.answers = { ...HEALTHY, 'customer.read': () => UNREACHABLE };
    await vi.waitFor(async () => {
      expect(good(await tenant.card.company(COMPANY_ID)).customer).toEqual({
        ...before.customer,
        state: 'stale',
        error: expect.objectContaining({ code: 'erp.unreachable' }),
      });
    });
    expect(JSON.stringify(await tenant.card.company(COMPANY_ID))).not.toContain('10.0.0.7');
  });

  it('asks an ERP that failed no more often than every five seconds', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, { ...HEALTHY, 'customer.read': () => UNREACHABLE });
    const asks = () => agent.received('call').filter(({ command }) => command === 'customer.read').length;
    for (const _ of [1, 2, 3]) {
      expect(good(await tenant.card.company(COMPANY_ID)).customer).toMatchObject({
        state: 'failed',
        error: { code: 'erp.unreachable' },
      });
    }
    expect(asks()).toBe(1);
    later(5_001);
    await tenant.card.company(COMPANY_ID);
    expect(asks()).toBe(2);
  });

  it('shows the last known answer and since when the link is down', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    await tenant.card.company(COMPANY_ID);
    agent.hangUp();
    await vi.waitFor(async () => {
      expect(good(await tenant.card.company(COMPANY_ID)).link).toEqual({ online: false, since: expect.any(String) });
    });
    later(61_000);
    expect(good(await tenant.card.company(COMPANY_ID))).toMatchObject({
      link: { online: false },
      customer: { state: 'stale', error: { code: 'agent.offline' } },
      orders: { state: 'stale', error: { code: 'agent.offline' } },
    });
  });

  it('says that a question went unanswered when the link broke under it', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    const view = tenant.card.company(COMPANY_ID);
    await agent.next('call');
    agent.hangUp();
    expect(good(await view)).toMatchObject({ customer: { state: 'failed', error: { code: 'agent.offline' } } });
  });

  it('shows nothing that breaks the contract, and says so', async () => {
    const tenant = await setUpTenant();
    await newAgent(tenant, {
      ...HEALTHY,
      'customer.read': () => ({ output: { ...customer(CUSTOMER_ID), creditLimit: '50.000,00' } }),
    });
    expect(good(await tenant.card.company(COMPANY_ID))).toMatchObject({
      customer: { state: 'failed', error: { code: 'erp.answer-off-contract' } },
      orders: { state: 'fresh' },
    });
  });

  it('says so when an agent offers no such command', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    agent.hello({ commands: ['customer.read'] });
    await agent.next('welcome');
    expect(good(await tenant.card.company(COMPANY_ID))).toMatchObject({
      customer: { state: 'fresh' },
      orders: { state: 'failed', error: { code: 'connector.command-missing' } },
    });
  });

  it('of a company that is not linked, or not there, says so', async () => {
    const tenant = await setUpTenant();
    expect(bad(await tenant.card.company(companyIdOf('10503'))).code).toBe('customer.not-linked');
    expect(bad(await tenant.card.company('404')).code).toBe('crm.not-found');
  });
});
