import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { SoapCaller } from './soap-caller.ts';
import { listen } from './soap-port.ts';

const folder = mkdtempSync(join(tmpdir(), 'kontor-program-'));
const running: ChildProcessWithoutNullStreams[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rmSync(folder, { recursive: true }));

function start(...more: string[]): ChildProcessWithoutNullStreams {
  const main = new URL('./main.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [main, '--data', folder, '--small', ...more], {
    env: { ...process.env, ERP_PASSWORD: 'another-password' },
  });
  running.push(child);
  return child;
}

const firstLine = async (child: ChildProcessWithoutNullStreams): Promise<{ endpoint: string; control: string }> => {
  const [line] = await once(createInterface(child.stdout), 'line');
  return JSON.parse(String(line)) as { endpoint: string; control: string };
};

describe('the program', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)(
    'prints one line of JSON, takes the password of its environment and ends on %s',
    async (signal) => {
      const child = start();
      const { endpoint, control } = await firstLine(child);
      expect((await fetch(`${control}/stats`)).status).toBe(200);
      expect((await new SoapCaller(endpoint).logIn('another-password')).code).toBe('0');
      child.kill(signal);
      expect(await once(child, 'exit')).toEqual([0, null]);
    },
  );

  it('ends with its input when asked to', async () => {
    const child = start('--end-with-stdin');
    await firstLine(child);
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it.each(['--port', '--control-port'])('ends with 1 and a sentence where %s is taken', async (option) => {
    const holder = createServer();
    const port = await listen(holder, 0);
    const child = start(option, String(port));
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += String(chunk);
    });
    const [code] = await once(child, 'close');
    holder.close();
    expect(code).toBe(1);
    expect(said).toContain(`Port ${port} is taken by another program.`);
  });
});
