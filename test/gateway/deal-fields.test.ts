import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { good } from './card-client.ts';
import { HEALTHY, WON_DEAL_ID } from './erp-answers.ts';
import { newAgent } from './fake-agent.ts';
import { freshTenant } from './fresh-tenant.ts';
import { changeRecord } from './hubspot-control.ts';
import { setPolicy } from './operator-client.ts';

const says = (erp_requested_date: string | null, erp_purchase_order: string | null) =>
  changeRecord('deals', WON_DEAL_ID, { erp_requested_date, erp_purchase_order });
beforeEach(() => says(null, null));
afterEach(() => says(null, null));

/** Beyond every day on which this is run. */
const DAY = '2099-12-04';

describe('the requested date and the purchase order number of a deal', () => {
  it('are on the card, and go into the order', async () => {
    const tenant = await freshTenant();
    const agent = await newAgent(tenant, HEALTHY);
    await says(DAY, '4500012');
    const { deal } = good(await tenant.card.deal(WON_DEAL_ID));
    expect(deal).toMatchObject({ requestedOn: DAY, customerReference: '4500012', gaps: [] });
    await tenant.card.push(WON_DEAL_ID);
    expect((await agent.start()).input).toMatchObject({ requestedOn: DAY, customerReference: '4500012' });
  });

  it('are another order where they are others: the same revision is not sent again under them', async () => {
    const tenant = await freshTenant();
    const agent = await newAgent(tenant, HEALTHY);
    await says(DAY, '4500012');
    await tenant.card.push(WON_DEAL_ID);
    await agent.start();
    await says(DAY, '4500013');
    expect(await tenant.card.push(WON_DEAL_ID)).toMatchObject({ ok: false, error: { code: 'push.key-reused' } });
  });

  it('stand in the way where the tenant requires them and they are not there', async () => {
    const tenant = await freshTenant();
    const agent = await newAgent(tenant, HEALTHY);
    await setPolicy(tenant, { push: { dealFields: { required: ['requestedOn'] } } });
    const { preview } = good(await tenant.card.preview(WON_DEAL_ID));
    expect(preview).toMatchObject({ level: 'block' });
    expect(preview.findings).toContainEqual(
      expect.objectContaining({
        code: 'deal.incomplete',
        message: 'The deal has no requested date, and the ERP wants one. Enter it on the deal.',
      }),
    );
    expect(await tenant.card.push(WON_DEAL_ID)).toMatchObject({ ok: false, error: { code: 'deal.field-invalid' } });
    await agent.caughtUp();
    expect(agent.received('send')).toEqual([]);
  });

  it('are read from the properties that the tenant names; one that the account does not have says nothing', async () => {
    const tenant = await freshTenant();
    await setPolicy(tenant, { push: { dealFields: { requestedOn: 'no_such_date', customerReference: 'dealname' } } });
    await says(DAY, '4500012');
    expect(good(await tenant.card.deal(WON_DEAL_ID)).deal).toMatchObject({
      requestedOn: null,
      customerReference: 'Cooling circuit, hall 3',
    });
  });
});
