import { env } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { bad, good } from './card-client.ts';
import { COMPANY_ID, CUSTOMER_ID, HEALTHY } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { failNext, requestsTo } from './hubspot-control.ts';
import { companyIsOld } from './old-company.ts';
import { setUpTenant } from './tenant-setup.ts';

afterEach(() => vi.restoreAllMocks());

/** The budget of a card is 2.5 s; the rest is for a machine that is busy. */
const BUDGET_AND_MARGIN_MS = 4_000;

/** From now on the CRM takes requests and does not answer them, until it is let go. */
function crmHangs(): () => void {
  const real = globalThis.fetch;
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    if (String(input).startsWith(`${env.HUBSPOT_API_URL}/crm/`)) await released;
    return real(input, init);
  });
  return release;
}

async function timed<T>(answer: Promise<T>): Promise<T> {
  const startedAt = Date.now();
  const value = await answer;
  expect(Date.now() - startedAt).toBeLessThan(BUDGET_AND_MARGIN_MS);
  return value;
}

describe('a CRM that does not answer', () => {
  it('cannot hold a card up: what is not known is said so within the budget, and shown at the next ask', async () => {
    const tenant = await setUpTenant();
    await newAgent(tenant, HEALTHY);
    await tenant.card.deal('88412071');
    const asked = await requestsTo(`companies/${COMPANY_ID}`);
    const release = crmHangs();
    const [company, order, search, deal] = await timed(
      Promise.all([
        tenant.card.company(COMPANY_ID),
        tenant.card.order(COMPANY_ID, '240871'),
        tenant.card.search(COMPANY_ID, '4711'),
        tenant.card.deal('88412071'),
      ]),
    );
    for (const answer of [company, order, search, deal]) expect(bad(answer).code).toBe('crm.unavailable');
    release();
    await expect.poll(async () => (await tenant.card.company(COMPANY_ID)).ok).toBe(true);
    expect(await requestsTo(`companies/${COMPANY_ID}`)).toBe(asked + 1);
  });

  it('costs no card its numbers where the company was seen before', async () => {
    const tenant = await setUpTenant();
    await newAgent(tenant, HEALTHY);
    await tenant.card.company(COMPANY_ID);
    await companyIsOld(tenant);
    const asked = await requestsTo(`companies/${COMPANY_ID}`);
    const release = crmHangs();
    const view = good(await timed(tenant.card.company(COMPANY_ID)));
    // Whether it is still this customer is being asked: shown with their age, and asked for again at once.
    const shown = { state: 'stale', error: null };
    expect(view).toMatchObject({ customerId: CUSTOMER_ID, customer: shown, invoices: shown });
    release();
    await expect.poll(() => requestsTo(`companies/${COMPANY_ID}`)).toBe(asked + 1);
    await expect.poll(async () => good(await tenant.card.company(COMPANY_ID)).customer.state).toBe('fresh');
  });
});

describe('a CRM that is down', () => {
  it.each([
    [429, 'crm.busy'],
    [500, 'crm.unavailable'],
    [502, 'crm.unavailable'],
    [503, 'crm.unavailable'],
  ] as const)('with %i and a company never seen is said to be away: %s', async (status, code) => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    await failNext({ status });
    expect(bad(await tenant.card.company(COMPANY_ID))).toMatchObject({
      code,
      category: 'unavailable',
    });
    await agent.caughtUp();
    expect(agent.received('call')).toEqual([]);
    expect(good(await tenant.card.company(COMPANY_ID)).customer.state).toBe('fresh');
  });
});
