import { afterEach, expect, it, vi } from 'vitest';
import { askAgents } from './ask-agents.ts';
import { good } from './card-client.ts';
import { STOCKED } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { later } from './later.ts';
import { setUpTenant } from './tenant-setup.ts';

afterEach(() => vi.useRealTimers());

it('of two agents the one that leaves a question unanswered is asked last from then on', async () => {
  const tenant = await setUpTenant();
  const agents = [await newAgent(tenant), await newAgent(tenant)];
  expect(await askAgents(tenant, 30)).toMatchObject({ error: { code: 'gateway.deadline-exceeded' } });
  await Promise.all(agents.map((agent) => agent.caughtUp()));
  const [dead, live] = agents.toSorted((a, b) => b.received('call').length - a.received('call').length);
  expect([dead?.received('call').length, live?.received('call').length]).toEqual([1, 0]);
  if (live === undefined || dead === undefined) throw new Error('there are two');
  live.answers = { 'customer.read': () => ({ output: {} }) };
  for (let count = 1; count <= 3; count += 1) await askAgents(tenant, 20_000);
  expect([dead.received('call').length, live.received('call').length]).toEqual([1, 3]);
});

it('and where it is the only one it is asked all the same', async () => {
  const tenant = await setUpTenant();
  const agent = await newAgent(tenant);
  expect(await askAgents(tenant, 30)).toMatchObject({ error: { code: 'gateway.deadline-exceeded' } });
  agent.answers = { 'customer.read': () => ({ output: {} }) };
  expect(await askAgents(tenant, 20_000)).toMatchObject({ error: { code: 'erp.answer-off-contract' } });
});

it('an agent that was not heard of for three pings is not waited for, and the card says that the link is down', async () => {
  const tenant = await setUpTenant();
  const agent = await newAgent(tenant, STOCKED);
  await agent.caughtUp();
  later(29_000);
  expect(good(await tenant.card.stock('PUMP-0040'))).toMatchObject({
    link: { online: true },
    stock: { state: 'fresh' },
  });
  vi.useRealTimers();
  later(31_000);
  const silent = good(await tenant.card.stock('SEAL-0014'));
  expect(silent).toMatchObject({
    link: { online: false },
    stock: { state: 'failed', error: { code: 'agent.offline' } },
  });
  expect(agent.received('call')).toHaveLength(1);
  // It was only held up: its next ping brings it back, on the same connection.
  vi.useRealTimers();
  await agent.caughtUp();
  expect(good(await tenant.card.stock('PUMP-0041')).link.online).toBe(true);
});

it('and one that never pinged is asked like any other', async () => {
  const tenant = await setUpTenant();
  await newAgent(tenant, STOCKED);
  later(3_600_000);
  expect(good(await tenant.card.stock('PUMP-0040'))).toMatchObject({
    link: { online: true },
    stock: { state: 'fresh' },
  });
});
