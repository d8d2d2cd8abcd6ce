import { once } from 'node:events';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { importJWK, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DIAL_TOKEN_MS, DialClaims } from '#contracts/enrolment';
import { CLOSE, PROTOCOL } from '#contracts/frames';
import { AgentProgram, explained, oneLine } from './agent-program.ts';
import { type Behaviour, FakeGateway, type GatewayEnd } from './fake-gateway.ts';
import { AGENT, CORRELATION, call, TENANT } from './material.ts';

const SECRET = 'hunter2-never-shown';
/** The promise to a service manager: told to stop, it has stopped within this time. */
const STOPPED_WITHIN_MS = 2_000;
let gateway: FakeGateway;
let agent: AgentProgram;

beforeEach(async () => {
  gateway = await FakeGateway.open();
  agent = new AgentProgram();
});
afterEach(() => gateway.close());

const ready = (): void => {
  agent.enrolled(gateway.url);
  agent.configured();
};

/** What `drawbridge status --json` says and its exit code. */
const status = async (): Promise<unknown[]> => {
  const ran = await agent.run('status', '--json');
  expect(ran.err).toBe('');
  const { agentId: _agent, gateway: _gateway, ...rest } = oneLine(ran) as Record<string, unknown>;
  return [ran.code, rest];
};

/** The agent runs, and has come as far as this behaviour of the gateway lets it. */
async function running(behaviour: Behaviour) {
  gateway.behaviour = behaviour;
  ready();
  const child = agent.start('run');
  await gateway.dialled(1);
  let peer: GatewayEnd | undefined;
  if (behaviour === 'serve') {
    peer = await gateway.connection();
    await peer.frame('hello');
  }
  const expected = behaviour === 'serve' ? 'online' : behaviour === 'hang' ? 'dialling' : 'waiting';
  await expect.poll(() => agent.has('status.json') && agent.read('status.json').state).toBe(expected);
  return { child, peer, ended: agent.ended(child) };
}

describe('run does not start', () => {
  it('without enrolment: exit 3, and it says how to enrol', async () => {
    const ran = await agent.run('run');
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
    agent.enrolled(gateway.url);
    if (yaml !== null) agent.write('agent.yaml', yaml);
    const ran = await agent.run('run');
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(explained(ran).error).toContain(said);
    expect(explained(ran).error).toMatch(/\(agent\.config-invalid\)$/);
    expect(agent.printed).not.toContain(SECRET);
  });

  it('with an address that is none: exit 2', async () => {
    ready();
    const ran = await agent.run('run', '--gateway', 'ftp://gateway.example.com');
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(explained(ran).error).toContain('ftp://gateway.example.com');
  });

  it.each([
    ['an unknown operation', 'operation: Anmelden', 'operation: Abmeldung', 'Abmeldung'],
    ['an unknown format', 'as: amount', 'as: amout', 'amout'],
    ['broken YAML', 'settings:', 'settings: [', 'connector.yaml'],
  ])('with a connector with %s: exit 4, and it names it', async (_what, from, to, said) => {
    agent.enrolled(gateway.url);
    agent.configured({ connector: agent.brokenConnector(from, to) });
    const ran = await agent.run('run');
    expect(ran.code).toBe(4);
    const { error } = explained(ran);
    expect(error).toContain(said);
    expect(error).toMatch(/\(connector\.invalid\)$/);
    expect(gateway.dials).toBe(0);
  });

  it('with a journal that cannot be opened: exit 4', async () => {
    ready();
    mkdirSync(join(agent.home, 'journal.db'));
    const ran = await agent.run('run');
    expect(ran.code).toBe(4);
    expect(explained(ran).error).toMatch(/journal\.db.*\(agent\.journal-failed\)$/);
  });

  it('a second time over the same home: exit 4, and the first goes on', async () => {
    const { peer } = await running('serve');
    const second = await agent.run('run');
    expect(second.code).toBe(4);
    expect(explained(second).error).toMatch(/locked.*\(agent\.journal-failed\)$/);
    expect(peer?.socket.readyState).toBe(1);
    expect(gateway.dials).toBe(1);
  });
});

describe('told to stop, it ends within 2 s with 0', () => {
  it.each<[Behaviour, 'SIGTERM' | 'SIGINT']>([
    ['serve', 'SIGTERM'],
    ['serve', 'SIGINT'],
    ['hang', 'SIGTERM'],
    [503, 'SIGTERM'],
    [401, 'SIGTERM'],
  ])('while the gateway does: %s (%s)', async (behaviour, signal) => {
    const { child, ended } = await running(behaviour);
    const at = performance.now();
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, signal: null, err: '' });
    expect(performance.now() - at).toBeLessThan(STOPPED_WITHIN_MS);
    expect(agent.read('status.json')).toMatchObject({ state: 'ended', reason: 'told-to' });
  });

  it('while the gateway reads nothing any more', async () => {
    const { child, peer, ended } = await running('serve');
    peer?.socket.pause();
    const at = performance.now();
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(performance.now() - at).toBeLessThan(STOPPED_WITHIN_MS);
  });

  it('by the end of its input, where asked to', async () => {
    ready();
    const child = agent.start('run', '--end-with-stdin');
    await (await gateway.connection()).frame('hello');
    child.stdin.end();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});

