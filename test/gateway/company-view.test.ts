import { describe, expect, it } from 'vitest';
import { good } from './card-client.ts';
import { COMPANY_ID, CUSTOMER_ID, HEALTHY } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { setUpTenant } from './tenant-setup.ts';

describe('the company card', () => {
  it('shows what the ERP says now', async () => {
    const tenant = await setUpTenant();
    await newAgent(tenant, HEALTHY);
    const view = good(await tenant.card.company(COMPANY_ID));
    expect(view).toMatchObject({
      customerId: CUSTOMER_ID,
      erpTitle: 'Kontor 7',
      link: { online: true },
      customer: { state: 'fresh', data: { name: 'Nordwind Maschinen GmbH' } },
      orders: { state: 'fresh', data: { rows: [{ orderId: '240871' }] } },
      invoices: { state: 'fresh' },
    });
  });
});
