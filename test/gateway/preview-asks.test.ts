import { expect, it } from 'vitest';
import { good } from './card-client.ts';
import { CUSTOMER_ID } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { setPolicy } from './operator-client.ts';
import { answersOf, newDeal, previewErp } from './preview-erp.ts';
import { setUpTenant } from './tenant-setup.ts';

it('the preview of a deal whose customer is linked waits for no answer before it asks the next', async () => {
  const tenant = await setUpTenant();
  const agent = await newAgent(tenant);
  const shown = tenant.card.preview(await newDeal(CUSTOMER_ID, ['PUMP-0040', '2', '410.00']));
  const asked = [
    await agent.next('call'),
    await agent.next('call'),
    await agent.next('call'),
    await agent.next('call'),
  ];
  expect(asked.map(({ command }) => command).sort()).toEqual([
    'availability.read',
    'customer.read',
    'item.price',
    'order.list',
  ]);
  const answers = answersOf(previewErp());
  for (const call of asked) agent.answer(call, answers[call.command]?.(call.input as never));
  expect(good(await shown)).toMatchObject({ loading: false });
});

it('an ERP that bears one read at a time is asked first who the customer is', async () => {
  const tenant = await setUpTenant();
  await setPolicy(tenant, { concurrentReads: 1 });
  const agent = await newAgent(tenant, answersOf(previewErp()));
  const lines = Array.from({ length: 200 }, (_, at) => [`ITEM-${at}`, '1', '1.00'] as [string, string, string]);
  good(await tenant.card.preview(await newDeal(CUSTOMER_ID, ...lines)));
  expect(agent.received('call')[0]?.command).toBe('customer.read');
});
