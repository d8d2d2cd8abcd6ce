import { afterEach, describe, expect, it, vi } from 'vitest';
import { good } from './card-client.ts';
import { COMPANY_ID, COMPANY_QUESTIONS, CUSTOMER_ID, customer, HEALTHY, STOCKED, UNREACHABLE } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { later } from './later.ts';
import { setUpTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

const SECTIONS = ['customer', 'openOrders', 'orders', 'invoices'] as const;

describe('the four sections of the company card', () => {
  it('are asked for side by side: none waits for the answer to another', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant);
    const view = tenant.card.company(COMPANY_ID);
    const calls = [];
    for (const _ of COMPANY_QUESTIONS) calls.push(await agent.next('call'));
    expect(calls.map(({ command }) => command)).toEqual(COMPANY_QUESTIONS);
    expect(agent.openCallsMax).toBe(4);
    for (const call of calls.reverse()) agent.answer(call, HEALTHY[call.command]?.(call.input as never));
    const shown = good(await view);
    for (const section of SECTIONS) expect(shown[section].state).toBe('fresh');
  });

  it.each([
    ['customer.read', ['customer']],
    ['order.list', ['openOrders', 'orders']],
    ['invoice.list', ['invoices']],
  ])('fail alone: when %s fails, only %j does', async (command, sections) => {
    const tenant = await setUpTenant();
    await newAgent(tenant, { ...HEALTHY, [command]: () => UNREACHABLE });
    const shown = good(await tenant.card.company(COMPANY_ID));
    expect(SECTIONS.filter((section) => shown[section].state !== 'fresh')).toEqual(sections);
    expect(SECTIONS.filter((section) => shown[section].state === 'failed')).toEqual(sections);
  });
});

describe('a card that is asked for the newest', () => {
  it('asks the ERP anew although everything is fresh, and still answers at once with what is known', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    await tenant.card.company(COMPANY_ID);
    agent.answers = {};
    later(2_000);
    expect(good(await tenant.card.company(COMPANY_ID)).customer.state).toBe('fresh');
    expect(agent.received('call')).toHaveLength(4);
    const startedAt = performance.now();
    const shown = good(await tenant.card.company(COMPANY_ID, { refresh: true }));
    expect(performance.now() - startedAt).toBeLessThan(1_500);
    for (const section of SECTIONS) expect(shown[section]).toMatchObject({ state: 'stale', error: null });
    await agent.caughtUp();
    const asked = agent.received('call').slice(4);
    expect(asked.map(({ command }) => command)).toEqual(COMPANY_QUESTIONS);
    for (const call of asked) {
      const answer = HEALTHY[call.command]?.(call.input as never);
      const moved = { output: { ...customer(CUSTOMER_ID), town: 'Bremen' } };
      agent.answer(call, call.command === 'customer.read' ? moved : answer);
    }
    await vi.waitFor(async () => {
      expect(good(await tenant.card.company(COMPANY_ID)).customer).toMatchObject({
        state: 'fresh',
        data: { town: 'Bremen' },
      });
    });
  });

  it('tells, also whoever only looks, that the ERP was asked anew and did not answer, however young the copies are', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    later(0);
    await tenant.card.company(COMPANY_ID);
    agent.answers = {};
    later(2_000);
    await tenant.card.company(COMPANY_ID, { refresh: true });
    await agent.caughtUp();
    const looked = good(await tenant.card.company(COMPANY_ID));
    for (const section of SECTIONS) expect(looked[section]).toMatchObject({ state: 'stale', error: null });
    for (const call of agent.received('call').slice(4)) agent.answer(call, UNREACHABLE);
    const failed = { state: 'stale', error: { code: 'erp.unreachable' } };
    const told = vi.waitFor(async () => {
      const shown = good(await tenant.card.company(COMPANY_ID));
      for (const section of SECTIONS) expect(shown[section]).toMatchObject(failed);
    });
    await told;
    expect(agent.received('call')).toHaveLength(8);
    agent.answers = HEALTHY;
    later(5_000);
    await tenant.card.company(COMPANY_ID);
    await vi.waitFor(async () => expect(good(await tenant.card.company(COMPANY_ID)).orders.state).toBe('fresh'));
  });

  it('dates an answer by when the ERP was asked, not by when it had thought it over', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, {});
    later(0);
    const askedAt = Date.now();
    const view = tenant.card.stock('PUMP-0040');
    const call = await agent.next('call');
    later(1_500);
    agent.answer(call, STOCKED['availability.read']?.(call.input as never));
    expect(good(await view).stock).toMatchObject({ state: 'fresh', asOf: new Date(askedAt).toISOString() });
  });

  it('asks once for two clicks within two seconds, and again after them', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    later(0);
    await tenant.card.company(COMPANY_ID);
    later(1_999);
    expect(good(await tenant.card.company(COMPANY_ID, { refresh: true })).orders.state).toBe('fresh');
    await agent.caughtUp();
    expect(agent.received('call')).toHaveLength(4);
    later(1);
    await tenant.card.company(COMPANY_ID, { refresh: true });
    await agent.caughtUp();
    expect(agent.received('call')).toHaveLength(8);
  });

  it('that many ask for at once costs the ERP each question once', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    await tenant.card.company(COMPANY_ID);
    agent.answers = {};
    later(2_000);
    await Promise.all(Array.from({ length: 20 }, () => tenant.card.company(COMPANY_ID, { refresh: true })));
    await agent.caughtUp();
    expect(agent.received('call')).toHaveLength(8);
  });

  it.each(['yes', '1', 'TRUE', ''])(
    'with refresh=%s is told that this is no answer to the question',
    async (refresh) => {
      const tenant = await setUpTenant();
      expect(await tenant.card.answerAt(`/v1/card/companies/${COMPANY_ID}?refresh=${refresh}`)).toMatchObject({
        ok: false,
        error: { code: 'request.invalid' },
      });
    },
  );
});
