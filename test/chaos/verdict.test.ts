import { describe, expect, it } from 'vitest';
import type { CastDeal } from '../sandbox/cast-deals.ts';
import type { OrderEvidence } from '../sandbox/erp/order-evidence.ts';
import type { Told } from './card-door.ts';
import { judge, type Testimony } from './verdict.ts';

const DEAL: CastDeal = {
  dealId: '77',
  name: 'Chaos 77',
  customerId: '10447',
  stage: 'won',
  lines: [{ itemId: 'PUMP-0040', quantity: '3', unitPrice: '12.50' }],
};

const order = (orderId: string, more: Partial<OrderEvidence> = {}): OrderEvidence => ({
  orderId,
  customerId: '10447',
  customerReference: null,
  reference: 'DB-77-1',
  orderedOn: '2026-11-21',
  requestedOn: null,
  currency: 'EUR',
  lines: [{ line: 10, itemId: 'PUMP-0040', quantity: '3', unitPrice: '12.50' }],
  ...more,
});

const DONE: Told = {
  pushId: 'p_1',
  reference: 'DB-77-1',
  state: 'done',
  orderId: '300001',
  writtenBack: true,
  problem: null,
};
const WELL: Testimony = {
  deal: DEAL,
  takes: true,
  pushIds: ['p_1', 'p_1'],
  told: DONE,
  orders: [order('300001')],
  orderOnDeal: '300001',
};

const kindsOf = (more: Partial<Testimony>): string[] => judge({ ...WELL, ...more }).map(({ kind }) => kind);
const told = (more: Partial<Told>): Told => ({ ...DONE, ...more });

describe('a cycle is judged by what the systems hold', () => {
  it('a deal that no click could send is unresolved, and nothing else', () => {
    expect(kindsOf({ told: { unsent: 'crm.unavailable' }, orders: [], orderOnDeal: null })).toEqual(['unresolved']);
  });

  it('one order, told to the CRM, is well', () => {
    expect(judge(WELL)).toEqual([]);
  });

  it('an order that the ERP refused and does not have is well', () => {
    expect(kindsOf({ takes: false, told: told({ state: 'refused', orderId: null }), orders: [] })).toEqual([]);
  });

  it.each([0, 1])('a parked push with %i orders is well: a person decides', (orders) => {
    const held = orders === 0 ? [] : [order('300001')];
    expect(kindsOf({ told: told({ state: 'parked', orderId: null }), orders: held, orderOnDeal: null })).toEqual([]);
  });

  it.each<[string, Partial<Testimony>, string[]]>([
    ['two orders', { orders: [order('300001'), order('300002')] }, ['duplicates']],
    [
      'two orders of a parked push',
      { told: told({ state: 'parked' }), orders: [order('300001'), order('300002')] },
      ['duplicates'],
    ],
    ['done without an order', { orders: [] }, ['lost']],
    ['a push that is not known any more', { told: null, orders: [], orderOnDeal: null }, ['lost']],
    ['a refusal of what the ERP takes', { told: told({ state: 'refused', orderId: null }), orders: [] }, ['lost']],
    ['a refusal with an order', { takes: false, told: told({ state: 'refused' }) }, ['wrong']],
    ['another order’s number', { orders: [order('300009')] }, ['wrong']],
    ['another number on the deal', { orderOnDeal: '300009' }, ['wrong']],
    ['no number on the deal', { orderOnDeal: null }, ['wrong']],
    ['another customer', { orders: [order('300001', { customerId: '10452' })] }, ['wrong']],
    ['other lines', { orders: [order('300001', { lines: [] })] }, ['wrong']],
    ['an order of a push that was never taken', { told: 'blocked', pushIds: [] }, ['wrong']],
    ['two pushes of one deal', { pushIds: ['p_1', 'p_2'] }, ['wrong']],
    ['a push in doubt', { told: told({ state: 'in-doubt', orderId: null }), orders: [] }, ['unresolved']],
    ['an order nobody told the CRM of', { told: told({ state: 'confirmed' }) }, ['unresolved']],
  ])('%s is found', (_name, more, kinds) => {
    expect(kindsOf(more)).toEqual(kinds);
  });
});
