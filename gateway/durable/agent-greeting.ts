import type { Hello } from '#contracts/frames';
import { wasSetBack } from './store-set-back.ts';
import type { TenantParts } from './tenant-parts.ts';

/** Answers an agent's hello, and lets everything go on that waited for one; false: its connection is closed instead. */
export function greet(parts: TenantParts, socket: WebSocket, hello: Hello, now: number): boolean {
  const { settings, link, reads, runner, changes } = parts;
  const wasUp = link.serving().length > 0;
  const welcomed = wasSetBack(parts, socket, hello, now) ? null : link.welcome(socket, hello);
  if (welcomed === null) return false;
  const { name, title } = hello.connector;
  const before = settings.read('connector-name');
  if (!serves(parts, link.agentOf(socket) ?? '', name, before)) return true;
  settings.write('connector-name', name);
  settings.write('erp-title', title);
  // From a trial to the real one: customers of the two may have the same numbers.
  if (before !== null && before !== name) {
    reads.otherErp();
    link.erpChanged();
  }
  if (!wasUp && !welcomed.continues) settings.write('online-since', String(now));
  reads.agentCame();
  runner.linkUp();
  changes.welcomed();
  return true;
}

/**
 * Whether the agent's ERP is the tenant's own, or takes its place: as that of a new agent does, or of one that was
 * given another connector. One that only comes back, say the trial's after its line was cut, takes no place, unless no
 * agent is left that has it.
 */
function serves({ agents }: TenantParts, agentId: string, name: string, before: string | null): boolean {
  const isSame = agents.connectorOf(agentId) === name;
  agents.hasConnector(agentId, name);
  if (before === null || before === name || !isSame || !agents.anyHas(before)) return true;
  console.error(
    JSON.stringify({ message: 'an agent of another ERP stands aside', agentId, connector: name, erp: before }),
  );
  return false;
}
