/** Takes pushes in: kept for good before anything is answered, and once for each record and revision. */

import { createHash } from 'node:crypto';
import { failure } from '#contracts/errors';
import type { CorrelationId, CrmRecordId, PushId, TenantId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import type { Push, Write } from '../core/push-record.ts';
import { revisionProblem } from '../core/revision.ts';
import type { AuditStore } from './audit-store.ts';
import type { PushStore } from './push-store.ts';

/** What is to be made, for which record of the CRM. */
export interface NewPush {
  recordId: CrmRecordId;
  revision: number;
  write: Write;
  /** The push that makes the order's customer; null: it is there. */
  waitsFor: PushId | null;
  correlationId: CorrelationId;
  /** How it came in, and who let it through in spite of warnings; for the audit. */
  by: object;
}

export interface PushIntakeParts {
  storage: DurableObjectStorage;
  pushes: PushStore;
  audit: AuditStore;
  tenantId: () => TenantId | null;
  now: () => number;
}

/** What tells a push from every other, for ever: also a gateway whose store was set back gives it the same id again. */
export const pushIdOf = (
  tenantId: string,
  { write, recordId, revision }: Pick<NewPush, 'write' | 'recordId' | 'revision'>,
): PushId => {
  const key = `${tenantId}/${write.command}/${recordId}/${revision}`;
  return `p_${createHash('sha256').update(key).digest('hex').slice(0, 16)}` as PushId;
};

/**
 * Keeps a push for good, or gives the one that is kept already. Returned only after it is durable (P1).
 * The same record and revision with another content is refused (P5).
 */
export function takeIn(parts: PushIntakeParts, asked: NewPush): Result<Push> {
  const { pushes, audit, storage, now } = parts;
  const { recordId, revision, write, waitsFor, correlationId, by } = asked;
  const known = pushes.of(write.command, recordId, revision);
  if (known !== null) return isSame(known.write, write) ? ok(known) : fail(failure('push.key-reused'));
  const problem = revisionProblem(pushes.latestOf(write.command, recordId), revision);
  if (problem !== null) return fail(problem);
  const at = now();
  const push: Push = {
    pushId: pushIdOf(parts.tenantId() ?? '', asked),
    recordId,
    revision,
    reference: write.input.reference,
    correlationId,
    write,
    waitsFor,
    acceptedAt: at,
    state: 'accepted',
    attempt: 0,
    epoch: null,
    grantedAt: null,
    bounds: null,
    fenceAt: null,
    dueAt: at,
    failures: 0,
    erpId: null,
    problem: null,
  };
  storage.transactionSync(() => {
    pushes.insert(push);
    audit.append(at, 'push', push.pushId, correlationId, {
      event: 'accepted',
      to: 'accepted',
      reference: push.reference,
      ...by,
    });
  });
  return ok(push);
}

/** The same content, whoever asks; that the customer was not made yet when it was first asked is no difference. */
function isSame(known: Write, asked: Write): boolean {
  if (known.command !== asked.command) return false;
  const open = asked.command === 'order.create' && asked.input.customerId === null ? { customerId: null } : {};
  return JSON.stringify({ ...known.input, ...open }) === JSON.stringify({ ...asked.input, ...open });
}
