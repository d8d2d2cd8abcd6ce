import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { EnrolmentRequest } from '#contracts/enrolment';
import { failure } from '#contracts/errors';
import { Journal } from '../../agent/execute/journal.ts';
import { AgentProgram, explained, oneLine } from './agent-program.ts';
import { FakeGateway } from './fake-gateway.ts';
import { AGENT, CORRELATION, PUSH, REFERENCE, TENANT } from './material.ts';

const CODE = '7KQ4-M2XD-9TBR';
let gateway: FakeGateway;
let requests: unknown[];
const json = (status: number, value: unknown) => ({ status, type: 'application/json', body: JSON.stringify(value) });

beforeAll(async () => {
  gateway = await FakeGateway.open();
});
afterAll(() => gateway.close());
beforeEach(() => {
  requests = [];
  gateway.enrolment = (body) => {
    requests.push(JSON.parse(body));
    return json(201, { ok: true, agentId: AGENT, tenantId: TENANT, more: 'that a newer gateway says' });
  };
});

const enrol = (agent: AgentProgram, ...more: string[]) =>
  agent.run('enrol', '--gateway', gateway.url, '--code', CODE, ...more);

describe('enrol', () => {
  it('refuses what is no address of a gateway, before a key is made', async () => {
    const agent = new AgentProgram();
    const ran = await agent.run('enrol', '--gateway', 'nonsense', '--code', CODE);
    expect(ran.code).toBe(2);
    expect(explained(ran).error).toMatch(/nonsense is not the address of a gateway/);
    expect(requests).toEqual([]);
  });

  it('sends the code and the public key, and keeps who it is, for its owner only', async () => {
    const agent = new AgentProgram();
    const ran = await enrol(agent, '--json');
    expect([ran.code, ran.err, oneLine(ran)]).toEqual([0, '', { state: 'enrolled', agentId: AGENT, tenantId: TENANT }]);
    expect(agent.read('identity.json')).toEqual({ agentId: AGENT, tenantId: TENANT, gateway: gateway.url });

    const { d, x } = agent.read('agent-key.json');
    const [request] = requests;
    expect(EnrolmentRequest.parse(request)).toMatchObject({ code: CODE, publicKey: { kty: 'OKP', crv: 'Ed25519', x } });
    expect(d).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(JSON.stringify(request) + agent.printed).not.toContain(d);
    if (process.platform !== 'win32') {
      expect(statSync(agent.home).mode & 0o777).toBe(0o700);
      for (const file of readdirSync(agent.home)) expect(statSync(join(agent.home, file)).mode & 0o777).toBe(0o600);
    }
    expect(readdirSync(agent.home).sort()).toEqual(['agent-key.json', 'identity.json']);
  });

  it('twice says already_enrolled, asks nobody and changes nothing', async () => {
    const agent = new AgentProgram();
    const first = await enrol(agent);
    expect(first.out).toBe(`Enrolled as ${AGENT}. Start it with: drawbridge run\n`);
    const before = [agent.read('agent-key.json'), agent.read('identity.json')];
    const again = await enrol(agent, '--json');
    expect(again.code).toBe(0);
    expect(oneLine(again)).toMatchObject({ state: 'already_enrolled', agentId: AGENT, tenantId: TENANT });
    expect(requests).toHaveLength(1);
    expect([agent.read('agent-key.json'), agent.read('identity.json')]).toEqual(before);
  });

  it('of a host whose key was lost makes another agent of it; run makes no key, and says so', async () => {
    const agent = new AgentProgram();
    await enrol(agent);
    agent.configured();
    rmSync(join(agent.home, 'agent-key.json'));
    const ran = await agent.run('run');
    expect([ran.code, explained(ran).error]).toEqual([
      3,
      expect.stringMatching(/The key of this agent is not there: .*agent-key\.json/),
    ]);
    expect(agent.has('agent-key.json')).toBe(false);
    expect(oneLine(await enrol(agent, '--json'))).toMatchObject({ state: 'enrolled' });
    expect(requests).toHaveLength(2);
  });

  it('of a host that was another agent keeps its journal, but not the epoch that the other was given', async () => {
    const agent = new AgentProgram();
    mkdirSync(agent.home);
    const before = new Journal(join(agent.home, 'journal.db'));
    before.claim(PUSH, 1, REFERENCE, 1_000);
    before.raiseEpoch(50);
    // Another process works on it: nothing is forgotten behind its back, and the code stays good.
    const refused = await enrol(agent);
    expect([refused.code, explained(refused).error]).toEqual([1, expect.stringContaining('agent.journal-failed')]);
    expect([agent.has('identity.json'), before.epoch()]).toEqual([false, 50]);
    before.close();
    expect((await enrol(agent)).code).toBe(0);
    const journal = new Journal(join(agent.home, 'journal.db'));
    onTestFinished(() => journal.close());
    expect([journal.epoch(), journal.toReport().length]).toEqual([0, 1]);
  });

  it('refused by the gateway says why and what to do, leaves no identity, and keeps its key for the next code', async () => {
    const agent = new AgentProgram();
    const { code, category, message, advice } = failure('enrolment.code-expired');
    gateway.enrolment = () =>
      json(403, { ok: false, error: { code, category, message, advice, correlationId: CORRELATION } });
    const ran = await enrol(agent, '--json');
    expect([ran.code, ran.out]).toEqual([1, '']);
    expect(explained(ran)).toEqual({ error: `${message} (${code}, ${CORRELATION})`, advice });
    expect(agent.has('identity.json')).toBe(false);
    const key = agent.read('agent-key.json');
    gateway.enrolment = () => json(201, { ok: true, agentId: AGENT, tenantId: TENANT });
    expect((await enrol(agent)).code).toBe(0);
    expect(agent.read('agent-key.json')).toEqual(key);
  });

  it.each([
    ['HTML', 200, 'text/html', '<!doctype html><title>Sign in to the guest network</title>'],
    ['nothing', 502, 'text/plain', ''],
    ['other JSON', 200, 'application/json', '{"hello":"world"}'],
    ['an agent of another form', 201, 'application/json', '{"ok":true,"agentId":"x","tenantId":"y"}'],
  ])('answered with %s says that this is no gateway, and repeats none of it', async (_what, status, type, body) => {
    const agent = new AgentProgram();
    gateway.enrolment = () => ({ status, type, body });
    const ran = await enrol(agent);
    expect([ran.code, ran.out]).toEqual([1, '']);
    expect(explained(ran)).toEqual({
      error: `${gateway.url} did not answer as a Drawbridge gateway does.`,
      advice: 'Check the address.',
    });
    expect(agent.has('identity.json')).toBe(false);
  });

  it.runIf(process.platform === 'linux')('ends where its home cannot be made, and names it', async () => {
    const ran = await new AgentProgram().run('enrol', '--home', '/proc/x', '--gateway', gateway.url, '--code', CODE);
    expect([ran.code, ran.out]).toEqual([1, '']);
    expect(explained(ran).error).toContain("'/proc/x'");
    expect(requests).toEqual([]);
  });

  it('where nobody listens says so, and that the code is still good', async () => {
    const agent = new AgentProgram();
    const gone = await FakeGateway.open();
    const { url } = gone;
    await gone.close();
    const ran = await agent.run('enrol', '--gateway', url, '--code', CODE);
    expect([ran.code, ran.out]).toEqual([1, '']);
    const { error, advice } = explained(ran);
    expect(error).toMatch(/could not be reached .*ECONNREFUSED.*\(enrolment\.unreachable\)$/);
    expect(advice).toContain('same code');
  });
});

describe('usage', () => {
  it.each([
    ['an unknown option', ['enrol', '--gateway', 'https://x', '--code', CODE, '--force']],
    ['a missing option', ['enrol', '--gateway', 'https://x']],
    ['an unknown command', ['dance']],
    ['no command', []],
  ])('%s ends with 2, with nothing on standard output', async (_what, argv) => {
    const ran = await new AgentProgram().run(...argv);
    expect([ran.code, ran.out]).toEqual([2, '']);
    expect(ran.err).not.toBe('');
  });

  it.each([
    ['enrol', 'drawbridge enrol --gateway https://'],
    ['run', 'drawbridge run --home '],
    ['status', 'drawbridge status --json'],
  ])('%s --help shows an example', async (command, example) => {
    const ran = await new AgentProgram().run(command, '--help');
    expect([ran.code, ran.err]).toEqual([0, '']);
    expect(ran.out).toContain(`Example:\n  ${example}`);
  });

  it('--version is the version alone', async () => {
    const ran = await new AgentProgram().run('--version');
    expect([ran.code, ran.out]).toEqual([0, '0.1.0\n']);
  });
});
