import { expect, it } from 'vitest';
import { good } from '../../test/gateway/card-client.ts';
import { orderSummary, page } from '../../test/gateway/erp-answers.ts';
import { newAgent } from '../../test/gateway/fake-agent.ts';
import { answersOf, newDeal, previewErp } from '../../test/gateway/preview-erp.ts';
import { rewriteStored } from '../../test/gateway/push-watch.ts';
import { setUpTenant } from '../../test/gateway/tenant-setup.ts';

it.each([
  ['done', []],
  ['given-up', ['O-TWIN']],
] as const)('an order of the deal itself whose push is %s is named: %s', async (state, named) => {
  const tenant = await setUpTenant();
  const dealId = await newDeal('10452', ['SEAL-0009', '3', '10.20']);
  const orderedOn = new Date().toISOString().slice(0, 10);
  const erp = previewErp({ orders: [{ orderId: 'O-TWIN', orderedOn, lines: [['SEAL-0009', '3']] }] });
  const made = orderSummary('O-TWIN', { customerId: '10452', reference: `DB-${dealId}-1` });
  const agent = await newAgent(tenant, {
    ...answersOf(erp),
    'order.list': () => page({ ...made, orderedOn, quantityOrdered: '3' }),
  });
  const { pushId } = good(await tenant.card.push(dealId)).push;
  await agent.start();
  await rewriteStored(tenant, pushId, { state, dueAt: null, fenceAt: 0 });
  const { findings } = good(await tenant.card.preview(dealId)).preview;
  const messages = findings.map(({ message }) => message).filter((message) => message.includes('O-TWIN'));
  expect(messages).toHaveLength(named.length);
});
