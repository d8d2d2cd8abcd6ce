import { once } from 'node:events';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { explained } from './agent-program.ts';
import type { Behaviour } from './fake-gateway.ts';
import { stage } from './running-agent.ts';

const SECRET = 'hunter2-never-shown';
/** The promise to a service manager: told to stop, it has stopped within this time. */
const STOPPED_WITHIN_MS = 2_000;

describe('run does not start', () => {
  it('without enrolment: exit 3, and it says how to enrol', async () => {
    const on = await stage();
    const ran = await on.agent.run('run');
    expect([ran.code, ran.out]).toEqual([3, '']);
    expect(explained(ran)).toMatchObject({
      error: 'This agent is not enrolled.',
      advice: expect.stringContaining('enrol'),
    });
  });

  it.each([
    ['no configuration', null, 'agent.yaml is missing'],
    ['one that is not YAML', 'connector: [', 'is not YAML'],
    ['an unknown name', `connector: x\nsettings: {}\npassword: ${SECRET}`, 'password'],
    ['a variable that is not set', 'connector: x\nsettings: { p: { env: NOT_SET_HERE } }', 'NOT_SET_HERE is not set'],
  ])('with %s: exit 2, and it names what is wrong', async (_what, yaml, said) => {
    const on = await stage();
    on.agent.enrolled(on.gateway.url);
    if (yaml !== null) on.agent.write('agent.yaml', yaml);
    const ran = await on.agent.run('run');
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(explained(ran).error).toContain(said);
    expect(explained(ran).error).toMatch(/\(agent\.config-invalid\)$/);
    expect(on.agent.printed).not.toContain(SECRET);
  });

  it.each([
    [
      'a setting misspelt',
      'password:',
      'passwort:',
      'the setting password is missing: passwort is not known to the connector, is password meant?',
    ],
    ['a setting missing', '  company: "001"\n', '', 'the setting company is missing'],
    ['a setting empty', '"001"', '""', 'the setting company is empty'],
  ])('with %s: exit 2, and it names the configuration', async (_what, from, to, said) => {
    const on = await stage();
    on.ready();
    const path = join(on.agent.home, 'agent.yaml');
    on.agent.write('agent.yaml', readFileSync(path, 'utf8').replace(from, to));
    const ran = await on.agent.run('run');
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(explained(ran)).toEqual({
      error: `The configuration of the agent has a mistake: ${path}: ${said} (agent.config-invalid)`,
      advice: 'Mend the configuration (agent.yaml), or the variable or file that it names.',
    });
  });

  it('with a secret’s file that is empty: exit 2, and it names the file', async () => {
    const on = await stage();
    on.agent.enrolled(on.gateway.url);
    on.agent.configured({ password: '{ file: pw }' });
    on.agent.write('pw', '\ufeff\r\n');
    const ran = await on.agent.run('run');
    expect(ran.code).toBe(2);
    expect(explained(ran).error).toContain(`: setting password: ${join(on.agent.home, 'pw')} is empty (agent.config-`);
  });

  it('with a connector that is the document itself: exit 4, and it says to name the folder', async () => {
    const on = await stage();
    on.agent.enrolled(on.gateway.url);
    const folder = on.agent.brokenConnector('settings:', 'settings:');
    on.agent.configured({ connector: join(folder, 'connector.yaml') });
    const ran = await on.agent.run('run');
    expect(ran.code).toBe(4);
    expect(explained(ran).error).toContain(
      'connector.yaml is a file: name the folder that it is in (connector.invalid)',
    );
  });

  it('with an address that is none: exit 2', async () => {
    const on = await stage();
    on.ready();
    const ran = await on.agent.run('run', '--gateway', 'ftp://on.gateway.example.com');
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(explained(ran).error).toContain('ftp://on.gateway.example.com');
  });

  it.each([
    ['an unknown operation', 'operation: Anmelden', 'operation: Abmeldung', 'Abmeldung'],
    ['an unknown format', 'as: amount', 'as: amout', 'amout'],
    ['broken YAML', 'settings:', 'settings: [', 'connector.yaml'],
  ])('with a connector with %s: exit 4, and it names it', async (_what, from, to, said) => {
    const on = await stage();
    on.agent.enrolled(on.gateway.url);
    on.agent.configured({ connector: on.agent.brokenConnector(from, to) });
    const ran = await on.agent.run('run');
    expect(ran.code).toBe(4);
    const { error } = explained(ran);
    expect(error).toContain(said);
    expect(error).toMatch(/\(connector\.invalid\)$/);
    expect(on.gateway.dials).toBe(0);
  });

  it.each([
    ['half of an approval', '{"drawbridge":', 'fingerprint.json: is not JSON'],
    ['an approval of another form', '{}', 'fingerprint.json: '],
  ])('with %s: exit 4, and it says what to do about it', async (_what, text, said) => {
    const on = await stage();
    on.agent.enrolled(on.gateway.url);
    const connector = on.agent.brokenConnector('settings:', 'settings:');
    writeFileSync(join(connector, 'fingerprint.json'), text);
    on.agent.configured({ connector });
    const ran = await on.agent.run('run');
    expect([ran.code, explained(ran).error]).toEqual([4, expect.stringContaining(said)]);
    expect(explained(ran).advice).toMatch(/^Put the last good fingerprint\.json back\. Without one, remove it, run/);
  });

  it('with a journal that cannot be opened: exit 4', async () => {
    const on = await stage();
    on.ready();
    mkdirSync(join(on.agent.home, 'journal.db'));
    const ran = await on.agent.run('run');
    expect(ran.code).toBe(4);
    expect(explained(ran).error).toMatch(/journal\.db.*\(agent\.journal-failed\)$/);
    expect(explained(ran).advice).toMatch(/^Make room on that disk, or give the file .* Never delete it\.$/);
  });

  it('a second time over the same home: exit 4, and the first goes on', async () => {
    const on = await stage();
    const { peer } = await on.running('serve');
    const second = await on.agent.run('run');
    expect(second.code).toBe(4);
    expect(explained(second).error).toMatch(/locked.*\(agent\.journal-failed\)$/);
    expect(explained(second).advice).toMatch(/^Another agent runs over this home: drawbridge status/);
    expect(peer?.socket.readyState).toBe(1);
    expect(on.gateway.dials).toBe(1);
  });
});

describe('told to stop, it ends within 2 s with 0', () => {
  it.each<[Behaviour, 'SIGTERM' | 'SIGINT' | 'SIGHUP']>([
    ['serve', 'SIGTERM'],
    ['serve', 'SIGINT'],
    ['serve', 'SIGHUP'],
    ['hang', 'SIGTERM'],
    [503, 'SIGTERM'],
  ])('while the gateway does: %s (%s)', async (behaviour, signal) => {
    const on = await stage();
    const { child, ended } = await on.running(behaviour);
    const at = performance.now();
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, signal: null, err: '' });
    expect(performance.now() - at).toBeLessThan(STOPPED_WITHIN_MS);
    expect(on.agent.read('status.json')).toMatchObject({ state: 'ended', reason: 'told-to' });
  });

  it('while the gateway reads nothing any more', async () => {
    const on = await stage();
    const { child, peer, ended } = await on.running('serve');
    peer?.socket.pause();
    const at = performance.now();
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(performance.now() - at).toBeLessThan(STOPPED_WITHIN_MS);
  });

  it('by the end of its input, where asked to', async () => {
    const on = await stage();
    on.ready();
    const child = on.agent.start('run', '--end-with-stdin');
    await (await on.gateway.connection()).frame('hello');
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
