import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failure } from '#contracts/errors';
import { CAST_PROSPECT } from '../sandbox/cast.ts';
import { companyIdOf } from '../sandbox/hubspot/records.ts';
import { bad, good } from './card-client.ts';
import { connectAgent } from './fake-agent.ts';
import { changeRecord, recordProperties } from './hubspot-control.ts';
import { setPolicy } from './operator-client.ts';
import { answersOf, erpCustomer, newDeal, previewErp } from './preview-erp.ts';
import { freshOrderId, pushBecomes, rewriteStored, storedPush } from './push-watch.ts';
import { enrolAgent, setUpTenant, type TestTenant } from './tenant-setup.ts';

const COMPANY_ID = companyIdOf(CAST_PROSPECT.key);
const REFERENCE = `DB-C${COMPANY_ID}`;
const clear = () => changeRecord('companies', COMPANY_ID, { erp_customer_id: null, name: CAST_PROSPECT.name });
beforeEach(clear);
afterEach(clear);

/** A tenant that has customers made, and a deal of a company that the ERP does not have. */
async function stage() {
  const tenant = await setUpTenant();
  await setPolicy(tenant, { push: { createCustomers: true } });
  const identity = await enrolAgent(tenant);
  const answers = answersOf(previewErp());
  return { tenant, identity, answers, agent: await connectAgent(identity, answers), dealId: await dealOfProspect() };
}
const dealOfProspect = () => newDeal(CAST_PROSPECT.key, ['HOSE-0010', '2', '89.00']);
/** The CRM is told after the order is on its way: a later test is not to meet this number. */
const linkedTo = (customerId: string) =>
  expect
    .poll(async () => (await recordProperties('companies', COMPANY_ID)).erp_customer_id, { timeout: 8_000 })
    .toBe(customerId);
const made = (customerId: string) => ({ result: 'made', output: { customerId } });
const send = async (tenant: TestTenant, dealId: string, revision = 1) => {
  const { hash } = good(await tenant.card.preview(dealId)).preview;
  return tenant.card.send(dealId, { previewHash: hash, override: true, revision });
};

