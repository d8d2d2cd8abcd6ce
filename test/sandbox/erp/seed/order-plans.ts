import type { Prng } from './prng.ts';
import type { ItemRow } from './rows.ts';

/** What an order will be, before it has dates and numbers. */
export interface OrderPlan {
  ageDays: number;
  status: number;
  /** Quantities in thousandths, prices net cents. */
  lines: { item: ItemRow; quantity: number; netPrice: number }[];
}

/** How a customer pays: promptly (never overdue), as most do, or late; `held` has its open orders stopped as well. */
export type PayingHabit = 'prompt' | 'usual' | 'late' | 'held';

/** An invoice is due 30 days after it was issued at the earliest, so an order of this age cannot be overdue. */
const NEVER_OVERDUE_DAYS = 29;

function statusAt(ageDays: number, habit: PayingHabit, prng: Prng): number {
  const chance = prng.uniform();
  if (ageDays <= 3) return habit === 'held' || chance < 0.05 ? 95 : chance < 0.2 ? 10 : chance < 0.9 ? 20 : 30;
  if (ageDays <= 14) {
    if (habit === 'held') return chance < 0.7 ? 95 : 30;
    return chance < 0.02 ? 90 : chance < 0.05 ? 95 : chance < 0.35 ? 20 : chance < 0.65 ? 30 : chance < 0.85 ? 40 : 50;
  }
  if (ageDays <= NEVER_OVERDUE_DAYS) {
    return chance < 0.04 ? 90 : chance < 0.08 ? 20 : chance < 0.22 ? 30 : chance < 0.32 ? 40 : chance < 0.8 ? 50 : 60;
  }
  if (chance < 0.03) return 90;
  if (ageDays <= 60 && chance < 0.07) return 30;
  const unpaid = { prompt: 0, usual: 0.03, late: 0.3, held: 0.4 }[habit] * (ageDays < 150 ? 1 : 0.1);
  return chance > 1 - unpaid ? 50 : 60;
}

const pieces = ({ netPrice, unit }: ItemRow, prng: Prng): number => {
  if (unit === 'M') return prng.int(4, 120) * 500;
  return prng.int(1, netPrice < 2_000 ? 80 : netPrice < 10_000 ? 20 : netPrice < 50_000 ? 6 : 2) * 1000;
};

/** An order of a customer without a story, `spanDays` at most in the past, the nearer the more. */
export function plannedOrder(items: readonly ItemRow[], habit: PayingHabit, spanDays: number, prng: Prng): OrderPlan {
  const ageDays = Math.floor(spanDays * prng.uniform() ** 1.3);
  const lines = new Map<string, OrderPlan['lines'][number]>();
  for (let count = 1 + Math.floor(5 * prng.uniform() ** 1.8); count > 0; count -= 1) {
    const item = prng.pick(items);
    const rebate = prng.chance(0.25) ? prng.int(3, 12) : 0;
    const netPrice = Math.max(1, Math.round((item.netPrice * (100 - rebate)) / 100));
    lines.set(item.no, { item, quantity: pieces(item, prng), netPrice });
  }
  return { ageDays, status: statusAt(ageDays, habit, prng), lines: [...lines.values()] };
}
