import { afterEach, describe, expect, it, vi } from 'vitest';
import { good } from './card-client.ts';
import { COMPANY_ID, EVERYTHING, STOCKED, UNREACHABLE } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { later } from './later.ts';
import { setUpTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

/** As it may where an object moves to another machine. */
const BACK_MS = -3_600_000;

describe('a clock that went back by an hour', () => {
  it('makes no old number fresh, and a refresh by hand asks the ERP', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, EVERYTHING);
    later(0);
    await tenant.card.company(COMPANY_ID);
    const asked = agent.received('call').length;
    later(BACK_MS);
    later(600_000);
    await tenant.card.company(COMPANY_ID, { refresh: true });
    expect(agent.received('call')).toHaveLength(2 * asked);
    expect(good(await tenant.card.company(COMPANY_ID)).customer.state).toBe('fresh');
  });

  it('gives the ERP its pause of seconds, not of an hour', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, { 'availability.read': () => UNREACHABLE });
    later(0);
    for (const item of ['F-1', 'F-2', 'F-3', 'F-4', 'F-5']) await tenant.card.stock(item);
    expect(good(await tenant.card.stock('F-6')).stock).toMatchObject({ error: { code: 'gateway.circuit-open' } });
    agent.answers = STOCKED;
    later(BACK_MS);
    later(70_000);
    expect(good(await tenant.card.stock('NEW')).stock).toMatchObject({ state: 'fresh' });
  });

  it('does not hold what failed against the ERP for an hour', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, { 'availability.read': () => UNREACHABLE });
    later(0);
    expect(good(await tenant.card.stock('F-1')).stock).toMatchObject({ state: 'failed' });
    agent.answers = STOCKED;
    later(BACK_MS);
    expect(good(await tenant.card.stock('F-1')).stock).toMatchObject({ state: 'fresh' });
  });
});