describe('a new customer', () => {
  it('is made before the order, the order goes out for it, and the company is linked', async () => {
    const { tenant, agent, dealId } = await stage();
    const { push } = good(await send(tenant, dealId));
    expect(push).toMatchObject({ state: 'accepted', reference: `DB-${dealId}-1` });
    const customer = await agent.start();
    expect(customer).toMatchObject({
      command: 'customer.create',
      reference: REFERENCE,
      input: {
        reference: REFERENCE,
        name: 'Wattwerk Offshore GmbH',
        street: 'Am Handelshafen 2',
        postalCode: '27570',
        town: 'Bremerhaven',
        country: 'DE',
        taxId: 'DE811205904',
        email: null,
        phone: '+49 471 5550 90',
        currency: 'EUR',
      },
    });
    expect(agent.received('send')).toHaveLength(1);
    await agent.report(customer, made('10999'));
    const order = await agent.start();
    expect(order).toMatchObject({ command: 'order.create', pushId: push.pushId, input: { customerId: '10999' } });
    await agent.report(order, { result: 'made', output: { orderId: freshOrderId() } });
    await pushBecomes(tenant, push.pushId, 'done');
    await linkedTo('10999');
  });

  it('that the ERP refuses takes the order with it, in the ERP’s words; corrected, it is made under another reference', async () => {
    const { tenant, agent, dealId } = await stage();
    const { pushId } = good(await send(tenant, dealId)).push;
    const first = await agent.start();
    await agent.report(first, {
      result: 'refused',
      error: failure('erp.rejected', { message: 'UstIdNr belongs to customer 10447' }),
    });
    const refused = await tenant.card.pushView(pushId);
    const message = 'The ERP did not take the new customer, so nothing was ordered: UstIdNr belongs to customer 10447';
    expect(refused).toMatchObject({ state: 'refused', problem: { code: 'push.customer-refused', message } });
    await changeRecord('companies', COMPANY_ID, { name: 'Wattwerk GmbH' });
    good(await send(tenant, dealId, 2));
    const second = await agent.next('send');
    expect(second).toMatchObject({
      command: 'customer.create',
      reference: `${REFERENCE}-2`,
      input: { name: 'Wattwerk GmbH' },
    });
  });

  it('whose answer got lost is looked up and found, and never made twice', async () => {
    const { tenant, identity, answers, agent, dealId } = await stage();
    const { pushId } = good(await send(tenant, dealId)).push;
    await agent.start();
    agent.hangUp();
    const named = { name: CAST_PROSPECT.name, taxId: CAST_PROSPECT.taxId };
    // This ERP finds by the beginning: another company's customer, too.
    const found = [
      { ...erpCustomer('10990', named), reference: `${REFERENCE}-2` },
      { ...erpCustomer('10998', named), reference: REFERENCE },
    ];
    const again = await connectAgent(identity, {
      ...answers,
      'customer.find-by-reference': () => ({ output: { customers: found } }),
    });
    const order = await again.next('send');
    expect(order).toMatchObject({ command: 'order.create', pushId, input: { customerId: '10998' } });
    expect(again.received('send')).toHaveLength(1);
    await linkedTo('10998');
  });

  it('in doubt keeps its order waiting, also a second click', async () => {
    const { tenant, identity, answers, agent, dealId } = await stage();
    const { pushId } = good(await send(tenant, dealId)).push;
    await agent.start();
    agent.hangUp();
    const again = await connectAgent(identity, answers);
    await expect
      .poll(() => again.received('call').map(({ command }) => command))
      .toContain('customer.find-by-reference');
    expect(good(await tenant.card.send(dealId, { previewHash: null })).push).toMatchObject({
      pushId,
      state: 'accepted',
    });
    expect(again.received('send')).toHaveLength(0);
  });

  it('of two deals at once is made once, and both orders go out for it', async () => {
    const { tenant, agent, dealId } = await stage();
    const deals = [dealId, await newDeal(CAST_PROSPECT.key, ['SEAL-0014', '10', '12.80'])];
    const pushes = await Promise.all(deals.map(async (one) => good(await send(tenant, one)).push.pushId));
    const customer = await agent.start();
    expect(customer.command).toBe('customer.create');
    await agent.report(customer, made('10997'));
    for (let order = 0; order < 2; order += 1) {
      const started = await agent.start();
      expect(started).toMatchObject({ command: 'order.create', input: { customerId: '10997' } });
      expect(pushes).toContain(started.pushId);
      await agent.report(started, { result: 'made', output: { orderId: freshOrderId() } });
    }
    expect(agent.received('send')).toHaveLength(3);
    await linkedTo('10997');
  });

  it.each([
    ['parked', 'push.bound-unknown'],
    ['given-up', 'push.given-up'],
  ] as const)('that is %s gives way to the one that a person names, also when it is made late', async (state, code) => {
    const { tenant, agent, dealId } = await stage();
    const { pushId } = good(await send(tenant, dealId)).push;
    const customer = await agent.start();
    await rewriteStored(tenant, customer.pushId, { state, problem: failure(code), dueAt: null });
    good(await tenant.card.link(COMPANY_ID, '10447'));
    const order = await agent.start();
    expect(order).toMatchObject({ command: 'order.create', pushId, input: { customerId: '10447' } });
    await pushBecomes(tenant, customer.pushId, 'done');
    await agent.report(customer, made('10999'));
    expect(await storedPush(tenant, customer.pushId)).toMatchObject({
      state: 'parked',
      erpId: '10447',
      problem: { code: 'push.order-twice' },
    });
    await agent.report(order, { result: 'made', output: { orderId: freshOrderId() } });
    await pushBecomes(tenant, pushId, 'done');
    expect((await recordProperties('companies', COMPANY_ID)).erp_customer_id).toBe('10447');
  });

  it('that shows itself while a person names another one is not passed over', async () => {
    const { tenant, agent, answers, dealId } = await stage();
    good(await send(tenant, dealId));
    const { pushId, attempt } = await agent.start();
    await rewriteStored(tenant, pushId, { state: 'given-up', problem: failure('push.given-up'), dueAt: null });
    agent.answers = {
      ...answers,
      'customer.read': (input) => {
        agent.say({ type: 'outcome', pushId, attempt, outcome: made('10995') });
        return answers['customer.read']?.(input);
      },
    };
    expect(bad(await tenant.card.link(COMPANY_ID, '10447')).code).toBe('push.customer-unsettled');
    expect(await agent.start()).toMatchObject({ command: 'order.create', input: { customerId: '10995' } });
    await linkedTo('10995');
  });

  it('that is parked stops the next deal before it is sent, and says which customer it is', async () => {
    const { tenant, agent, dealId } = await stage();
    good(await send(tenant, dealId));
    const { pushId } = await agent.start();
    await rewriteStored(tenant, pushId, { state: 'parked', problem: failure('push.bound-unknown'), dueAt: null });
    const { preview } = good(await tenant.card.preview(await dealOfProspect()));
    expect(preview.findings[0]).toMatchObject({
      level: 'block',
      code: 'customer.unmatched',
      message: expect.stringContaining(`${CAST_PROSPECT.name} was made in the ERP (reference ${REFERENCE})`),
    });
    expect(bad(await send(tenant, await dealOfProspect())).code).toBe('preview.blocked');
  });

  it('that was made is the customer of the next deal, also before the CRM knows', async () => {
    const { tenant, agent, dealId } = await stage();
    good(await send(tenant, dealId));
    await agent.report(await agent.start(), made('10996'));
    await agent.start();
    await linkedTo('10996');
    await clear();
    const { preview } = good(await tenant.card.preview(await dealOfProspect()));
    expect(preview.customer).toMatchObject({ customerId: '10996', reasons: ['erp-id'] });
  });

  it('is not made where the tenant does not want it, without a person, or for a company without a name', async () => {
    const { tenant, dealId } = await stage();
    expect(bad(await tenant.card.send(dealId, { previewHash: null, override: true })).code).toBe('preview.not-allowed');
    await changeRecord('companies', COMPANY_ID, { name: ' ' });
    expect(bad(await send(tenant, dealId))).toMatchObject({
      code: 'customer.not-linked',
      message: expect.stringContaining('name'),
    });
    await clear();
    await setPolicy(tenant, { push: { createCustomers: false } });
    expect(bad(await send(tenant, dealId)).code).toBe('preview.blocked');
    expect(good(await tenant.card.deal(dealId)).push).toBeNull();
  });

  it('has its name cleaned of what no XML can carry', async () => {
    const { tenant, agent, dealId } = await stage();
    await changeRecord('companies', COMPANY_ID, { name: 'Watt\u0000werk <Off\u0007shore> & Søn' });
    good(await send(tenant, dealId));
    expect((await agent.next('send')).input).toMatchObject({ name: 'Watt werk <Off shore> & Søn' });
  });
});
