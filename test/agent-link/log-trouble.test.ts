import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { CORRELATION, call, ownFolder } from './material.ts';
import { stage } from './running-agent.ts';

/** An agent whose log goes there, and who has answered a read, which it logs. */
async function loggingInto(out: number) {
  const on = await stage();
  on.ready();
  const child = on.agent.startInto(out, 'run');
  const ended = once(child, 'exit');
  const peer = await on.gateway.connection();
  await peer.frame('hello');
  const ask = async (nth: number): Promise<void> => {
    peer.say(call({ id: nth }));
    expect(await peer.frame('answer', nth)).toMatchObject({ id: nth, ok: false, error: { code: 'erp.unreachable' } });
  };
  await ask(1);
  return { ...on, child, ended, peer, ask };
}

/** A pipe that is full to the last byte. Both ends are open here, so that it stays one. */
function fullPipe() {
  const path = join(ownFolder(), 'log');
  if (spawnSync('mkfifo', [path]).status !== 0) throw new Error('no mkfifo');
  const here = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  const there = openSync(path, constants.O_WRONLY);
  onTestFinished(() => {
    for (const end of [here, there]) closeSync(end);
  });
  for (const size of [4096, 1]) while (tried(() => writeSync(here, Buffer.alloc(size, '\n'))) > 0);
  const bytes = Buffer.alloc(1024 * 1024);
  let text = '';
  /** All lines that came out of it, with what lies in it now; what filled it are none. */
  const taken = (): string[] => {
    for (let read: number; ; text += bytes.toString('utf8', 0, read)) {
      read = tried(() => readSync(here, bytes));
      if (read === 0) return text.split('\n').filter((line) => line !== '');
    }
  };
  return { there, taken };
}

/** How many bytes it was; none where the pipe is full or empty. */
function tried(move: () => number): number {
  try {
    return move();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return 0;
    throw error;
  }
}

describe.runIf(platform() === 'linux')('the agent goes on, and stops when it is told to,', () => {
  it('where the disk under its log is full', async () => {
    const full = openSync('/dev/full', 'w');
    onTestFinished(() => closeSync(full));
    const on = await loggingInto(full);
    await on.ask(2);
    on.child.kill('SIGTERM');
    expect(await on.ended).toEqual([0, null]);
  });

  it('where nobody reads its log', async () => {
    const { there, taken } = fullPipe();
    const on = await loggingInto(there);
    await on.ask(2);
    on.child.kill('SIGTERM');
    expect(await on.ended).toEqual([0, null]);
    expect(taken()).toEqual([]);
  });

  it('where its log is read late: no line is lost', async () => {
    const { there, taken } = fullPipe();
    const on = await loggingInto(there);
    taken();
    on.child.kill('SIGTERM');
    expect(await on.ended).toEqual([0, null]);
    const lines = taken();
    const said = lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
    expect(said).toEqual(expect.arrayContaining(['link', 'ERP read failed', 'told to stop']));
    expect(lines.join()).toContain(CORRELATION);
    expect(lines.at(-1)).toContain('"reason":"told-to"');
  });

  it('where whoever read its log is gone', async () => {
    const on = await stage();
    on.ready();
    const child = on.agent.start('run');
    child.stdout.destroy();
    const peer = await on.gateway.connection();
    await peer.frame('hello');
    peer.say(call({ id: 1 }));
    await peer.frame('answer');
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
  });
});
