import { runInDurableObject } from 'cloudflare:test';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CrmRecordId, CustomerId } from '#contracts/ids';
import { AuditStore } from '../../gateway/durable/audit-store.ts';
import { OutboxStore } from '../../gateway/durable/outbox-store.ts';
import { companyIdOf } from '../sandbox/hubspot/records.ts';
import { freshTenant } from './fresh-tenant.ts';
import { changeRecord, recordProperties } from './hubspot-control.ts';
import type { TestTenant } from './tenant-setup.ts';

const COMPANY_ID = CrmRecordId.parse(companyIdOf('10503'));
const clear = () => changeRecord('companies', COMPANY_ID, { erp_customer_id: null });
beforeEach(clear);
afterEach(clear);

const numberOf = async () => (await recordProperties('companies', COMPANY_ID)).erp_customer_id ?? null;

/** Has the company told that it is this customer, and waits until nothing is left to tell. */
async function told(tenant: TestTenant, customerId: string): Promise<void> {
  await runInDurableObject(tenant.stub, (_object, { storage }) => {
    const link = { kind: 'company-link', recordId: COMPANY_ID, pushId: null } as const;
    new OutboxStore(storage.sql).put({ ...link, customerId: CustomerId.parse(customerId) }, Date.now());
    return storage.setAlarm(Date.now());
  });
  const waiting = () =>
    runInDurableObject(tenant.stub, (_object, { storage }) => storage.sql.exec('SELECT * FROM crm_outbox').toArray());
  await expect.poll(waiting, { timeout: 8_000 }).toEqual([]);
}

const audited = (tenant: TestTenant) =>
  runInDurableObject(tenant.stub, (_object, { storage }) =>
    new AuditStore(storage.sql).about(`company/${COMPANY_ID}`).map(({ body }) => JSON.parse(body)),
  );

describe('the link of a company', () => {
  it('is written where there is none, and said twice changes nothing', async () => {
    const tenant = await freshTenant();
    for (let time = 0; time < 2; time += 1) {
      await told(tenant, '10503');
      expect(await numberOf()).toBe('10503');
    }
    expect(await audited(tenant)).toEqual([]);
  });

  it('is not written over another one, and the audit says so', async () => {
    const tenant = await freshTenant();
    await changeRecord('companies', COMPANY_ID, { erp_customer_id: '10447' });
    await told(tenant, '10999');
    expect(await numberOf()).toBe('10447');
    expect(await audited(tenant)).toEqual([
      { kind: 'company-link', event: 'linked-otherwise', customerId: '10999', standing: '10447' },
    ]);
  });
});
