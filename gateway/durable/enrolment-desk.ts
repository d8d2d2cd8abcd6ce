import type { Enrolment, EnrolmentRequest } from '#contracts/enrolment';
import { failure } from '#contracts/errors';
import type { AgentId, CorrelationId, TenantId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import { redeem } from '../core/enrolment.ts';
import { randomHex } from '../random-hex.ts';
import type { AgentStore } from './agent-store.ts';
import type { AuditStore } from './audit-store.ts';
import { noteEnrolled } from './push-writers.ts';
import type { SettingStore } from './setting-store.ts';

/** Makes an agent known that brings a valid code. The same key again gets the same agent. */
export function enrolAgent(
  storage: DurableObjectStorage,
  { settings, agents, audit }: { settings: SettingStore; agents: AgentStore; audit: AuditStore },
  codeHash: string,
  { publicKey, hostName }: EnrolmentRequest,
  correlationId: CorrelationId,
  now: number,
): Result<Enrolment> {
  return storage.transactionSync(() => {
    const tenantId = settings.read('tenant-id') as TenantId | null;
    const redeemed = redeem(agents.code(codeHash), publicKey, now);
    if (!redeemed.ok) return redeemed;
    const isRevoked = redeemed.value.agentId !== null && agents.publicKey(redeemed.value.agentId) === null;
    if (tenantId === null || isRevoked) return fail(failure('enrolment.code-invalid'));
    if (redeemed.value.agentId !== null) return ok({ agentId: redeemed.value.agentId, tenantId });
    const agentId = `a_${randomHex(8)}` as AgentId;
    agents.enrol(codeHash, agentId, publicKey, hostName, now);
    noteEnrolled(settings, agentId);
    audit.append(now, 'agent', agentId, correlationId, { event: 'enrolled', hostName });
    return ok({ agentId, tenantId });
  });
}
