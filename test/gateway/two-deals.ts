import { good } from './card-client.ts';
import { CUSTOMER_ID, HEALTHY } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { answersOf, newDeal, previewErp } from './preview-erp.ts';
import { setUpTenant } from './tenant-setup.ts';

export const PRICE = '410.00';
/** A hundred pumps fit into the credit limit, and ninety after them do not. */
export const AMOUNT = '41000.00';
export const LIMIT = '49200.00';

/** Two deals of one customer, whose credit the first nearly uses up. */
export async function twoDeals(secondQuantity = '90') {
  const tenant = await setUpTenant();
  const erp = previewErp({
    prices: { 'PUMP-0040': PRICE, 'SEAL-0014': '12.80' },
    customers: { [CUSTOMER_ID]: { creditLimit: LIMIT, creditUsed: '0.00' } },
  });
  const agent = await newAgent(tenant, { ...HEALTHY, ...answersOf(erp) });
  const first = await newDeal(CUSTOMER_ID, ['PUMP-0040', '100', PRICE]);
  const second = await newDeal(CUSTOMER_ID, ['PUMP-0040', secondQuantity, PRICE]);
  const warningsOf = async (dealId: string) =>
    good(await tenant.card.preview(dealId)).preview.findings.flatMap(({ code, level }) =>
      level === 'ok' ? [] : [code],
    );
  const made = async () => {
    const send = await agent.start();
    erp.customers[CUSTOMER_ID] = { creditLimit: LIMIT, creditUsed: AMOUNT };
    await agent.report(send, { result: 'made', output: { orderId: '71203' } });
  };
  return { tenant, agent, erp, first, second, warningsOf, made };
}
