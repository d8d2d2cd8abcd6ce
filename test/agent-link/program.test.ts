import { readFileSync } from 'node:fs';
import { platform } from 'node:os';
import { expect, it } from 'vitest';
import { AGENT_VERSION } from '../../agent/version.ts';
import { AgentProgram } from './agent-program.ts';
import { stage } from './running-agent.ts';

it('the built program is one file that needs nothing beside it, and says its version', async () => {
  const ran = await new AgentProgram().run('--version');
  expect(ran).toEqual({ code: 0, signal: null, out: `${AGENT_VERSION}\n`, err: '' });
});

// Windows cannot start a process over, and only Linux shows what one was started with.
it.skipIf(platform() !== 'linux')(
  'it starts itself over with what keeps it small, and stays the same process',
  async () => {
    const on = await stage();
    const { child } = await on.running('serve');
    const started = (name: string): string[] => readFileSync(`/proc/${child.pid}/${name}`, 'utf8').split('\0');
    expect(started('cmdline')).toEqual(
      expect.arrayContaining(['--max-semi-space-size=8', '--heap-growing-percent=20', '--expose-gc', 'run']),
    );
    expect(started('environ')).toEqual(
      expect.arrayContaining(['MALLOC_ARENA_MAX=1', 'MALLOC_MMAP_THRESHOLD_=8192', 'MALLOC_MMAP_MAX_=16384']),
    );
    expect(on.agent.read('status.json')).toMatchObject({ state: 'online', pid: child.pid });
  },
);
