import type { CastDeal } from '../sandbox/cast-deals.ts';
import type { OrderEvidence } from '../sandbox/erp/order-evidence.ts';
import type { Told } from './card-door.ts';

/** The four ways to be wrong. All of them must be zero. */
export type Violation = { kind: 'duplicates' | 'lost' | 'wrong' | 'unresolved'; says: string };

/** No click was taken: the last one's code. */
export interface Unsent {
  unsent: string;
}
export type Word = Told | Unsent | 'blocked' | null;

/** The gateway's word about a push that it took, and knows. */
export const isTold = (word: Word): word is Told => word !== null && word !== 'blocked' && 'state' in word;

/** What the systems say about one deal that was sent, asked of each of them. */
export interface Testimony {
  deal: CastDeal;
  /** Whether the ERP takes an order of this customer. */
  takes: boolean;
  /** Every push id that an answer named for this deal. */
  pushIds: readonly string[];
  /** The gateway's last word; null: it knows no such push any more. `blocked`: it never took one. */
  told: Word;
  /** From the ERP's own database, with the push's reference. */
  orders: readonly OrderEvidence[];
  /** From the CRM's record. */
  orderOnDeal: string | null;
}

export const isFinal = ({ state }: Told): boolean => ['done', 'refused', 'parked', 'given-up'].includes(state);

/** What is wrong; empty: nothing. */
export function judge(testimony: Testimony): Violation[] {
  const { deal, pushIds, told, orders } = testimony;
  const violations: Violation[] = [];
  const numbers = orders.map(({ orderId }) => orderId).join(', ');
  const say = (kind: Violation['kind'], says: string): void => void violations.push({ kind, says });
  if (orders.length > 1) say('duplicates', `the ERP has orders ${numbers} for one reference`);
  if (new Set(pushIds).size > 1) say('wrong', `one deal became the pushes ${[...new Set(pushIds)].join(', ')}`);
  for (const order of orders) {
    const difference = contentDifference(deal, order);
    if (difference !== null) say('wrong', `order ${order.orderId}: ${difference}`);
  }
  if (told === 'blocked') {
    if (orders.length > 0) say('wrong', `never accepted, and the ERP has orders ${numbers}`);
  } else if (told !== null && 'unsent' in told) {
    say('unresolved', `could not be sent within a minute: ${told.unsent}; orders: ${numbers || 'none'}`);
  } else if (told === null) {
    say('lost', 'the gateway accepted a push and does not know it any more');
  } else if (!isFinal(told)) {
    say('unresolved', `still ${told.state}; orders: ${numbers || 'none'}`);
  } else violations.push(...judgeFinal(testimony, told));
  return violations;
}

function judgeFinal({ takes, orders, orderOnDeal }: Testimony, told: Told): Violation[] {
  const [order] = orders;
  switch (told.state) {
    case 'done':
      if (order === undefined) return [{ kind: 'lost', says: `done as order ${told.orderId}, and the ERP has none` }];
      if (orders.length === 1 && order.orderId !== told.orderId)
        return [{ kind: 'wrong', says: `done as order ${told.orderId}, the ERP has ${order.orderId}` }];
      return orderOnDeal === told.orderId
        ? []
        : [{ kind: 'wrong', says: `the deal carries ${orderOnDeal}, the push says ${told.orderId}` }];
    case 'refused':
      if (order !== undefined) return [{ kind: 'wrong', says: `refused, and the ERP has order ${order.orderId}` }];
      return takes ? [{ kind: 'lost', says: `refused (${told.problem?.code}), though the ERP takes it` }] : [];
    default:
      return [];
  }
}

function contentDifference(deal: CastDeal, order: OrderEvidence): string | null {
  const sent = JSON.stringify(deal.lines.map(({ itemId, quantity, unitPrice }) => [itemId, quantity, unitPrice]));
  const made = JSON.stringify(order.lines.map(({ itemId, quantity, unitPrice }) => [itemId, quantity, unitPrice]));
  if (order.customerId !== deal.customerId) return `made for customer ${order.customerId}, not ${deal.customerId}`;
  if (order.currency !== 'EUR') return `made in ${order.currency}`;
  return sent === made ? null : `made with ${made}, not ${sent}`;
}
