import { describe, expect, it } from 'vitest';
import { bad, good } from './card-client.ts';
import { archiveRecord } from './hubspot-control.ts';
import { newDeal } from './preview-erp.ts';
import { setUpTenant } from './tenant-setup.ts';

type Line = [string, string, string];
const linesOf = (count: number): Line[] => Array.from({ length: count }, (_, index) => [`I-${index}`, '1', '2.00']);

describe('the line items of a deal', () => {
  it.each([100, 101, 450])('are all read: %i of them, though HubSpot names a hundred at first', async (count) => {
    const { card } = await setUpTenant();
    const { deal } = good(await card.deal(await newDeal('10452', ...linesOf(count))));
    expect(deal.lines.map(({ itemId }) => itemId)).toEqual(linesOf(count).map(([itemId]) => itemId));
  });

  it('are never ordered in part: one that HubSpot does not give fails the deal, and its push', async () => {
    const { card } = await setUpTenant();
    const dealId = await newDeal('10452', ...linesOf(2));
    await archiveRecord('line_items', `${dealId}02`);
    expect(bad(await card.deal(dealId)).code).toBe('crm.unavailable');
    expect(bad(await card.push(dealId)).code).toBe('crm.unavailable');
  });
});
