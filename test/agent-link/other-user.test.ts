import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explained, hasNobody } from './agent-program.ts';
import { stage } from './running-agent.ts';

/** A home that root made, and a service that runs as somebody else. */
const isTried = hasNobody();
if (!isTried) process.stdout.write('other-user.test.ts: skipped, for only root can start an agent as another user\n');

const KEPT = (path: string) =>
  `${path} may not be read by this user (EACCES): look at its owner, and at that of its folder`;

/** All files readable by all but the one named, as after `sudo drawbridge enrol`. */
async function rootsHome(kept: string) {
  const on = await stage();
  on.ready();
  for (const name of ['identity.json', 'agent.yaml']) chmodSync(join(on.agent.home, name), 0o644);
  chmodSync(on.agent.home, 0o755);
  chmodSync(join(on.agent.home, kept), kept === '' ? 0o700 : 0o600);
  return on;
}

describe.runIf(isTried)('for a user who may not read it', () => {
  it.each(['', 'identity.json'])('a home is not one that is not enrolled (%j)', async (kept) => {
    const { agent, gateway } = await rootsHome(kept);
    const path = join(agent.home, 'identity.json');
    for (const argv of [
      ['run'],
      ['status', '--json'],
      ['enrol', '--gateway', gateway.url, '--code', '7KQ4-M2XD-9TBR'],
    ]) {
      const ran = await agent.runAsNobody(...argv);
      expect([ran.code, ran.out, explained(ran).error]).toEqual([1, '', KEPT(path)]);
      expect(explained(ran).advice).not.toContain('enrol');
    }
  });

  it('a configuration is not one that is not YAML', async () => {
    const { agent } = await rootsHome('agent.yaml');
    const ran = await agent.runAsNobody('run');
    expect([ran.code, ran.out]).toEqual([2, '']);
    const { error, advice } = explained(ran);
    expect(error).toContain(`: ${KEPT(join(agent.home, 'agent.yaml'))} (agent.config-invalid)`);
    expect(advice).toBe('Make the user that the agent runs as its owner, and let that user into its folder.');
  });

  it('a secret’s file is not one that is missing', async () => {
    const { agent } = await rootsHome('agent.yaml');
    mkdirSync(join(agent.home, 'secrets'), { mode: 0o700 });
    agent.write('secrets/pw', 'hunter2');
    agent.configured({ password: '{ file: secrets/pw }' });
    chmodSync(join(agent.home, 'agent.yaml'), 0o644);
    for (const mode of [0o700, 0o755]) {
      chmodSync(join(agent.home, 'secrets'), mode);
      const { error } = explained(await agent.runAsNobody('run'));
      expect(error).toContain(`: setting password: ${KEPT(join(agent.home, 'secrets/pw'))} (agent.config-invalid)`);
    }
  });

  it('an approval is not one that is damaged', async () => {
    const { agent } = await rootsHome('agent.yaml');
    const connector = agent.brokenConnector('settings:', 'settings:');
    agent.configured({ connector });
    chmodSync(join(agent.home, 'agent.yaml'), 0o644);
    chmodSync(join(connector, 'fingerprint.json'), 0o600);
    const { error, advice } = explained(await agent.runAsNobody('run'));
    expect(error).toContain(`: fingerprint.json: ${KEPT(join(connector, 'fingerprint.json'))} (connector.invalid)`);
    expect(advice).toMatch(/^Make the user that the agent runs as its owner/);
  });

  it('a key is not one that is damaged, and no other is made', async () => {
    const { agent, gateway } = await rootsHome('agent.yaml');
    chmodSync(join(agent.home, 'agent.yaml'), 0o644);
    agent.write('agent-key.json', '{}');
    const path = join(agent.home, 'agent-key.json');
    const ran = await agent.runAsNobody('run');
    expect([ran.code, explained(ran).error]).toEqual([1, KEPT(path)]);
    rmSync(join(agent.home, 'identity.json'));
    const enrolled = await agent.runAsNobody('enrol', '--gateway', gateway.url, '--code', '7KQ4-M2XD-9TBR');
    expect(enrolled.code).toBe(1);
    expect(agent.read('agent-key.json')).toEqual({});
  });
});

it('a home that is a file is not one that is not enrolled', async () => {
  const { agent } = await stage();
  mkdirSync(agent.home);
  agent.write('x', '');
  const ran = await agent.run('run', '--home', join(agent.home, 'x'));
  expect([ran.code, explained(ran).error]).toEqual([
    1,
    `${join(agent.home, 'x', 'identity.json')} cannot be read (ENOTDIR)`,
  ]);
});
