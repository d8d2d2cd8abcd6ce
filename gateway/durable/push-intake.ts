/** Takes pushes in: kept for good before anything is answered, and once for each record and revision. */

import { createHash } from 'node:crypto';
import { type Failure, failure } from '#contracts/errors';
import type { CorrelationId, CrmRecordId, PushId, TenantId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import { otherContent } from '../core/key-reused.ts';
import type { Push, Write } from '../core/push-record.ts';
import { revisionProblem } from '../core/revision.ts';
import type { AuditStore } from './audit-store.ts';
import { isContent, type PushKey } from './push-key-store.ts';
import type { PushStore } from './push-store.ts';
import type { PushWitness } from './push-witness.ts';

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
  storage: Pick<DurableObjectStorage, 'transactionSync'>;
  pushes: PushStore;
  audit: AuditStore;
  witness: Pick<PushWitness, 'taken'>;
  tenantId: () => TenantId | null;
  now: () => number;
}

/** What tells a push from every other, for ever: also a gateway whose store was set back gives it the same id again. */
export const pushIdOf = (
  tenantId: string,
  { write, recordId, revision }: Pick<NewPush, 'write' | 'recordId' | 'revision'>,
): PushId => idOf(tenantId, write.command, recordId, revision);

/** The id of a deal's push, also where nothing but its key is left. */
export const orderPushIdOf = (tenantId: string, dealId: CrmRecordId, revision: number): PushId =>
  idOf(tenantId, 'order.create', dealId, revision);

const idOf = (tenantId: string, command: Write['command'], recordId: CrmRecordId, revision: number): PushId => {
  const key = `${tenantId}/${command}/${recordId}/${revision}`;
  return `p_${createHash('sha256').update(key).digest('hex').slice(0, 16)}` as PushId;
};

/**
 * Keeps a push for good, or gives the one that is kept already. Returned only after it is durable (P1).
 * The same record and revision with another content is refused (P5).
 */
export function takeIn(parts: PushIntakeParts, asked: NewPush): Result<Push> {
  const { pushes, audit, storage, witness, now } = parts;
  const { recordId, revision, write, correlationId, by } = asked;
  const known = pushes.of(write.command, recordId, revision);
  if (known !== null) return isSame(known.write, write) ? ok(known) : fail(otherContent(known));
  if (write.command === 'order.create') {
    const key = pushes.keys.of(recordId, revision);
    if (key !== null) return isContent(key, write) ? ok(inShort(parts, asked, key)) : fail(otherContent(key));
  }
  const latest = latestOf(pushes, write.command, recordId);
  const at = now();
  const problem = revisionProblem(latest, revision, at);
  if (problem !== null) return fail(problem);
  const push = fresh(parts, asked, at);
  storage.transactionSync(() => {
    pushes.insert(push);
    audit.append(at, 'push', push.pushId, correlationId, {
      event: 'accepted',
      to: 'accepted',
      reference: push.reference,
      ...by,
    });
    witness.taken(push, at);
  });
  return ok(push);
}

/** The newest push of a record, as far as it is remembered. */
export const latestOf = (pushes: PushStore, command: Write['command'], recordId: CrmRecordId) =>
  pushes.latestOf(command, recordId) ?? (command === 'order.create' ? pushes.keys.latestOf(recordId) : null);

const fresh = ({ tenantId }: PushIntakeParts, asked: NewPush, at: number): Push => ({
  pushId: pushIdOf(tenantId() ?? '', asked),
  recordId: asked.recordId,
  revision: asked.revision,
  reference: asked.write.input.reference,
  correlationId: asked.correlationId,
  write: asked.write,
  waitsFor: asked.waitsFor,
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
});

/** What is said of a push of which only the key is left. */
export const endOf = (state: PushKey['state']): Failure | null => {
  if (state === 'refused')
    return failure('erp.rejected', {
      message: 'This was refused long ago.',
      advice: 'Correct the deal, then send again.',
    });
  return state === 'given-up' ? failure('push.given-up') : null;
};

/** A push that ended long ago: what became of it, and nothing of how. */
const inShort = (parts: PushIntakeParts, asked: NewPush, { state, erpId, acceptedAt }: PushKey): Push => ({
  ...fresh(parts, asked, acceptedAt),
  waitsFor: null,
  state,
  erpId,
  dueAt: null,
  problem: endOf(state),
});

/** The same content, whoever asks; that the customer was not made yet when it was first asked is no difference. */
function isSame(known: Write, asked: Write): boolean {
  if (known.command !== asked.command) return false;
  const open = asked.command === 'order.create' && asked.input.customerId === null ? { customerId: null } : {};
  return JSON.stringify({ ...known.input, ...open }) === JSON.stringify({ ...asked.input, ...open });
}
