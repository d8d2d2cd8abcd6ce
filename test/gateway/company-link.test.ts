import { runInDurableObject } from 'cloudflare:test';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { failure } from '#contracts/errors';
import { CrmRecordId, CustomerId } from '#contracts/ids';
import { OutboxStore } from '../../gateway/durable/outbox-store.ts';
import { CAST_PROSPECT } from '../sandbox/cast.ts';
import { HUBSPOT_ACCOUNT } from '../sandbox/hubspot/account.ts';
import { companyIdOf } from '../sandbox/hubspot/records.ts';
import { bad, good } from './card-client.ts';
import { newAgent } from './fake-agent.ts';
import { changeRecord, recordProperties } from './hubspot-control.ts';
import { setPolicy } from './operator-client.ts';
import { answersOf, erpCustomer, type PreviewErp, previewErp } from './preview-erp.ts';
import { setUpTenant, type TestTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

const withErp = async (more: Partial<PreviewErp> = {}) => {
  const tenant = await setUpTenant();
  const agent = await newAgent(tenant, answersOf(previewErp(more)));
  return { tenant, agent };
};
const look = async (tenant: TestTenant, dealId: string) => {
  const view = good(await tenant.card.preview(dealId));
  const codes = view.preview.findings.map(({ level, code }) => `${level} ${code}`);
  return { ...view, codes, messages: view.preview.findings.map(({ message }) => message) };
};

describe('a company that is not linked', () => {
  const PETERSEN = [
    erpCustomer('10507', {
      name: 'Petersen Pumpentechnik GmbH',
      town: 'Flensburg',
      email: 'a@petersen-pumpen.example',
    }),
    erpCustomer('10508', { name: 'Petersen Pumpentechnik GmbH', town: 'Lübeck', email: 'b@petersen-pumpen.example' }),
  ];

  it('is who its tax number says, and is linked when the deal is sent', async () => {
    const lindner = erpCustomer('10503', { name: 'Technikhaus Lindner', taxId: 'DE 811 205 033' });
    const { tenant } = await withErp({
      found: { 'tax-id': [lindner], name: [lindner, erpCustomer('1', { name: 'Lindner Bau' })] },
    });
    const view = await look(tenant, '88412075');
    expect(view).toMatchObject({ loading: false, codes: ['ok customer.matched'] });
    expect(view.preview.customer).toMatchObject({ customerId: '10503', reasons: ['tax-id', 'name'] });
    expect(view.messages[0]).toContain('the company is linked to it when you send');
  });

  it('that may be two customers waits for a person', async () => {
    const { tenant } = await withErp({ found: { 'email-domain': PETERSEN, name: PETERSEN } });
    const { preview, codes } = await look(tenant, '88412077');
    expect(codes).toContain('block customer.unmatched');
    expect(preview.customer).toBeNull();
    expect(preview.candidates.map(({ customerId, reasons }) => [customerId, reasons])).toEqual([
      ['10507', ['email-domain', 'name', 'town']],
      ['10508', ['email-domain', 'name']],
    ]);
  });

  it('that the ERP does not have waits for a person, or is made where the tenant wants that', async () => {
    const { tenant } = await withErp();
    expect((await look(tenant, '88412078')).codes).toContain('block customer.unmatched');
    await setPolicy(tenant, { push: { createCustomers: true } });
    const view = await look(tenant, '88412078');
    expect(view.codes).toEqual(['ok customer.new', 'warn price.unknown']);
    expect(view.messages[0]).toBe(`${CAST_PROSPECT.name} is not in the ERP yet; it is made there before the order.`);
  });

  it('is never made on half an answer', async () => {
    const tenant = await setUpTenant();
    await setPolicy(tenant, { push: { createCustomers: true } });
    const search = ({ by }: { by: string }) => (by === 'phone' ? undefined : { output: { customers: [] } });
    await newAgent(tenant, { ...answersOf(previewErp()), 'customer.search': search });
    const view = await look(tenant, '88412078');
    expect(view.loading).toBe(true);
    expect(view.codes).toContain('block customer.unmatched');
  });

  it('may be linked by a person: who it may be, what they search for, and the one they name', async () => {
    const [, luebeck] = PETERSEN;
    const found = { 'email-domain': PETERSEN, name: PETERSEN };
    const { tenant } = await withErp({ found, customers: { 10508: luebeck ?? {} } });
    const companyId = companyIdOf('10507');
    const { candidates, loading, error } = good(await tenant.card.candidates(companyId));
    expect([candidates.map(({ customerId }) => customerId), loading, error]).toEqual([['10507', '10508'], false, null]);
    const typed = good(await tenant.card.candidates(companyId, ' 10447 '));
    expect(typed.candidates.map(({ customerId }) => customerId)).toEqual(['10507', '10508', '10447']);
    expect(good(await tenant.card.link(companyId, '10508')).customer).toMatchObject({
      customerId: '10508',
      score: 0.82,
    });
    try {
      expect((await look(tenant, '88412077')).preview.customer).toMatchObject({
        customerId: '10508',
        reasons: ['erp-id'],
      });
    } finally {
      await changeRecord('companies', companyId, { erp_customer_id: null });
    }
  });

  it('is linked as a person says, also where another link was on its way to the CRM', async () => {
    const { tenant } = await withErp();
    const companyId = CrmRecordId.parse(companyIdOf('10507'));
    const pending = (customerId: string) =>
      ({ kind: 'company-link', recordId: companyId, pushId: null, customerId: CustomerId.parse(customerId) }) as const;
    await runInDurableObject(tenant.stub, (_object, { storage }) =>
      new OutboxStore(storage.sql).put(pending('10508'), Date.now() + 600_000),
    );
    good(await tenant.card.link(companyId, '10447'));
    const waiting = () =>
      runInDurableObject(tenant.stub, (_object, { storage }) =>
        storage.sql.exec<{ content: string }>('SELECT content FROM crm_outbox').toArray(),
      );
    expect((await waiting()).map(({ content }) => JSON.parse(content))).toEqual([pending('10447')]);
    expect((await recordProperties('companies', companyId)).erp_customer_id).toBe('10447');
    await changeRecord('companies', companyId, { erp_customer_id: null });
    const rows = await runInDurableObject(tenant.stub, (_object, { storage }) =>
      storage.sql.exec<{ body: string }>("SELECT body FROM audit WHERE kind = 'company'").toArray(),
    );
    const email = HUBSPOT_ACCOUNT.userEmail.toLowerCase();
    expect(rows.map(({ body }) => JSON.parse(body))).toEqual([
      { event: 'linked', customerId: '10447', before: null, email },
    ]);
  });

  it('is not linked to a customer that the ERP does not have, nor while one is being made', async () => {
    const tenant = await setUpTenant();
    const gone = () => ({ error: failure('erp.not-found') });
    await newAgent(tenant, { ...answersOf(previewErp()), 'customer.read': gone });
    expect(bad(await tenant.card.link(companyIdOf('10507'), '99999')).code).toBe('erp.not-found');
    const { customerId } = good(await tenant.card.deal('88412077')).deal.company ?? {};
    expect(customerId).toBeNull();
    await setPolicy(tenant, { push: { createCustomers: true } });
    good(await tenant.card.push('88412078'));
    expect(bad(await tenant.card.link(companyIdOf(CAST_PROSPECT.key), '10447'))).toMatchObject({
      code: 'push.customer-unsettled',
      message: expect.stringContaining('is being made'),
    });
  });

  it.each([['\u0000'], ['x'.repeat(101)], ['']])('is not searched for by %j', async (search) => {
    const tenant = await setUpTenant();
    expect(bad(await tenant.card.candidates(companyIdOf('10507'), search)).code).toBe('request.invalid');
  });
});
