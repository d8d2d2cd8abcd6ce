import { runInDurableObject } from 'cloudflare:test';
import { expect, it } from 'vitest';
import type { CustomerId } from '#contracts/ids';
import type { TenantParts } from '../../gateway/durable/tenant-parts.ts';
import { newAgent } from './fake-agent.ts';
import { setUpTenant, type TestTenant } from './tenant-setup.ts';

/** Asks the tenant's agents below the card routes, where a deadline may be short. */
const ask = ({ stub }: TestTenant, deadlineMs: number) =>
  runInDurableObject(stub, (object) => {
    const { link } = (object as unknown as { parts: TenantParts }).parts;
    return link.call('customer.read', { customerId: '10447' as CustomerId }, deadlineMs, '0000bec40000' as never);
  });

it('a call that an agent does not answer ends at its deadline, and the agent is told; another one goes on', async () => {
  const tenant = await setUpTenant();
  const agent = await newAgent(tenant);
  const patient = ask(tenant, 20_000);
  const first = await agent.next('call');
  const late = await ask(tenant, 30);
  expect(late).toMatchObject({ ok: false, error: { code: 'gateway.deadline-exceeded' } });
  const second = await agent.next('call');
  expect(await agent.next('cancel')).toMatchObject({ id: second.id });
  agent.say({ type: 'answer', id: first.id, ok: true, output: {} });
  expect(await patient).toMatchObject({ ok: false, error: { code: 'erp.answer-off-contract' } });
});
