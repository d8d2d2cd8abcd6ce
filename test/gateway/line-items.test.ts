import { describe, expect, it } from 'vitest';
import { bad, good } from './card-client.ts';
import { archiveRecord, changeRecord } from './hubspot-control.ts';
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

  it.each<[string, Record<string, string | null>, string | null]>([
    ['none: the price', { price: '410.00', amount: '820.00' }, '410.00'],
    ['of zero: the price', { discount: '0', hs_discount_percentage: '0.00' }, '410.00'],
    ['in percent: the amount, by the piece', { hs_discount_percentage: '50', amount: '410.00' }, '205'],
    ['for a piece: the amount, by the piece', { discount: '10', amount: '800' }, '400'],
    ['that leaves nothing', { hs_discount_percentage: '100', amount: '0' }, '0'],
    ['whose amount is not there: no price', { hs_discount_percentage: '50', amount: null }, null],
    ['that cannot be read, and no amount: no price', { discount: '1e1', amount: null }, null],
    ['whose amount does not divide into pieces: no price', { quantity: '3', discount: '1', amount: '100' }, null],
  ])('cost what was sold, with a discount of %s', async (_name, properties, unitPrice) => {
    const { card } = await setUpTenant();
    const dealId = await newDeal('10452', ['PUMP-0040', '2', '410.00']);
    await changeRecord('line_items', `${dealId}01`, { discount: null, hs_discount_percentage: null, ...properties });
    const view = good(await card.deal(dealId));
    expect(view.deal.lines[0]?.unitPrice).toBe(unitPrice);
    const said = view.blockers.filter(({ message }) => message.includes('has a price that cannot be read'));
    expect(said).toHaveLength(unitPrice === null ? 1 : 0);
  });

  it('are never ordered in part: one that HubSpot does not give fails the deal, and its push', async () => {
    const { card } = await setUpTenant();
    const dealId = await newDeal('10452', ...linesOf(2));
    await archiveRecord('line_items', `${dealId}02`);
    expect(bad(await card.deal(dealId)).code).toBe('crm.unavailable');
    expect(bad(await card.push(dealId)).code).toBe('crm.unavailable');
  });
});
