/** An ERP finds a number in any case and answers as it writes it itself: that is the same customer everywhere. */
import { expect, it, onTestFinished } from 'vitest';
import { good } from './card-client.ts';
import {
  COMPANY_ID,
  CUSTOMER_ID,
  customer,
  EVERYTHING,
  OPEN_ORDER_ID,
  order,
  orderSummary,
  page,
} from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { changeRecord } from './hubspot-control.ts';
import { deleteCopies } from './operator-client.ts';
import { setUpTenant } from './tenant-setup.ts';

const IN_CRM = 'kü10447';
const IN_ERP = 'KÜ10447';
const theirs = { customerId: IN_ERP };

/** A company that the CRM writes otherwise than the ERP does. */
async function otherwiseWritten(answers: Parameters<typeof newAgent>[1]) {
  const tenant = await setUpTenant();
  const agent = await newAgent(tenant, {
    ...EVERYTHING,
    'customer.read': () => ({ output: customer(IN_ERP) }),
    ...answers,
  });
  await changeRecord('companies', COMPANY_ID, { erp_customer_id: IN_CRM });
  onTestFinished(async () => void (await changeRecord('companies', COMPANY_ID, { erp_customer_id: CUSTOMER_ID })));
  return { tenant, agent };
}

it('its customer, its orders and each of them are shown, and erased by either spelling', async () => {
  const { tenant } = await otherwiseWritten({
    'order.list': () => page(orderSummary(OPEN_ORDER_ID, theirs)),
    'order.find': () => ({ output: { orders: [orderSummary(OPEN_ORDER_ID, theirs)] } }),
    'order.read': () => ({ output: order(OPEN_ORDER_ID, theirs) }),
  });
  const view = good(await tenant.card.company(COMPANY_ID));
  expect(view.customer).toMatchObject({ state: 'fresh', data: { customerId: IN_ERP } });
  expect(view.openOrders).toMatchObject({ state: 'fresh', data: { rows: [{ orderId: OPEN_ORDER_ID }], problems: [] } });
  expect(good(await tenant.card.order(COMPANY_ID, OPEN_ORDER_ID)).order).toMatchObject({ state: 'fresh' });
  expect(good(await tenant.card.search(COMPANY_ID, OPEN_ORDER_ID)).order).toMatchObject({
    data: { orders: [{ orderId: OPEN_ORDER_ID }] },
  });
  const { erased } = (await (await deleteCopies(tenant.tenantId, IN_ERP)).json()) as { erased: number };
  expect(erased).toBeGreaterThanOrEqual(4);
  expect(await (await deleteCopies(tenant.tenantId, IN_CRM)).json()).toEqual({ erased: 0 });
});

it('rows of somebody else are left out, and named: none would mean that there are none', async () => {
  const { tenant } = await otherwiseWritten({ 'order.list': () => page(orderSummary(OPEN_ORDER_ID)) });
  expect(good(await tenant.card.company(COMPANY_ID)).openOrders).toMatchObject({
    data: { rows: [], problems: [{ row: 0, problem: 'customerId: is not the customer that was asked for' }] },
  });
});
