import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { HUBSPOT_ACCOUNT } from './account.ts';

const ROOT = join(import.meta.dirname, '../../..');
let started: ChildProcessWithoutNullStreams | null = null;
afterEach(() => started?.kill('SIGKILL'));

async function start(args: string[]): Promise<{ child: ChildProcessWithoutNullStreams; url: string }> {
  const env = { ...process.env, CLIENT_SECRET: HUBSPOT_ACCOUNT.clientSecret };
  const child = spawn(process.execPath, args, { cwd: ROOT, env });
  started = child;
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return { child, url: (JSON.parse(line) as { url: string }).url };
}

it('the stand-in says its address in one line, answers, and ends with SIGTERM', async () => {
  const { child, url } = await start(['test/sandbox/hubspot/main.ts', '--port', '0']);
  expect((await fetch(`${url}/control/requests`)).status).toBe(200);
  child.kill('SIGTERM');
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('the preview says its address in one line, answers, and ends with its stdin where told so', async () => {
  const addresses = ['--gateway', 'http://127.0.0.1:1', '--hubspot', 'http://127.0.0.1:1'];
  const { child, url } = await start(['extension/preview/main.ts', ...addresses, '--end-with-stdin']);
  expect((await fetch(`${url}/control/condition`)).status).toBe(200);
  child.stdin.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
});

it('the preview without a secret says what is missing', async () => {
  const child = spawn(process.execPath, ['extension/preview/main.ts'], { cwd: ROOT, env: { PATH: process.env.PATH } });
  started = child;
  const ended = once(child, 'close');
  expect(await text(child.stderr)).toContain('CLIENT_SECRET');
  expect(await ended).toEqual([2, null]);
});
