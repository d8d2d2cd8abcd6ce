import { CLOSE, type Hello } from '#contracts/frames';
import type { AuditStore } from './audit-store.ts';
import type { PushRunner } from './push-runner.ts';
import type { SettingStore } from './setting-store.ts';

/** What has to be known of the connection that a hello came over. */
export interface HelloParts<Socket> {
  settings: SettingStore;
  audit: AuditStore;
  runner: PushRunner;
  link: { agentOf(socket: Socket): string | null; epochOf(socket: Socket): number };
}

/**
 * An agent that knows a higher epoch than this object has told it: the store was set back to an earlier moment, and
 * what was sent since is forgotten here. The agent dials again and gets an epoch above all others.
 */
export function wasSetBack<Socket extends { close(code: number, reason: string): void }>(
  { settings, audit, runner, link }: HelloParts<Socket>,
  socket: Socket,
  { lastEpoch, connector }: Hello,
  now: number,
): boolean {
  const agentId = link.agentOf(socket);
  if (agentId === null) return false;
  if (lastEpoch <= runner.writers.toldTo(agentId)) {
    runner.writers.told(agentId, link.epochOf(socket));
    return false;
  }
  runner.writers.told(agentId, lastEpoch);
  // Numbers that were given out already must not be given out again.
  settings.write('epoch', String(Math.max(lastEpoch, Number(settings.read('epoch') ?? '0'))));
  settings.write('set-back-at', String(now));
  audit.append(now, 'store', 'tenant', '000000000000', { event: 'set-back', lastEpoch });
  runner.wasSetBack(connector.writeBounds);
  socket.close(CLOSE.setBack, 'dial again');
  return true;
}
