import { grossOf, lineAmount } from '../amounts.ts';
import { addDays, earlier, workday } from './calendar.ts';
import type { OrderPlan } from './order-plans.ts';
import type { Prng } from './prng.ts';
import type { CustomerRow, LineRow, OrderRow, ShipmentRow } from './rows.ts';

const CARRIERS = ['Nordfracht Spedition', 'Elbe Kurier', 'Hanse Express', 'Alpen Cargo', 'Selbstabholer'];
const PICKED_UP = 'Selbstabholer';
const PART_SHIPPED = 30;
/** Statuses in which everything has left the warehouse. */
const SHIPPED = new Set([40, 50, 60]);

/** How much of each line has left: all, nothing, or of a part shipment some with at least one rest. */
function shippedQuantities(status: number, lines: OrderPlan['lines'], prng: Prng): number[] {
  if (SHIPPED.has(status)) return lines.map(({ quantity }) => quantity);
  if (status !== PART_SHIPPED) return lines.map(() => 0);
  return lines.map(({ quantity }, index) => {
    const whole = Math.floor(quantity / 1000);
    if (index === 0) return whole > 1 ? prng.int(1, whole - 1) * 1000 : quantity;
    if (index === lines.length - 1) return 0;
    return prng.chance(0.5) ? quantity : 0;
  });
}

function shipment(shippedOn: string, prng: Prng): ShipmentRow {
  const carrier = prng.pick(CARRIERS);
  const tracked = carrier !== PICKED_UP && prng.chance(0.95);
  const trackingNo = tracked
    ? `${carrier.slice(0, 2).toUpperCase()}${prng.int(10_000_000, 99_999_999)}${prng.int(1000, 9999)}`
    : null;
  return { no: 0, shippedOn, carrier, trackingNo, lines: [] };
}

/** One delivery, or two where the order went in parts. None is later than today. */
function shipments(lines: readonly LineRow[], orderedOn: string, today: string, prng: Prng): ShipmentRow[] {
  if (lines.every(({ shipped }) => shipped === 0)) return [];
  const firstOn = earlier(workday(addDays(orderedOn, prng.int(2, 8))), today);
  const first = shipment(firstOn < orderedOn ? orderedOn : firstOn, prng);
  const second = prng.chance(0.3) ? shipment(earlier(addDays(first.shippedOn, prng.int(1, 7)), today), prng) : null;
  lines.forEach(({ item, shipped }, index) => {
    const line = { lineNo: (index + 1) * 10, itemNo: item.no };
    const early = second !== null && shipped > 1000 ? Math.floor(shipped / 2000) * 1000 : shipped;
    if (early > 0) first.lines.push({ ...line, quantity: early });
    if (second !== null && shipped > early) second.lines.push({ ...line, quantity: shipped - early });
  });
  return second === null || second.lines.length === 0 ? [first] : [first, second];
}

/** Gives a plan its dates, prices and deliveries. A part-shipped plan of one piece becomes one of four. */
export function orderFrom(plan: OrderPlan, customer: CustomerRow, today: string, prng: Prng): OrderRow {
  const [only, ...others] = plan.lines;
  const single = plan.status === PART_SHIPPED && only !== undefined && others.length === 0 && only.quantity < 2000;
  const planned = single ? [{ ...only, quantity: 4000 }] : plan.lines;
  const orderedOn = workday(addDays(today, -plan.ageDays));
  const shipped = shippedQuantities(plan.status, planned, prng);
  const lines = planned.map(({ item, quantity, netPrice }, index): LineRow => {
    const gone = shipped[index] ?? 0;
    const grossPrice = grossOf(netPrice, item.vat);
    const open = gone < quantity && plan.status !== 90;
    const dueOn = open && !prng.chance(0.1) ? workday(addDays(today, prng.int(3, 24))) : null;
    return {
      item,
      quantity,
      shipped: gone,
      dueOn,
      netPrice,
      grossPrice,
      grossAmount: lineAmount(grossPrice, quantity),
    };
  });
  return {
    no: 0,
    customer,
    customerReference: prng.chance(0.85) ? `PO-${orderedOn.slice(2, 4)}-${prng.int(1000, 99_999)}` : null,
    orderedOn,
    requestedOn: prng.chance(0.9) ? workday(addDays(orderedOn, prng.int(5, 25))) : null,
    status: plan.status,
    grossTotal: lines.reduce((sum, { grossAmount }) => sum + grossAmount, 0),
    lines,
    shipments: shipments(lines, orderedOn, today, prng),
  };
}
