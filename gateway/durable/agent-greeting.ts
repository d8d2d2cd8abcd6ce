import type { Hello } from '#contracts/frames';
import { wasSetBack } from './store-set-back.ts';
import type { TenantParts } from './tenant-parts.ts';

/** Answers an agent's hello, and lets everything go on that waited for one; false: its connection is closed instead. */
export function greet(parts: TenantParts, socket: WebSocket, hello: Hello, now: number): boolean {
  const { settings, link } = parts;
  const wasUp = link.serving().length > 0;
  const welcomed = wasSetBack(parts, socket, hello, now) ? null : link.welcome(socket, hello);
  if (welcomed === null) return false;
  const agentId = link.agentOf(socket) ?? '';
  const { name } = hello.connector;
  const before = settings.read('connector-name');
  if (isInPlace(parts, agentId, name, before)) serve(parts, hello.connector, wasUp || welcomed.continues, now);
  else {
    const message = 'an agent of another ERP stands aside';
    console.error(JSON.stringify({ message, agentId, connector: name, erp: before }));
  }
  return true;
}

/** An agent is none of ours any more: where it was the last one of the tenant's ERP, one that stands aside takes the place. */
export function fillPlace(parts: TenantParts, now: number): void {
  const { settings, agents, link } = parts;
  const erp = settings.read('connector-name');
  const [newest] = link.connections();
  if (erp !== null && newest !== undefined && !agents.anyHas(erp)) serve(parts, newest.connector, false, now);
}

/** The agent's ERP is the tenant's own from now on. @param wasUp the way was not shut before */
function serve(parts: TenantParts, { name, title }: Hello['connector'], wasUp: boolean, now: number): void {
  const { settings, link, reads, runner, changes } = parts;
  const before = settings.read('connector-name');
  settings.write('connector-name', name);
  settings.write('erp-title', title);
  // From a trial to the real one: customers of the two may have the same numbers.
  if (before !== null && before !== name) {
    reads.otherErp();
    link.erpChanged();
  }
  if (!wasUp) settings.write('online-since', String(now));
  reads.agentCame();
  runner.linkUp();
  changes.welcomed();
}

/**
 * Whether the agent's ERP is the tenant's own, or takes its place: as that of a new agent does, or of one that was
 * given another connector. One that only comes back, say the trial's after its line was cut, takes no place, unless no
 * agent is left that has it.
 */
function isInPlace({ agents }: TenantParts, agentId: string, name: string, before: string | null): boolean {
  const known = agents.connectorOf(agentId);
  agents.noteConnector(agentId, name);
  if (before === null || before === name) return true;
  const isBack = known === name || known === '';
  return !isBack || !agents.anyHas(before);
}
