import { runInDurableObject } from 'cloudflare:test';
import type { CustomerId } from '#contracts/ids';
import type { TenantParts } from '../../gateway/durable/tenant-parts.ts';
import type { TestTenant } from './tenant-setup.ts';

/** Asks the tenant's agents below the card routes, where a deadline may be short. */
export const askAgents = ({ stub }: TestTenant, deadlineMs: number) =>
  runInDurableObject(stub, (object) => {
    const { link } = (object as unknown as { parts: TenantParts }).parts;
    return link.call('customer.read', { customerId: '10447' as CustomerId }, deadlineMs, '0000bec40000' as never);
  });
