import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { TenantPolicy } from '#contracts/policy';
import { AuditStore } from '../../gateway/durable/audit-store.ts';
import { PolicyStore } from '../../gateway/durable/policy-store.ts';
import { SettingStore } from '../../gateway/durable/setting-store.ts';
import { good } from './card-client.ts';
import { COMPANY_ID, HEALTHY, STOCKED } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { later } from './later.ts';
import { ALWAYS_QUIET, putPolicy, setPolicy } from './operator-client.ts';
import { setUpTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

describe('the policy of a tenant', () => {
  it('is answered as it is kept, what was left out by its default, and is in the audit', async () => {
    const tenant = await setUpTenant();
    const kept = TenantPolicy.parse({ freshnessMs: { 'order.list': 300_000 } });
    expect(kept).toMatchObject({ quietHours: [], concurrentReads: 16 });
    expect(await setPolicy(tenant, { freshnessMs: { 'order.list': 300_000 } })).toEqual(kept);
    const rows = await runInDurableObject(tenant.stub, (_object, { storage }) =>
      new AuditStore(storage.sql).about('tenant'),
    );
    expect(rows.map(({ kind, body }) => [kind, JSON.parse(body)])).toEqual([['policy', kept]]);
  });

  it('decides how long an answer is fresh, and survives an eviction', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    await setPolicy(tenant, { freshnessMs: { 'customer.read': 10_000, 'invoice.list': 86_400_000 } });
    later(0);
    await tenant.card.company(COMPANY_ID);
    await vi.waitFor(async () => {
      const copies = await runInDurableObject(tenant.stub, (_object, { storage }) =>
        storage.sql.exec('SELECT * FROM copy').toArray(),
      );
      expect(copies).toHaveLength(4);
    });
    await evictDurableObject(tenant.stub);
    later(61_000);
    agent.answers = {};
    expect(good(await tenant.card.company(COMPANY_ID))).toMatchObject({
      customer: { state: 'stale', error: null },
      orders: { state: 'stale', error: null },
      invoices: { state: 'fresh' },
    });
    await agent.caughtUp();
    const asked = agent.received('call').slice(4);
    expect(asked.map(({ command }) => command)).toEqual(['customer.read', 'order.list', 'order.list']);
  });

  it('makes an answer old that the product calls fresh, too', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, STOCKED);
    await setPolicy(tenant, { freshnessMs: { 'availability.read': 10_000 } });
    later(0);
    await tenant.card.stock('PUMP-0040');
    later(9_999);
    await tenant.card.stock('PUMP-0040');
    expect(agent.received('call')).toHaveLength(1);
    later(1);
    await tenant.card.stock('PUMP-0040');
    await agent.caughtUp();
    expect(agent.received('call')).toHaveLength(2);
  });

  it('that was set before freshness had its least is read with that', async () => {
    const tenant = await setUpTenant();
    await runInDurableObject(tenant.stub, (_object, { storage }) => {
      const policy = JSON.stringify({
        freshnessMs: { 'order.list': 1_000, 'invoice.list': 20_000 },
        concurrentReads: 3,
      });
      storage.sql.exec("INSERT OR REPLACE INTO setting (name, value) VALUES ('policy', ?)", policy);
      expect(new PolicyStore(new SettingStore(storage.sql)).read()).toMatchObject({
        freshnessMs: { 'order.list': 10_000, 'invoice.list': 20_000 },
        concurrentReads: 3,
      });
    });
  });

  it('of one tenant is not that of another', async () => {
    const [tenant, other] = [await setUpTenant(), await setUpTenant()];
    await newAgent(other, STOCKED);
    await setPolicy(tenant, { quietHours: ALWAYS_QUIET });
    expect(good(await other.card.stock('PUMP-0040')).stock.state).toBe('fresh');
  });

  const span = { from: '22:00', to: '05:00', timeZone: 'Europe/Berlin' };
  it.each([
    ['a time zone that does not exist', { quietHours: [{ ...span, timeZone: 'Europe/Atlantis' }] }],
    ['no time zone', { quietHours: [{ from: '22:00', to: '05:00' }] }],
    ['a time of day that does not exist', { quietHours: [{ ...span, to: '24:00' }] }],
    ['a time of day without a leading zero', { quietHours: [{ ...span, to: '5:00' }] }],
    ['fifteen spans', { quietHours: Array(15).fill(span) }],
    ['no read at once', { concurrentReads: 0 }],
    ['65 reads at once', { concurrentReads: 65 }],
    ['half a read', { concurrentReads: 1.5 }],
    ['a freshness that no card could show', { freshnessMs: { 'order.list': 9_999 } }],
    ['a freshness of more than a day', { freshnessMs: { 'order.list': 86_400_001 } }],
    ['the freshness of a write', { freshnessMs: { 'order.create': 60_000 } }],
    ['a word it does not know', { quietHour: [] }],
    ['no object', 'quiet'],
  ])('is refused with %s, and the one before stays', async (_name, policy) => {
    const tenant = await setUpTenant();
    await setPolicy(tenant, { concurrentReads: 3 });
    const response = await putPolicy(tenant.tenantId, policy);
    expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 'request.invalid' } }]);
    const kept = await runInDurableObject(tenant.stub, (_object, { storage }) =>
      storage.sql.exec<{ value: string }>("SELECT value FROM setting WHERE name = 'policy'").one(),
    );
    expect(JSON.parse(kept.value)).toEqual(TenantPolicy.parse({ concurrentReads: 3 }));
  });

  it('of a tenant that does not exist is refused', async () => {
    const response = await putPolicy('t_0000000000000000', {});
    expect([response.status, await response.json()]).toMatchObject([400, { error: { code: 'request.invalid' } }]);
  });
});
