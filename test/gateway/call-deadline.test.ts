import { expect, it } from 'vitest';
import { askAgents } from './ask-agents.ts';
import { newAgent } from './fake-agent.ts';
import { setUpTenant } from './tenant-setup.ts';

it('a call that an agent does not answer ends at its deadline, and the agent is told; another one goes on', async () => {
  const tenant = await setUpTenant();
  const agent = await newAgent(tenant);
  const patient = askAgents(tenant, 20_000);
  const first = await agent.next('call');
  const late = await askAgents(tenant, 30);
  expect(late).toMatchObject({ ok: false, error: { code: 'gateway.deadline-exceeded' } });
  const second = await agent.next('call');
  expect(await agent.next('cancel')).toMatchObject({ id: second.id });
  agent.say({ type: 'answer', id: first.id, ok: true, output: {} });
  expect(await patient).toMatchObject({ ok: false, error: { code: 'erp.answer-off-contract' } });
});
