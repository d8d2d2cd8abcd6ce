import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { SIGNED_MAX } from '../../gateway/durable/signed-writes.ts';
import { companyIdOf } from '../sandbox/hubspot/records.ts';
import { COMPANY_ID, customer, HEALTHY, WON_DEAL_ID } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { changeRecord } from './hubspot-control.ts';
import { later } from './later.ts';
import { deleteCopies } from './operator-client.ts';
import { answersOf, newDeal, previewErp } from './preview-erp.ts';
import { askAsHubspot, type CardRequest } from './signed-request.ts';
import { setUpTenant, type TestTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

type Sent = () => Promise<{ ok: boolean } & Record<string, unknown>>;

/** A request as HubSpot signed it once; each call sends it again, with the same signature. */
const signedOnce = (tenant: TestTenant, path: string, request: Omit<CardRequest, 'portalId'>): Sent => {
  const signed = { portalId: tenant.portalId, timestamp: Date.now(), ...request };
  return async () => {
    const response = await askAsHubspot(path, signed);
    expect(response.status).toBe(200);
    return response.json();
  };
};

const UNLINKED = companyIdOf('10507');
const linkRequest = (tenant: TestTenant, customerId: string, more: Partial<CardRequest> = {}) =>
  signedOnce(tenant, `/v1/card/companies/${UNLINKED}/customer`, {
    method: 'PUT',
    body: JSON.stringify({ customerId }),
    ...more,
  });
/** Whom the tenant linked the company to, one after the other. */
const linked = (tenant: TestTenant) =>
  runInDurableObject(tenant.stub, (_object, { storage }) =>
    storage.sql
      .exec<{ body: string }>("SELECT body FROM audit WHERE kind = 'company' ORDER BY seq")
      .toArray()
      .map(({ body }) => JSON.parse(body).customerId),
  );

/** The same bytes in base64, written otherwise: the last letter but one has two bits that nobody reads. */
const otherNotation = (signature: string): string => {
  const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const other = LETTERS[LETTERS.indexOf(signature[42] ?? '') ^ 1] ?? '';
  return `${signature.slice(0, 42)}${other}=`;
};

describe('a request that changes something, sent again with its signature', () => {
  it('undoes nothing that was done since, and is answered as before, also after the object restarted', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, answersOf(previewErp()));
    const timestamp = Date.now();
    const recorded = linkRequest(tenant, '10508', { timestamp });
    try {
      const first = await recorded();
      expect(first).toMatchObject({ ok: true, customer: { customerId: '10508' } });
      expect(await linkRequest(tenant, '10447')()).toMatchObject({ ok: true });
      const asked = agent.received('call').length;
      expect(await recorded()).toEqual(first);
      expect(await linkRequest(tenant, '10508', { timestamp, sentSignature: otherNotation })()).toEqual(first);
      await evictDurableObject(tenant.stub);
      expect(await recorded()).toEqual(first);
      expect(agent.received('call')).toHaveLength(asked);
      expect(await linked(tenant)).toEqual(['10508', '10447']);
    } finally {
      await changeRecord('companies', UNLINKED, { erp_customer_id: null });
    }
  });

  it('is answered as before also where the answer was no', async () => {
    const tenant = await setUpTenant();
    const recorded = linkRequest(tenant, '10508');
    const first = await recorded();
    expect(first).toMatchObject({ ok: false, error: { code: 'agent.offline' } });
    await newAgent(tenant, answersOf(previewErp()));
    expect(await recorded()).toEqual(first);
    expect(await linked(tenant)).toEqual([]);
  });

  it('twice at once is done once', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, answersOf(previewErp()));
    const recorded = linkRequest(tenant, '10508');
    try {
      const [first, second] = await Promise.all([recorded(), recorded()]);
      expect(second).toEqual(first);
      expect(agent.received('call').filter(({ command }) => command === 'customer.read')).toHaveLength(1);
      expect(await linked(tenant)).toEqual(['10508']);
    } finally {
      await changeRecord('companies', UNLINKED, { erp_customer_id: null });
    }
  });

  it('is the same push', async () => {
    const tenant = await setUpTenant();
    await newAgent(tenant, answersOf(previewErp()));
    const dealId = await newDeal('10452', ['SEAL-0009', '3', '10.20']);
    const body = JSON.stringify({ revision: 1, previewHash: null, override: false });
    const recorded = signedOnce(tenant, `/v1/card/deals/${dealId}/pushes`, { method: 'POST', body });
    const first = await recorded();
    expect(first).toMatchObject({ ok: true, push: { dealId } });
    await evictDurableObject(tenant.stub);
    expect(await recorded()).toEqual(first);
  });

  it('is the same bulk, whatever became of it', async () => {
    const tenant = await setUpTenant();
    const body = JSON.stringify({ dealIds: [WON_DEAL_ID] });
    const recorded = signedOnce(tenant, '/v1/card/bulk-pushes', { method: 'POST', body });
    const first = await recorded();
    expect(first).toMatchObject({ ok: true });
    await evictDurableObject(tenant.stub);
    expect(await recorded()).toEqual(first);
  });
});

