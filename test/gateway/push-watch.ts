import { runInDurableObject } from 'cloudflare:test';
import { expect, vi } from 'vitest';
import type { PushView } from '#contracts/card-api';
import type { PushState } from '#contracts/push';
import type { Push } from '../../gateway/core/push-record.ts';
import { PushStore } from '../../gateway/durable/push-store.ts';
import type { TestTenant } from './tenant-setup.ts';

/** A number that no other test's order has: the CRM wants them unique. */
export const freshOrderId = (): string => `O-${crypto.randomUUID().slice(0, 18)}`;

/** The push as the card sees it, once it has come to this state. */
export const pushBecomes = (tenant: TestTenant, pushId: string, state: PushState): Promise<PushView> =>
  vi.waitFor(
    async () => {
      const push = await tenant.card.pushView(pushId);
      expect(push.state).toBe(state);
      return push;
    },
    { timeout: 25_000, interval: 20 },
  );

/** The push as it is stored. */
export const storedPush = (tenant: TestTenant, pushId: string): Promise<Push> =>
  runInDurableObject(tenant.stub, (_object, { storage }) => {
    const push = new PushStore(storage.sql).read(pushId);
    if (push === null) throw new Error('no such push');
    return push;
  });

/** Makes time pass for a stored push: what is replaced is as if it had been so all along. */
export const rewriteStored = (tenant: TestTenant, pushId: string, more: Partial<Push>): Promise<void> =>
  runInDurableObject(tenant.stub, (_object, { storage }) => {
    const pushes = new PushStore(storage.sql);
    const push = pushes.read(pushId);
    if (push !== null) pushes.update({ ...push, ...more });
  });
