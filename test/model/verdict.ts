/** What must be true in every state, and where a run may end. */

import type { Push } from '../../gateway/core/push-record.ts';
import { orderOf } from './gateway.ts';
import type { Machine } from './machine.ts';
import { ERP, type PushSide, type World } from './world.ts';

const hasOrder = (erp: number): boolean => erp === ERP.hidden || erp === ERP.shown;

/** What is wrong with this state; null: nothing. `mayPark`: the connector promises too little to settle everything. */
export function wrongIn(world: World, machine: Machine, mayPark: boolean): string | null {
  for (const [place, push] of world.pushes.entries()) {
    const wrong = wrongWith(push, machine.read(push.record), mayPark);
    if (wrong !== null) return `push ${place + 1}: ${wrong}`;
  }
  return null;
}

function wrongWith({ attempts }: PushSide, { state, erpId, problem }: Push, mayPark: boolean): string | null {
  const orders = attempts.flatMap(({ erp }, index) => (hasOrder(erp) ? [orderOf(index)] : []));
  if (orders.length > 1) return 'two orders for one reference';
  if ((state === 'confirmed' || state === 'done') && !orders.includes(erpId ?? '')) return `${state} without its order`;
  if (state === 'refused' && orders.length > 0) return 'refused, and there is an order';
  if (problem?.code === 'push.order-twice') return 'parked for two orders where there is one';
  if (state === 'parked' && !mayPark) return 'parked though the ERP keeps what the connector promises';
  if (state === 'parked' && problem === null) return 'parked without a reason';
  return null;
}

const FINAL = new Set<Push['state']>(['done', 'refused', 'parked', 'given-up']);

/** Every push is final, or has used up the attempts that the model allows and would go out again. */
export function isEnd({ pushes }: World, machine: Machine, attemptsMax: number): boolean {
  return pushes.every(({ record, attempts }) => {
    const { state } = machine.read(record);
    return FINAL.has(state) || (state === 'ready' && attempts.length === attemptsMax);
  });
}
