import { type Backoff, fullJitterMs } from '#contracts/backoff';
import { CustomerId, SalesOrderId } from '#contracts/ids';
import type { Crm } from '../crm/port.ts';
import type { OutboxEntry, PushStore } from './push-store.ts';

/** The CRM may be away for hours: never given up, at most 5 minutes apart. */
const BACKOFF: Backoff = { baseMs: 2_000, capMs: 300_000 };
/** At least so long between two attempts. */
const WAIT_MIN_MS = 1_000;

export interface CrmOutboxParts {
  pushes: PushStore;
  crm: () => Crm;
  now: () => number;
  random: () => number;
}

/** Tells the CRM the order's number, apart from the push itself (P9). True: the CRM has it now. */
export async function deliver({ pushes, crm, now, random }: CrmOutboxParts, entry: OutboxEntry): Promise<boolean> {
  const push = pushes.read(entry.pushId);
  if (push?.erpId == null) {
    pushes.delivered(entry.pushId);
    return false;
  }
  const written =
    push.write.command === 'order.create'
      ? await crm().writeOrder(push.recordId, { orderId: SalesOrderId.parse(push.erpId), at: now() })
      : await crm().linkCompany(push.recordId, CustomerId.parse(push.erpId));
  if (written.ok) {
    pushes.delivered(entry.pushId);
    return true;
  }
  // Refused for good looks the same as refused for now: an administrator may mend it, so it is tried on, slowly.
  const failures = entry.failures + 1;
  const dueAt = now() + WAIT_MIN_MS + fullJitterMs(BACKOFF, failures, random());
  pushes.postpone({ ...entry, failures, dueAt }, written.error.code);
  return false;
}
