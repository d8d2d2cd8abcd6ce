import { runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failure } from '#contracts/errors';
import { companyIdOf } from '../sandbox/hubspot/records.ts';
import { OPERATOR_PASSPHRASE } from './bindings.ts';
import { bad, good } from './card-client.ts';
import { newAgent } from './fake-agent.ts';
import { changeRecord, dealProperties, recordProperties } from './hubspot-control.ts';
import { later } from './later.ts';
import { answersOf, erpCustomer, fineDeal, newDeal, type PreviewErp, previewErp } from './preview-erp.ts';
import { freshOrderId, pushBecomes } from './push-watch.ts';
import { askAsOperator, setUpTenant, type TestTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

const stage = async (more: Partial<PreviewErp> = {}) => {
  const tenant = await setUpTenant();
  const erp = previewErp(more);
  return { tenant, erp, agent: await newAgent(tenant, answersOf(erp)) };
};
const hashOf = async (tenant: TestTenant, dealId: string) => good(await tenant.card.preview(dealId)).preview.hash;

describe('what is kept already', () => {
  it('is answered as before, whatever a preview would say now', async () => {
    const { tenant, erp, agent } = await stage();
    const dealId = await fineDeal();
    const previewHash = await hashOf(tenant, dealId);
    const { pushId } = good(await tenant.card.send(dealId, { previewHash })).push;
    erp.prices = {};
    erp.customers['10452'] = { onHold: true };
    later(61_000);
    const asked = agent.received('call').length;
    for (const hash of [previewHash, null, 'f'.repeat(64)]) {
      expect(good(await tenant.card.send(dealId, { previewHash: hash })).push.pushId).toBe(pushId);
    }
    expect(agent.received('call')).toHaveLength(asked);
    await changeRecord('line_items', `${dealId}01`, { quantity: '3' });
    expect(bad(await tenant.card.send(dealId, { previewHash })).code).toBe('push.key-reused');
  });

  it('an order number that nobody here wrote stops a deal', async () => {
    const { tenant } = await stage();
    const dealId = await fineDeal();
    const previewHash = await hashOf(tenant, dealId);
    await changeRecord('deals', dealId, { erp_order_number: freshOrderId() });
    expect(bad(await tenant.card.send(dealId, { previewHash, override: true }))).toMatchObject({
      code: 'push.already-ordered',
    });
    expect(good(await tenant.card.preview(dealId)).preview.level).toBe('block');
    await changeRecord('deals', dealId, { erp_order_number: null });
    good(await tenant.card.send(dealId, { previewHash }));
  });

  it('its own order number does not', async () => {
    const { tenant, agent } = await stage();
    const dealId = await fineDeal();
    const { pushId } = good(await tenant.card.send(dealId, { previewHash: await hashOf(tenant, dealId) })).push;
    const orderId = freshOrderId();
    await agent.report(await agent.start(), { result: 'made', output: { orderId } });
    await pushBecomes(tenant, pushId, 'done');
    expect((await dealProperties(dealId)).erp_order_number).toBe(orderId);
    expect(good(await tenant.card.preview(dealId)).preview.level).toBe('ok');
    expect(good(await tenant.card.send(dealId, { previewHash: null })).push.pushId).toBe(pushId);
  });
});

it('a deal of a company whose customer is certain goes out for that customer, and the company is linked', async () => {
  const lindner = erpCustomer('10503', { name: 'Technikhaus Lindner', taxId: 'DE811205033' });
  const { tenant, agent } = await stage({ found: { 'tax-id': [lindner] }, customers: { 10503: lindner } });
  const dealId = await newDeal('10503', ['VALV-0025', '4', '64.90']);
  const companyId = companyIdOf('10503');
  const { pushId } = good(await tenant.card.send(dealId, { previewHash: await hashOf(tenant, dealId) })).push;
  const send = await agent.start();
  expect(send.input).toMatchObject({ customerId: '10503' });
  await expect
    .poll(async () => (await recordProperties('companies', companyId)).erp_customer_id, { timeout: 8_000 })
    .toBe('10503');
  expect(good(await tenant.card.send(dealId, { previewHash: null })).push.pushId).toBe(pushId);
  expect((await tenant.card.pushView(pushId)).state).toBe('sending');
  await changeRecord('companies', companyId, { erp_customer_id: null });
});

it('an erased customer leaves neither what was seen of it, nor what searches found', async () => {
  const { tenant } = await stage();
  await tenant.card.preview(await fineDeal());
  await tenant.card.preview('88412077');
  const rows = () =>
    runInDurableObject(tenant.stub, (_object, { storage }) =>
      [
        'SELECT count(*) AS n FROM preview_look',
        "SELECT count(*) AS n FROM copy WHERE question LIKE 'customer.search%'",
      ].map((query) => storage.sql.exec<{ n: number }>(query).one().n),
    );
  await expect.poll(rows).toEqual([2, 3]);
  const path = `/tenants/${tenant.tenantId}/customers/10452/copies`;
  expect((await askAsOperator(path, undefined, OPERATOR_PASSPHRASE, 'DELETE')).status).toBe(200);
  expect(await rows()).toEqual([0, 0]);
});

it('an ERP whose period is closed refuses with its sentence', async () => {
  const { tenant, agent } = await stage();
  const dealId = await fineDeal();
  good(await tenant.card.send(dealId, { previewHash: await hashOf(tenant, dealId) }));
  const send = await agent.start();
  await agent.report(send, {
    result: 'refused',
    error: failure('erp.rejected', { message: 'Posting period is closed', detail: '414' }),
  });
  expect(await tenant.card.pushView(send.pushId)).toMatchObject({
    state: 'refused',
    problem: { message: 'Posting period is closed' },
  });
});