describe('while it runs', () => {
  it('says hello with its connector, and answers a read that the ERP did not take', async () => {
    const { peer } = await running('serve');
    const hello = await peer?.frame('hello');
    expect(hello).toMatchObject({ protocol: PROTOCOL, agentVersion: '0.1.0', connector: { name: 'demo-erp' } });
    peer?.say(call({ id: 12 }));
    expect(await peer?.frame('answer')).toMatchObject({ id: 12, ok: false, error: { code: 'erp.unreachable' } });
    await expect.poll(() => agent.printed).toContain(CORRELATION);
  });

  it('signs a new token for each dial, for this gateway only, and shows neither key nor secret', async () => {
    const { child, peer, ended } = await running('serve');
    peer?.socket.terminate();
    const again = await gateway.connection(2);
    await again.frame('hello');
    const { d, ...publicKey } = agent.read('agent-key.json');
    const tokens = await Promise.all(
      gateway.connections.map(async ({ authorization }) => {
        const key = await importJWK(publicKey, 'EdDSA');
        const token = authorization.replace('Bearer ', '');
        const { payload } = await jwtVerify(token, key, { audience: gateway.url, issuer: AGENT });
        return DialClaims.parse(payload);
      }),
    );
    expect(new Set(tokens.map(({ jti }) => jti)).size).toBe(2);
    for (const { tenant, iat, exp } of tokens) {
      expect(tenant).toBe(TENANT);
      expect(exp - iat).toBeLessThanOrEqual(DIAL_TOKEN_MS / 1000);
    }
    child.kill('SIGTERM');
    await ended;
    for (const secret of [String(d), 'kept-secret', gateway.connections[0]?.authorization.slice(7)]) {
      expect(agent.printed).not.toContain(secret);
      expect(JSON.stringify(agent.read('status.json'))).not.toContain(secret);
    }
    if (process.platform === 'win32') return;
    for (const file of readdirSync(agent.home)) {
      // What IT wrote has the rights that IT gave it; the journal's own files are inside an owner-only home.
      if (/\.json$/.test(file)) expect([file, statSync(join(agent.home, file)).mode & 0o777]).toEqual([file, 0o600]);
    }
  });

  it('goes on dialling a gateway that answers 401', async () => {
    const { child } = await running(401);
    await gateway.dialled(3);
    expect(child.exitCode).toBeNull();
  });

  it.each([
    ['replaced', CLOSE.replaced, 'taken over'],
    ['version-unsupported', CLOSE.versionUnsupported, 'no longer speaks'],
  ])('ends with 4 and a sentence when it was %s', async (reason, code, said) => {
    const { peer, ended } = await running('serve');
    peer?.socket.close(code);
    const ran = await ended;
    expect(ran.code).toBe(4);
    expect(explained(ran).error).toContain(said);
    expect(agent.read('status.json')).toMatchObject({ state: 'ended', reason });
  });

  it('a disk that takes no status does not end the link', async () => {
    ready();
    mkdirSync(join(agent.home, 'status.json.tmp'));
    agent.start('run');
    const peer = await gateway.connection();
    await peer.frame('hello');
    peer.say(call());
    await peer.frame('answer');
    expect(agent.has('status.json')).toBe(false);
  });
});

describe('status', () => {
  it('before enrolment is not_enrolled, 3', async () => {
    expect(await status()).toEqual([3, { state: 'not_enrolled' }]);
    const plain = await agent.run('status');
    expect([plain.code, plain.out]).toEqual([3, '']);
    expect(explained(plain).error).toBe('This agent is not enrolled.');
  });

  it('before the first run is not_running, 4', async () => {
    ready();
    expect(await status()).toEqual([4, { state: 'not_running' }]);
  });

  it.each<[Behaviour, string, number]>([
    ['serve', 'online', 0],
    ['hang', 'dialling', 4],
  ])('while the gateway does: %s is %s, %i', async (behaviour, state, code) => {
    await running(behaviour);
    expect(await status()).toEqual([code, { state }]);
  });

  it('after it was killed is not_running, whatever its last words were', async () => {
    const { child, ended } = await running('serve');
    child.kill('SIGKILL');
    await ended;
    expect(agent.read('status.json')).toMatchObject({ state: 'online' });
    expect(await status()).toEqual([4, { state: 'not_running' }]);
    const plain = await agent.run('status');
    expect(plain).toMatchObject({ code: 4, out: `${AGENT}: not_running\n`, err: '' });
  });

  it('of a link that is down says why, to people', async () => {
    const { child } = await running(401);
    child.kill('SIGSTOP');
    agent.write('status.json', JSON.stringify({ state: 'waiting', detail: 'why', at: 'then', pid: child.pid }));
    expect(await status()).toEqual([4, { state: 'waiting' }]);
    expect((await agent.run('status')).out).toBe(`${AGENT}: waiting since then: why\n`);
  });
});
