import { runInDurableObject } from 'cloudflare:test';
import { onTestFinished } from 'vitest';
import { setUpTenant, type TestTenant } from './tenant-setup.ts';

/** A tenant that stops asking the CRM when its test is over: a fault that the next test orders is not for it. */
export async function freshTenant(): Promise<TestTenant> {
  const tenant = await setUpTenant();
  onTestFinished(() =>
    runInDurableObject(tenant.stub, (_object, { storage }) => {
      storage.sql.exec('DELETE FROM crm_outbox');
      storage.sql.exec('DELETE FROM send_wish');
    }),
  );
  return tenant;
}
