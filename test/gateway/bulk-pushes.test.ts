import { evictDurableObject, runDurableObjectAlarm } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { bad, good } from './card-client.ts';
import { WON_DEAL_ID } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { freshTenant } from './fresh-tenant.ts';
import { changeRecord, dealProperties, failNext } from './hubspot-control.ts';
import { later } from './later.ts';
import { whileSending } from './no-objection.ts';
import type { TestTenant } from './tenant-setup.ts';

const OPEN_DEAL_ID = '88412073';
const OTHER_DEAL_ID = '88412071';

afterEach(async () => {
  vi.useRealTimers();
  await changeRecord('deals', OPEN_DEAL_ID, { dealstage: 'contractsent' });
});

/** The bulk once it has come to its end. */
const ended = (tenant: TestTenant, bulkId: string) =>
  whileSending(() =>
    vi.waitFor(
      async () => {
        await runDurableObjectAlarm(tenant.stub);
        const bulk = good(await tenant.card.bulkView(bulkId));
        expect(bulk.waiting).toBe(0);
        return bulk;
      },
      { timeout: 10_000, interval: 20 },
    ),
  );

/** The CRM's record comes to say it, however often the outbox has to be woken. */
const crmHears = (tenant: TestTenant, dealId: string, said: object) =>
  whileSending(() =>
    vi.waitFor(
      async () => {
        await runDurableObjectAlarm(tenant.stub);
        expect(await dealProperties(dealId)).toMatchObject(said);
      },
      { timeout: 10_000, interval: 20 },
    ),
  );

describe('deals that are sent together', () => {
  it('are kept, and each is sent or says why not', async () => {
    const tenant = await freshTenant();
    const agent = await newAgent(tenant);
    const deals = [WON_DEAL_ID, OPEN_DEAL_ID, '1', OTHER_DEAL_ID, WON_DEAL_ID];
    const begun = good(await whileSending(() => tenant.card.bulk(deals)));
    expect(begun.entries.map(({ dealId }) => dealId)).toEqual([WON_DEAL_ID, OPEN_DEAL_ID, '1', OTHER_DEAL_ID]);
    const bulk = await ended(tenant, begun.bulkId);
    expect(bulk).toMatchObject({ waiting: 0, sent: 2, notSent: 2 });
    expect(bulk.entries).toMatchObject([
      { state: 'sent', push: { dealId: WON_DEAL_ID, reference: `DB-${WON_DEAL_ID}-1` } },
      { state: 'not-sent', error: { code: 'deal.not-won', correlationId: bulk.correlationId } },
      { state: 'not-sent', error: { code: 'crm.not-found' } },
      { state: 'sent', push: { dealId: OTHER_DEAL_ID } },
    ]);
    expect(agent.received('send')).toHaveLength(1);
  });

  it('and asked for again, in whatever order, are the same bulk and the same pushes', async () => {
    const tenant = await freshTenant();
    const agent = await newAgent(tenant);
    const deals = [WON_DEAL_ID, OTHER_DEAL_ID];
    const first = good(await whileSending(() => tenant.card.bulk(deals)));
    const again = good(await whileSending(() => tenant.card.bulk(deals.toReversed())));
    expect(again.bulkId).toBe(first.bulkId);
    await ended(tenant, first.bulkId);
    later(3_600_000);
    expect(good(await tenant.card.bulk(deals)).bulkId).toBe(first.bulkId);
    expect(agent.received('send')).toHaveLength(1);
  });

  it('where some were not, are a new bulk later, and those that were are the pushes they had', async () => {
    const tenant = await freshTenant();
    await newAgent(tenant);
    const deals = [WON_DEAL_ID, OPEN_DEAL_ID];
    const first = good(await whileSending(() => tenant.card.bulk(deals)));
    const sent = (await ended(tenant, first.bulkId)).entries[0];
    await changeRecord('deals', OPEN_DEAL_ID, { dealstage: 'closedwon' });
    expect(good(await tenant.card.bulk(deals)).bulkId).toBe(first.bulkId);
    later(61_000);
    const second = good(await whileSending(() => tenant.card.bulk(deals)));
    expect(second.bulkId).not.toBe(first.bulkId);
    const bulk = await ended(tenant, second.bulkId);
    expect(bulk.sent).toBe(2);
    expect(bulk.entries[0]).toMatchObject({ push: { pushId: sent?.state === 'sent' ? sent.push.pushId : '' } });
  });

  it('go on after an eviction in the middle, and after the CRM was away', async () => {
    const tenant = await freshTenant();
    await newAgent(tenant);
    await failNext({ status: 503 });
    const { bulkId } = good(await whileSending(() => tenant.card.bulk([WON_DEAL_ID, OTHER_DEAL_ID])));
    await evictDurableObject(tenant.stub);
    later(120_000);
    expect(await ended(tenant, bulkId)).toMatchObject({ sent: 2, notSent: 0 });
  });

  it('while no agent is there wait for ten minutes, and say then that nothing was sent', async () => {
    const tenant = await freshTenant();
    const { bulkId } = good(await tenant.card.bulk([WON_DEAL_ID]));
    expect(good(await tenant.card.bulkView(bulkId)).waiting).toBe(1);
    later(601_000);
    expect((await ended(tenant, bulkId)).entries).toMatchObject([
      { state: 'not-sent', error: { code: 'erp.unreachable', message: expect.stringContaining('nothing was sent') } },
    ]);
    // Whoever sent it may have closed the page: the deal says it, too.
    await crmHears(tenant, WON_DEAL_ID, {
      erp_status: 'Not sent',
      erp_problem: expect.stringContaining('nothing was sent'),
    });
  });

  it('and are not won, or not there, leave nothing on a deal', async () => {
    const tenant = await freshTenant();
    await newAgent(tenant);
    await changeRecord('deals', OPEN_DEAL_ID, { erp_status: '' });
    const { bulkId } = good(await whileSending(() => tenant.card.bulk([OPEN_DEAL_ID, '1'])));
    expect((await ended(tenant, bulkId)).notSent).toBe(2);
    await runDurableObjectAlarm(tenant.stub);
    expect((await dealProperties(OPEN_DEAL_ID)).erp_status ?? '').toBe('');
  });
});

