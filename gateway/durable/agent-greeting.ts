import type { Hello } from '#contracts/frames';
import { wasSetBack } from './store-set-back.ts';
import type { TenantParts } from './tenant-parts.ts';

/** Answers an agent's hello, and lets everything go on that waited for one; false: its connection is closed instead. */
export function greet(parts: TenantParts, socket: WebSocket, hello: Hello, now: number): boolean {
  const { settings, link, reads, runner, changes } = parts;
  const welcomed = wasSetBack(parts, socket, hello, now) ? null : link.welcome(socket, hello);
  if (welcomed === null) return false;
  const { name, title } = hello.connector;
  const before = settings.read('connector-name');
  settings.write('connector-name', name);
  settings.write('erp-title', title);
  // From a trial to the real one: customers of the two may have the same numbers.
  if (before !== null && before !== name) reads.otherErp();
  if (welcomed.opened) settings.write('online-since', String(now));
  reads.agentCame();
  runner.linkUp();
  changes.welcomed();
  return true;
}
