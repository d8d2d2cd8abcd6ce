import type { AgentState } from './agent-store.ts';
import type { TenantParts } from './tenant-parts.ts';

/** The tenant's agents as an operator sees them, the newest first. */
export function agentStates({ agents, link }: TenantParts): AgentState[] {
  const connected = new Set<string>(link.connections().map(({ agentId }) => agentId));
  const serving = new Set<string>(link.serving().map(({ agentId }) => agentId));
  return agents.all().map((agent) => ({
    ...agent,
    isConnected: connected.has(agent.agentId),
    isServing: serving.has(agent.agentId),
  }));
}
