import { attachmentOf } from './agent-attachment.ts';
import type { TenantParts } from './tenant-parts.ts';

/** A connection of an agent is gone: what was asked or sent over it is settled without it. Told twice, it changes nothing. */
export function connectionLost(parts: TenantParts, socket: WebSocket, now: number): void {
  const { link, settings, runner, changes } = parts;
  const epoch = link.dropped(socket);
  // One that was never welcomed, or is of another ERP, had not opened the way: it does not shut it either.
  const wasServing = attachmentOf(socket)?.connector?.name === settings.read('connector-name');
  if (wasServing && link.serving().length === 0) settings.write('offline-since', String(now));
  if (epoch !== null) runner.linkLost(epoch);
  changes.changed();
}
