import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { importJWK, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { DIAL_TOKEN_MS, DialClaims } from '#contracts/enrolment';
import { CLOSE, PROTOCOL } from '#contracts/frames';
import { explained } from './agent-program.ts';
import type { Behaviour } from './fake-gateway.ts';
import { AGENT, CORRELATION, call, TENANT } from './material.ts';
import { stage } from './running-agent.ts';

describe('while it runs', () => {
  it('says hello with its connector, and answers a read that the ERP did not take', async () => {
    const on = await stage();
    const { peer } = await on.running('serve');
    const hello = await peer?.frame('hello');
    expect(hello).toMatchObject({ protocol: PROTOCOL, agentVersion: '0.1.0', connector: { name: 'demo-erp' } });
    peer?.say(call({ id: 12 }));
    expect(await peer?.frame('answer')).toMatchObject({ id: 12, ok: false, error: { code: 'erp.unreachable' } });
    await expect.poll(() => on.agent.printed).toContain(CORRELATION);
  });

  it('signs a new token for each dial, for this gateway only, and shows neither key nor secret', async () => {
    const on = await stage();
    const { child, peer, ended } = await on.running('serve');
    peer?.socket.terminate();
    const again = await on.gateway.connection(2);
    await again.frame('hello');
    const { d, ...publicKey } = on.agent.read('agent-key.json');
    const tokens = await Promise.all(
      on.gateway.connections.map(async ({ authorization }) => {
        const key = await importJWK(publicKey, 'EdDSA');
        const token = authorization.replace('Bearer ', '');
        const { payload } = await jwtVerify(token, key, { audience: on.gateway.url, issuer: AGENT });
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
    for (const secret of [String(d), 'kept-secret', on.gateway.connections[0]?.authorization.slice(7)]) {
      expect(on.agent.printed).not.toContain(secret);
      expect(JSON.stringify(on.agent.read('status.json'))).not.toContain(secret);
    }
    if (process.platform === 'win32') return;
    for (const file of readdirSync(on.agent.home)) {
      // What IT wrote has the rights that IT gave it; what the agent makes is its own, whoever may look into the folder.
      if (/^(?!agent\.yaml$|secret)/.test(file))
        expect([file, statSync(join(on.agent.home, file)).mode & 0o777]).toEqual([file, 0o600]);
    }
  });

  it('goes on dialling a gateway that answers 401', async () => {
    const on = await stage();
    const { child } = await on.running(401);
    await on.gateway.dialled(2);
    expect(child.exitCode).toBeNull();
  });

  it.each([
    ['replaced', CLOSE.replaced, 'taken over'],
    ['version-unsupported', CLOSE.versionUnsupported, 'no longer speaks'],
  ])('ends with 4 and a sentence when it was %s', async (reason, code, said) => {
    const on = await stage();
    const { peer, ended } = await on.running('serve');
    peer?.socket.close(code);
    const ran = await ended;
    expect(ran.code).toBe(4);
    expect(explained(ran).error).toContain(said);
    expect(on.agent.read('status.json')).toMatchObject({ state: 'ended', reason });
  });

  it('a disk that takes no status does not end the link', async () => {
    const on = await stage();
    on.ready();
    mkdirSync(join(on.agent.home, 'status.json.tmp'));
    on.agent.start('run');
    const peer = await on.gateway.connection();
    await peer.frame('hello');
    peer.say(call());
    await peer.frame('answer');
    expect(on.agent.has('status.json')).toBe(false);
  });

  it('a disk that takes no status any more leaves none that is over, and the agent is said to run', async () => {
    const on = await stage();
    const { peer } = await on.running('serve');
    mkdirSync(join(on.agent.home, 'status.json.tmp'));
    on.gateway.behaviour = 503;
    peer?.socket.close();
    await expect.poll(() => on.agent.has('status.json')).toBe(false);
    expect(await on.status()).toEqual([4, { state: 'running' }]);
    const { out } = await on.agent.run('status');
    expect(out).toBe(`${AGENT}: running, and has not written how its link is: is the disk full?\n`);
  });
});

describe('status', () => {
  it('before enrolment is not_enrolled, 3', async () => {
    const on = await stage();
    expect(await on.status()).toEqual([3, { state: 'not_enrolled' }]);
    const plain = await on.agent.run('status');
    expect([plain.code, plain.out]).toEqual([3, '']);
    expect(explained(plain).error).toBe('This agent is not enrolled.');
  });

  it('before the first run is not_running, 4', async () => {
    const on = await stage();
    on.ready();
    expect(await on.status()).toEqual([4, { state: 'not_running' }]);
  });

  it.each<[Behaviour, string, number]>([
    ['serve', 'online', 0],
    ['hang', 'dialling', 4],
  ])('while the gateway does: %s is %s, %i', async (behaviour, state, code) => {
    const on = await stage();
    await on.running(behaviour);
    expect(await on.status()).toEqual([code, { state }]);
  });

  it('after it was killed is not_running, whatever its last words were', async () => {
    const on = await stage();
    const { child, ended } = await on.running('serve');
    child.kill('SIGKILL');
    await ended;
    expect(on.agent.read('status.json')).toMatchObject({ state: 'online' });
    expect(await on.status()).toEqual([4, { state: 'not_running' }]);
    const plain = await on.agent.run('status');
    expect(plain).toMatchObject({ code: 4, out: `${AGENT}: not_running\n`, err: '' });
  });

  it('after it was killed is not_running, also where another process has its number by now', async () => {
    const on = await stage();
    const { child, ended } = await on.running('serve');
    child.kill('SIGKILL');
    await ended;
    on.agent.write('status.json', JSON.stringify({ ...on.agent.read('status.json'), pid: process.pid }));
    expect(await on.status()).toEqual([4, { state: 'not_running' }]);
  });

  it.each([
    ['is of a process that is gone', () => JSON.stringify({ state: 'ended', at: 'then', pid: spawnSync('true').pid })],
    ['is damaged', () => '{"state":'],
  ])('of an agent whose last word %s: it runs, since it holds its journal', async (_what, word) => {
    const on = await stage();
    await on.running('serve');
    on.agent.write('status.json', word());
    expect(await on.status()).toEqual([4, { state: 'running' }]);
  });

  it('of a link that is down says why, to people', async () => {
    const on = await stage();
    const { child } = await on.running(401);
    child.kill('SIGSTOP');
    on.agent.write('status.json', JSON.stringify({ state: 'waiting', detail: 'why', at: 'then', pid: child.pid }));
    expect(await on.status()).toEqual([4, { state: 'waiting' }]);
    expect((await on.agent.run('status')).out).toBe(`${AGENT}: waiting since then: why\n`);
  });
});
