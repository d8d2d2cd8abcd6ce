import { evictDurableObject, runInDurableObject } from 'cloudflare:test';
import type { TestTenant } from './tenant-setup.ts';

/** Which customers the tenant's companies are was last read long ago; the object remembers nothing else of them. */
export async function companyIsOld(tenant: TestTenant): Promise<void> {
  await runInDurableObject(tenant.stub, (_object, { storage }) => {
    storage.sql.exec('UPDATE company SET read_at = 1');
  });
  await evictDurableObject(tenant.stub);
}