describe('somebody who looks at the deals', () => {
  const waitsIn = async (tenant: TestTenant, ...deals: string[]) => good(await tenant.card.waitingBulk(deals)).bulkId;

  it('is told of the bulk in which one of them waits, until it was looked at', async () => {
    const tenant = await freshTenant();
    expect(await waitsIn(tenant, WON_DEAL_ID, OTHER_DEAL_ID)).toBeNull();
    const { bulkId } = good(await tenant.card.bulk([WON_DEAL_ID, '1']));
    expect(await waitsIn(tenant, OTHER_DEAL_ID, WON_DEAL_ID)).toBe(bulkId);
    expect(await waitsIn(tenant, OTHER_DEAL_ID)).toBeNull();
    await evictDurableObject(tenant.stub);
    expect(await waitsIn(tenant, WON_DEAL_ID)).toBe(bulkId);
    await newAgent(tenant);
    later(120_000);
    await ended(tenant, bulkId);
    expect(await waitsIn(tenant, WON_DEAL_ID, '1')).toBeNull();
  });

  it('is told of the newest one, and never of another account’s', async () => {
    const tenant = await freshTenant();
    good(await tenant.card.bulk([WON_DEAL_ID]));
    later(1_000);
    const newer = good(await tenant.card.bulk([WON_DEAL_ID, OTHER_DEAL_ID]));
    expect(await waitsIn(tenant, WON_DEAL_ID)).toBe(newer.bulkId);
    expect(await waitsIn(await freshTenant(), WON_DEAL_ID)).toBeNull();
  });

  it.each([
    ['101 deals', Array.from({ length: 101 }, (_, index) => String(index + 1))],
    ['none', []],
    ['something else', ['x'.repeat(100)]],
  ])('is told nothing of %s', async (_case, deals) => {
    expect(bad(await (await freshTenant()).card.waitingBulk(deals)).code).toBe('request.invalid');
  });
});

describe('a bulk', () => {
  it.each([
    ['of 101 deals', Array.from({ length: 101 }, (_, index) => String(index + 1))],
    ['of none', []],
    ['of something else', ['../deals']],
  ])('%s is refused', async (_case, deals) => {
    expect(bad(await (await freshTenant()).card.bulk(deals)).code).toBe('request.invalid');
  });

  it('of another account is not known here', async () => {
    const { bulkId } = good(await (await freshTenant()).card.bulk([WON_DEAL_ID]));
    expect(bad(await (await freshTenant()).card.bulkView(bulkId)).code).toBe('push.not-found');
  });

  it('beyond those that can run at once is refused', async () => {
    const tenant = await freshTenant();
    for (let count = 0; count < 20; count += 1) good(await tenant.card.bulk([String(900_000 + count)]));
    expect(bad(await tenant.card.bulk(['900099'])).code).toBe('agent.overloaded');
  });
});