describe('a request that changed something, when a customer is erased', () => {
  const answers = (tenant: TestTenant) =>
    runInDurableObject(tenant.stub, (_object, { storage }) =>
      storage.sql.exec<{ answer: string | null }>('SELECT answer FROM signed_request').toArray(),
    );

  it('leaves nothing of what it was answered, and undoes nothing that was done since when it is sent again', async () => {
    const tenant = await setUpTenant();
    await newAgent(tenant, answersOf(previewErp()));
    const recorded = linkRequest(tenant, '10508');
    try {
      expect(JSON.stringify(await recorded())).toContain('10508');
      expect(await linkRequest(tenant, '10447')()).toMatchObject({ ok: true });
      expect((await deleteCopies(tenant.tenantId, '10508')).status).toBe(200);
      expect(await answers(tenant)).toEqual([{ answer: null }, { answer: null }]);
      expect(await recorded()).toMatchObject({ ok: false, error: { code: 'signature.stale' } });
      expect(await linked(tenant)).toEqual(['10508', '10447']);
    } finally {
      await changeRecord('companies', UNLINKED, { erp_customer_id: null });
    }
  });

  it('while it is under way is answered, and its answer not kept', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, { ...answersOf(previewErp()), 'customer.read': () => undefined });
    const recorded = linkRequest(tenant, '10508');
    try {
      const first = recorded();
      const call = await agent.next('call');
      await deleteCopies(tenant.tenantId, '10508');
      agent.answer(call, { output: customer('10508') });
      expect(await first).toMatchObject({ ok: true, customer: { customerId: '10508' } });
      expect(await answers(tenant)).toEqual([{ answer: null }]);
      expect(await recorded()).toMatchObject({ ok: false, error: { code: 'signature.stale' } });
      expect(await linked(tenant)).toEqual(['10508']);
    } finally {
      await changeRecord('companies', UNLINKED, { erp_customer_id: null });
    }
  });

  it('is not kept at all where its signature is good no more', async () => {
    const tenant = await setUpTenant();
    await linkRequest(tenant, '10508')();
    expect(await answers(tenant)).toHaveLength(1);
    later(600_000);
    await deleteCopies(tenant.tenantId, '10508');
    expect(await answers(tenant)).toEqual([]);
  });
});

describe('a card that was asked for the newest, sent again with its signature', () => {
  it('is answered from what is known, and the ERP not asked', async () => {
    const tenant = await setUpTenant();
    const agent = await newAgent(tenant, HEALTHY);
    await tenant.card.company(COMPANY_ID);
    later(2_500);
    const recorded = signedOnce(tenant, `/v1/card/companies/${COMPANY_ID}?refresh=true`, {});
    await recorded();
    await vi.waitFor(() => expect(agent.received('call')).toHaveLength(8));
    await agent.caughtUp();
    later(5_000);
    await evictDurableObject(tenant.stub);
    expect(await recorded()).toMatchObject({ ok: true });
    await agent.caughtUp();
    expect(agent.received('call')).toHaveLength(8);
  });
});

describe('what is remembered of signed requests', () => {
  const held = (tenant: TestTenant) =>
    runInDurableObject(tenant.stub, (_object, { storage }) =>
      storage.sql.exec<{ held: number }>('SELECT count(*) AS held FROM signed_request').one(),
    );

  it('is bounded: when it is full a write is refused, until the oldest are good no more', async () => {
    const tenant = await setUpTenant();
    await newAgent(tenant, answersOf(previewErp()));
    await runInDurableObject(tenant.stub, (_object, { storage }) => {
      const rows = 'WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)';
      const until = Date.now() + 60_000;
      storage.sql.exec(`${rows} INSERT INTO signed_request SELECT 's' || i, ?, NULL FROM n`, SIGNED_MAX, until);
    });
    expect(await linkRequest(tenant, '10508')()).toMatchObject({ ok: false, error: { code: 'agent.overloaded' } });
    expect(await linked(tenant)).toEqual([]);
    later(61_000);
    try {
      expect(await linkRequest(tenant, '10508')()).toMatchObject({ ok: true });
      expect(await held(tenant)).toEqual({ held: 1 });
    } finally {
      await changeRecord('companies', UNLINKED, { erp_customer_id: null });
    }
  });
});
