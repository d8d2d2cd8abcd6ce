import { expect, it } from 'vitest';
import { planOf } from '../../test/gateway/query-plan.ts';
import { PushStore } from './push-store.ts';

it.each<[string, (pushes: PushStore) => unknown]>([
  ['accepted', (pushes) => pushes.inState('accepted')],
  ['ready', (pushes) => pushes.inState('ready')],
  ['sending', (pushes) => pushes.inState('sending')],
  ['in doubt', (pushes) => pushes.inState('in-doubt')],
  ['next to be sent', (pushes) => pushes.firstReady(['order.create', 'customer.create'])],
  ['due', (pushes) => pushes.due(1)],
  ['due next', (pushes) => pushes.dueAt()],
])('of all pushes ever made only those that are %s are read', async (_which, ask) => {
  const plan = await planOf((sql) => ask(new PushStore(sql)));
  expect(plan.filter((detail) => detail.includes('push'))).not.toEqual([]);
  expect(plan.filter((detail) => /SCAN push(?! USING INDEX)/.test(detail))).toEqual([]);
});
