import type { Hello } from '#contracts/frames';
import { wasSetBack } from './store-set-back.ts';
import type { TenantParts } from './tenant-parts.ts';

/** Answers an agent's hello, and lets everything go on that waited for one; false: its connection is closed instead. */
export function greet(parts: TenantParts, socket: WebSocket, hello: Hello, now: number): boolean {
  const { settings, link, reads, runner, changes } = parts;
  const welcomed = wasSetBack(parts, socket, hello, now) ? null : link.welcome(socket, hello);
  if (welcomed === null) return false;
  settings.write('erp-title', hello.connector.title);
  if (welcomed.opened) settings.write('online-since', String(now));
  reads.agentCame();
  runner.linkUp();
  changes.welcomed();
  return true;
}
