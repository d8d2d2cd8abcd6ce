import { afterEach, expect, it, vi } from 'vitest';
import { failure } from '#contracts/errors';
import { WON_DEAL_ID } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { freshTenant } from './fresh-tenant.ts';
import { deadLetters } from './operator-client.ts';
import { freshOrderId, pushBecomes } from './push-watch.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('a push that cannot go out before somebody mends something says what, to the rep and to operators, and goes out then', async () => {
  const tenant = await freshTenant();
  const agent = await newAgent(tenant);
  await tenant.card.push(WON_DEAL_ID);
  const first = await agent.start();
  expect((await deadLetters(tenant)).rows).toEqual([]);
  await agent.report(first, { result: 'not-sent', error: failure('erp.credential-refused', { detail: 'HTTP 401' }) });
  await pushBecomes(tenant, first.pushId, 'ready');
  const problem = { code: 'erp.credential-refused', category: 'fatal' };
  expect(await tenant.card.pushView(first.pushId)).toMatchObject({ state: 'ready', problem });
  const { rows, nextBefore } = await deadLetters(tenant);
  expect(rows).toMatchObject([{ pushId: first.pushId, state: 'ready', problem, mayResolve: [] }]);
  expect(nextBefore).toBeNull();
  const again = await agent.start();
  await agent.report(again, { result: 'made', output: { orderId: freshOrderId() } });
  await pushBecomes(tenant, first.pushId, 'done');
  expect((await deadLetters(tenant)).rows).toEqual([]);
});

it('what passes by itself is on no list', async () => {
  const tenant = await freshTenant();
  const agent = await newAgent(tenant);
  await tenant.card.push(WON_DEAL_ID);
  const first = await agent.start();
  await agent.report(first, { result: 'not-sent', error: failure('erp.unreachable') });
  await pushBecomes(tenant, first.pushId, 'ready');
  expect((await deadLetters(tenant)).rows).toEqual([]);
});
