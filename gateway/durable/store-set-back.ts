import { CLOSE, type Hello } from '#contracts/frames';
import type { CorrelationId } from '#contracts/ids';
import type { AuditStore } from './audit-store.ts';
import type { PushRunner } from './push-runner.ts';
import type { SettingStore } from './setting-store.ts';

/** Since when, epoch ms, each push is looked up before it goes out; not there: never set back, or that is over. */
const SET_BACK_AT = 'set-back-at';

/** What has to be known of the connection that a hello came over. */
export interface HelloParts<Socket> {
  settings: SettingStore;
  audit: AuditStore;
  runner: PushRunner;
  link: { agentOf(socket: Socket): string | null; epochOf(socket: Socket): number };
}

/**
 * An agent that knows a higher epoch than this object has told it: the store was set back to an earlier moment, and
 * what was sent since is forgotten here. The agent dials again and gets an epoch above all others. One that this object
 * has told nothing yet may know any epoch below that of its connection: a host enrolled anew keeps its journal.
 */
export function wasSetBack<Socket extends { close(code: number, reason: string): void }>(
  { settings, audit, runner, link }: HelloParts<Socket>,
  socket: Socket,
  { lastEpoch, connector }: Hello,
  now: number,
): boolean {
  const agentId = link.agentOf(socket);
  if (agentId === null) return false;
  if (lastEpoch <= (runner.writers.toldTo(agentId) ?? link.epochOf(socket) - 1)) {
    runner.writers.told(agentId, link.epochOf(socket));
    return false;
  }
  runner.writers.told(agentId, lastEpoch);
  // Numbers that were given out already must not be given out again.
  settings.write('epoch', String(Math.max(lastEpoch, Number(settings.read('epoch') ?? '0'))));
  settings.write(SET_BACK_AT, String(now));
  audit.append(now, 'store', 'tenant', '000000000000', { event: 'set-back', lastEpoch });
  runner.wasSetBack(connector.writeBounds);
  socket.close(CLOSE.setBack, 'dial again');
  return true;
}

/**
 * An operator's word that the lost time is accounted for: what is taken in from now on is not looked up first. What is
 * in doubt or parked stays so. Gives since when that was so, epoch ms; null: it was not, and nothing changed.
 */
export function clearSetBack(
  { settings, audit }: Pick<HelloParts<never>, 'settings' | 'audit'>,
  reason: string,
  correlationId: CorrelationId,
  now: number,
): number | null {
  const since = settings.read(SET_BACK_AT);
  if (since === null) return null;
  settings.remove(SET_BACK_AT);
  audit.append(now, 'store', 'tenant', correlationId, { event: 'set-back-cleared', since: Number(since), reason });
  return Number(since);
}
