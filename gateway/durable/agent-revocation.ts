import { failure } from '#contracts/errors';
import type { AgentId, CorrelationId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import { fillPlace } from './agent-greeting.ts';
import { connectionLost } from './connection-lost.ts';
import { noteRevoked } from './push-writers.ts';
import type { TenantParts } from './tenant-parts.ts';

/**
 * An operator's word that an agent is none of ours any more: it is refused at its next dial, its connection ends now,
 * nothing it still says is heard, and no write waits for it. What it had under way is in doubt, and looked up by the
 * agents that are left. Said twice, it changes nothing.
 *
 * Gives when it was revoked, epoch ms. Errors: request.invalid (no such agent).
 */
export function revokeAgent(
  storage: DurableObjectStorage,
  parts: TenantParts,
  agentId: AgentId,
  reason: string,
  correlationId: CorrelationId,
  now: number,
): Result<number> {
  const { agents, settings, audit, link, runner } = parts;
  const revokedAt = storage.transactionSync(() => {
    const known = agents.revokedAt(agentId);
    if (known !== null) return known;
    agents.revoke(agentId, now);
    noteRevoked(settings, agentId);
    audit.append(now, 'agent', agentId, correlationId, { event: 'revoked', reason });
    return now;
  });
  if (revokedAt === undefined) return fail(failure('request.invalid', { detail: 'unknown agent' }));
  for (const socket of link.dismiss(agentId)) connectionLost(parts, socket, now);
  fillPlace(parts, now);
  // Writes may have waited for this agent alone.
  runner.dispatch();
  return ok(revokedAt);
}
