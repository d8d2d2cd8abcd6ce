import { runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failure } from '#contracts/errors';
import { HUBSPOT_ACCOUNT } from '../sandbox/hubspot/account.ts';
import { bad, good } from './card-client.ts';
import { newAgent } from './fake-agent.ts';
import { changeRecord } from './hubspot-control.ts';
import { later } from './later.ts';
import { setPolicy } from './operator-client.ts';
import { answersOf, erpCustomer, fineDeal, newDeal, type PreviewErp, previewErp } from './preview-erp.ts';
import { setUpTenant, type TestTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

const stage = async (more: Partial<PreviewErp> = {}) => {
  const tenant = await setUpTenant();
  const erp = previewErp(more);
  return { tenant, erp, agent: await newAgent(tenant, answersOf(erp)) };
};
const hashOf = async (tenant: TestTenant, dealId: string) => good(await tenant.card.preview(dealId)).preview.hash;
const auditOf = (tenant: TestTenant, pushId: string) =>
  runInDurableObject(tenant.stub, (_object, { storage }) =>
    storage.sql
      .exec<{ body: string }>('SELECT body FROM audit WHERE subject = ? ORDER BY seq', pushId)
      .toArray()
      .map(({ body }) => JSON.parse(body) as Record<string, unknown>),
  );
const SEAL: [string, string, string] = ['SEAL-0009', '1', '9.50'];
const ME = HUBSPOT_ACCOUNT.userEmail.toLowerCase();

describe('a send with what was seen', () => {
  it('goes out where nothing changed', async () => {
    const { tenant, agent } = await stage();
    const dealId = await fineDeal();
    const previewHash = await hashOf(tenant, dealId);
    good(await tenant.card.send(dealId, { previewHash }));
    expect((await agent.next('send')).input).toMatchObject({
      customerId: '10452',
      lines: [{ itemId: 'PUMP-0040' }, {}],
    });
  });

  it('is refused where the deal changed, in words, and nothing is kept', async () => {
    const { tenant } = await stage();
    const dealId = await fineDeal();
    const previewHash = await hashOf(tenant, dealId);
    await changeRecord('line_items', `${dealId}01`, { quantity: '3' });
    expect(bad(await tenant.card.send(dealId, { previewHash, override: true }))).toMatchObject({
      code: 'preview.changed',
      message: 'Since you looked: PUMP-0040: the quantity is 3, it was 2.',
    });
    expect(good(await tenant.card.deal(dealId)).push).toBeNull();
    good(await tenant.card.send(dealId, { previewHash: await hashOf(tenant, dealId) }));
  });

  it('is refused where the ERP says something else by now, in words', async () => {
    const { tenant, erp } = await stage();
    const dealId = await fineDeal();
    const previewHash = await hashOf(tenant, dealId);
    erp.prices['SEAL-0014'] = '13.50';
    erp.customers['10452'] = { creditLimit: '2000.00' };
    later(61_000);
    const { code, message } = bad(await tenant.card.send(dealId, { previewHash, override: true }));
    expect(code).toBe('preview.changed');
    expect(message).toContain("SEAL-0014 is 0.70 EUR under the ERP's price of 13.50 EUR.");
    expect(message).toContain('exceeds the credit limit of 2,000.00 EUR by 332.00 EUR');
  });

  it('is not held up by a stock that moved and still suffices, or is short as before', async () => {
    const { tenant, erp, agent } = await stage({ stock: { 'SEAL-0014': '30' } });
    const dealId = await fineDeal();
    const previewHash = await hashOf(tenant, dealId);
    erp.stock = { 'SEAL-0014': '29', 'PUMP-0040': '7' };
    later(61_000);
    good(await tenant.card.send(dealId, { previewHash, override: true }));
    vi.useRealTimers();
    await agent.next('send');
  });

  it('with warnings needs somebody who takes them on, and says who did', async () => {
    const { tenant } = await stage();
    const dealId = await newDeal('10452', SEAL);
    const previewHash = await hashOf(tenant, dealId);
    expect(bad(await tenant.card.send(dealId, { previewHash }))).toMatchObject({
      code: 'preview.not-allowed',
      message: "There are warnings: SEAL-0009 is 0.70 EUR under the ERP's price of 10.20 EUR.",
    });
    const { pushId } = good(await tenant.card.send(dealId, { previewHash, override: true })).push;
    expect((await auditOf(tenant, pushId))[0]).toMatchObject({
      event: 'accepted',
      way: 'card',
      email: ME,
      overridden: ['price.below-list'],
    });
  });

  it('is refused to somebody who may not take the warning on, and the preview has said so', async () => {
    const { tenant } = await stage();
    const dealId = await newDeal('10452', SEAL);
    await setPolicy(tenant, { push: { override: { 'price.below-list': ['boss@north.example'] } } });
    const { preview } = good(await tenant.card.preview(dealId));
    expect(preview.mayOverride).toBe(false);
    const request = { previewHash: preview.hash, override: true };
    expect(bad(await tenant.card.send(dealId, request))).toMatchObject({
      code: 'preview.not-allowed',
      category: 'forbidden',
    });
    await setPolicy(tenant, { push: { override: { 'price.below-list': [ME] } } });
    good(await tenant.card.send(dealId, request));
  });

  it('is refused where it is blocked, whoever wants it', async () => {
    const { tenant } = await stage();
    const dealId = await newDeal('10452', ['KIT-X', '1', '2500.00']);
    expect(
      bad(await tenant.card.send(dealId, { previewHash: await hashOf(tenant, dealId), override: true })),
    ).toMatchObject({
      code: 'preview.blocked',
      message: 'KIT-X is not in the ERP. Choose another item or remove the line.',
    });
  });

  it('is kept where the ERP went away since, and goes out when it is back', async () => {
    const { tenant, agent, erp } = await stage();
    const dealId = await fineDeal();
    const previewHash = await hashOf(tenant, dealId);
    agent.hangUp();
    await expect.poll(async () => good(await tenant.card.deal(dealId)).link.online).toBe(false);
    later(61_000);
    const { pushId } = good(await tenant.card.send(dealId, { previewHash })).push;
    const again = await newAgent(tenant, answersOf(erp));
    expect((await again.next('send')).pushId).toBe(pushId);
  });

  it('is not told that the customer changed where the ERP only was slow to say it again', async () => {
    const tenant = await setUpTenant();
    const answers = answersOf(previewErp({ found: { 'tax-id': [erpCustomer('10503', { taxId: 'DE811205033' })] } }));
    let isSlow = false;
    await newAgent(tenant, {
      ...answers,
      'customer.search': (input) => (isSlow ? undefined : answers['customer.search']?.(input)),
    });
    const dealId = await newDeal('10503', ['PUMP-0040', '1', '410.00']);
    const { hash, customer } = good(await tenant.card.preview(dealId)).preview;
    expect(customer?.customerId).toBe('10503');
    isSlow = true;
    later(61_000);
    expect(bad(await tenant.card.send(dealId, { previewHash: hash }))).toMatchObject({
      code: 'erp.timed-out',
      message: expect.stringContaining('nothing was sent'),
    });
    expect(good(await tenant.card.deal(dealId)).push).toBeNull();
  });

  it('while prices could not be checked goes out when they are as the deal has them', async () => {
    const tenant = await setUpTenant();
    const answers = answersOf(previewErp());
    let isSlow = true;
    const agent = await newAgent(tenant, {
      ...answers,
      'item.price': (input) => (isSlow ? { error: failure('erp.timed-out') } : answers['item.price']?.(input)),
    });
    const dealId = await fineDeal();
    const { hash, findings } = good(await tenant.card.preview(dealId)).preview;
    expect(findings.map(({ code }) => code)).toContain('price.unknown');
    isSlow = false;
    later(61_000);
    good(await tenant.card.send(dealId, { previewHash: hash }));
    vi.useRealTimers();
    await agent.next('send');
  });

  it('of a hash that nobody was given is refused, and not described', async () => {
    const { tenant } = await stage();
    const dealId = await fineDeal();
    expect(bad(await tenant.card.send(dealId, { previewHash: '0'.repeat(64) }))).toMatchObject({
      code: 'preview.changed',
      message: 'Something changed since you looked.',
    });
    expect(await tenant.card.answerAt(`/v1/card/deals/${dealId}/preview`)).toMatchObject({ ok: true });
  });

  it('by many at once is one push', async () => {
    const { tenant, agent } = await stage();
    const dealId = await fineDeal();
    const previewHash = await hashOf(tenant, dealId);
    const sent = await Promise.all(Array.from({ length: 5 }, () => tenant.card.send(dealId, { previewHash })));
    expect(new Set(sent.map((answer) => good(answer).push.pushId)).size).toBe(1);
    await agent.next('send');
    expect(agent.received('send')).toHaveLength(1);
  });
});

describe('a send that nobody looked at', () => {
  const unseen = { previewHash: null, override: true };

  it('goes out where all is well', async () => {
    const { tenant, agent } = await stage();
    good(await tenant.card.send(await fineDeal(), unseen));
    await agent.next('send');
  });

  it.each<[string, Partial<PreviewErp>, [string, string, string], string]>([
    ['a warning', {}, SEAL, 'preview.not-allowed'],
    ['a block', { customers: { 10452: { onHold: true } } }, ['PUMP-0040', '1', '410.00'], 'preview.blocked'],
  ])('is stopped by %s, also where it is overridden', async (_name, erp, line, code) => {
    const { tenant } = await stage(erp);
    const dealId = await newDeal('10452', line);
    expect(bad(await tenant.card.send(dealId, unseen)).code).toBe(code);
    expect(good(await tenant.card.deal(dealId)).push).toBeNull();
  });

  it('is stopped while the ERP is away, and may be tried again', async () => {
    const tenant = await setUpTenant();
    expect(bad(await tenant.card.send(await fineDeal(), unseen))).toMatchObject({
      code: 'erp.unreachable',
      category: 'unavailable',
    });
  });
});
