import { expect, onTestFinished } from 'vitest';
import { AgentProgram, oneLine } from './agent-program.ts';
import { type Behaviour, FakeGateway, type GatewayEnd } from './fake-gateway.ts';

/** A gateway and an agent of one test; both are gone when it has finished. */
export async function stage() {
  const agent = new AgentProgram();
  const opening = FakeGateway.open();
  onTestFinished(async () => (await opening).close());
  const gateway = await opening;

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
  const running = async (behaviour: Behaviour) => {
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
  };

  return { agent, gateway, ready, status, running };
}
