import { describe, expect, it } from 'vitest';
import { DealSummary } from '#contracts/deal';
import { PushState } from '#contracts/push';
import { NewSalesOrder } from '#contracts/sales-order';
import { anOrder, pushIn } from '../../test/gateway/push-factory.ts';
import { dealChanges } from './deal-changes.ts';

type LineOf = [itemId: string | null, quantity: string | null, unitPrice: string | null];
const deal = (lines: LineOf[], more: object = {}): DealSummary =>
  DealSummary.parse({
    dealId: '77',
    name: 'Cooling circuit',
    currency: 'EUR',
    won: true,
    company: { companyId: '501', name: 'Nordwind', customerId: '10447' },
    erpOrderNumber: null,
    requestedOn: anOrder.requestedOn,
    customerReference: anOrder.customerReference,
    gaps: [],
    lines: lines.map(([itemId, quantity, unitPrice]) => ({ itemId, name: 'Seal kit', quantity, unitPrice })),
    ...more,
  });
const sent = (lines: LineOf[], state: PushState = 'done') => {
  const rows = lines.map(([itemId, quantity, unitPrice]) => ({ itemId, quantity, unitPrice }));
  const input = NewSalesOrder.parse({ ...anOrder, lines: rows });
  return pushIn(state, { write: { command: 'order.create', input } });
};
const changes = (before: LineOf[], now: LineOf[], more: object = {}) => dealChanges(sent(before), deal(now, more));

const PUMP: LineOf = ['PUMP-0040', '10', '410.00'];
const SEAL: LineOf = ['SEAL-0009', '2', '9.50'];

describe('a deal that was sent', () => {
  it.each<[name: string, before: LineOf[], now: LineOf[]]>([
    ['is as it was', [PUMP, SEAL], [PUMP, SEAL]],
    ['has its lines in another order', [PUMP, SEAL], [SEAL, PUMP]],
    ['has its numbers in another notation', [PUMP], [['PUMP-0040', '10.00', '410']]],
    ['has an item on two lines, as it was', [PUMP, ['PUMP-0040', '2', '1']], [['PUMP-0040', '2', '1'], PUMP]],
  ])('and %s, has not changed', (_name, before, now) => {
    expect(changes(before, now)).toEqual([]);
  });

  it.each<[before: LineOf[], now: LineOf[], said: string]>([
    [[PUMP], [['PUMP-0040', '12', '410.00']], 'PUMP-0040 is 12 on the deal, 10 as sent to the ERP.'],
    [
      [PUMP],
      [['PUMP-0040', '10', '1400.5']],
      'PUMP-0040 costs 1,400.50 EUR on the deal, 410.00 EUR as sent to the ERP.',
    ],
    [
      [PUMP],
      [['PUMP-0040', '12', '400.00']],
      'PUMP-0040 is 12 at 400.00 EUR on the deal, 10 at 410.00 EUR as sent to the ERP.',
    ],
    [[PUMP], [PUMP, SEAL], 'SEAL-0009 is on the deal, and not in what was sent to the ERP.'],
    [[PUMP], [PUMP, [null, '1', '1']], 'Seal kit is on the deal, and not in what was sent to the ERP.'],
    [[PUMP, SEAL], [PUMP], 'SEAL-0009 is in what was sent to the ERP, and not on the deal any more.'],
    [[PUMP], [PUMP, ['PUMP-0040', '2', '1']], 'PUMP-0040 is 12 on the deal, 10 as sent to the ERP.'],
    [
      [PUMP],
      [
        ['PUMP-0040', '4', '1'],
        ['PUMP-0040', '6', '2'],
      ],
      'The lines of PUMP-0040 are not as they were sent to the ERP.',
    ],
    [[PUMP], [['PUMP-0040', null, '410.00']], 'PUMP-0040 is what is no number on the deal, 10 as sent to the ERP.'],
  ])('and changed from %j to %j says so', (before, now, said) => {
    expect(changes(before, now)).toEqual([said]);
  });

  it.each([
    [{ requestedOn: '2026-12-04' }, 'The requested date is 4 Dec 2026 on the deal, none as sent to the ERP.'],
    [{ customerReference: '4500012' }, 'The purchase order number is 4500012 on the deal, none as sent to the ERP.'],
  ])('and says %j now, says so', (more, sentence) => {
    expect(changes([PUMP], [PUMP], more)).toEqual([sentence]);
  });

  it('for another company, or in another currency, says so first', () => {
    const company = { companyId: '502', name: 'Südwind', customerId: '10448' };
    expect(changes([PUMP], [PUMP], { company, currency: 'USD' })).toEqual([
      'The deal’s company is customer 10448; it was sent for customer 10447.',
      'The deal is in USD; it was sent in EUR.',
    ]);
    expect(changes([PUMP], [PUMP], { company: null })).toEqual([]);
    expect(changes([PUMP], [PUMP], { company: { ...company, customerId: null } })).toEqual([]);
  });

  it('and changed in much says five things and how many more', () => {
    const many = (count: number): LineOf[] => Array.from({ length: count }, (_one, at) => [`ITEM-${at}`, '1', '1']);
    expect(changes([PUMP], [PUMP, ...many(5)])).toHaveLength(5);
    expect(changes([PUMP], [PUMP, ...many(6)]).at(-1)).toBe('And 1 more difference.');
    const said = changes([PUMP], [PUMP, ...many(400)]);
    expect(said).toHaveLength(6);
    expect(said.at(-1)).toBe('And 395 more differences.');
  });

  it.each(PushState.options)('and is %s, is compared only where it is not to be mended and sent anew', (state) => {
    const isOver = state === 'refused' || state === 'given-up';
    expect(dealChanges(sent([PUMP], state), deal([SEAL]))).toHaveLength(isOver ? 0 : 2);
  });
});
