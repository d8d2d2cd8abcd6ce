import { type CustomerHistory, castHistory, history } from './cast-orders.ts';
import { castCustomers, generatedCustomers } from './customers.ts';
import { castItems, castPrices, castStock, generatedItems, generatedStock } from './items.ts';
import type { PayingHabit } from './order-plans.ts';
import { Prng } from './prng.ts';
import type { CustomerRow, SeedContent } from './rows.ts';
import { creditUsed } from './settlement.ts';

export type SeedSize = 'full' | 'small';

interface Extent {
  customers: number;
  items: number;
  orders: number;
  /** Orders of one customer outside the cast. */
  ordersOf: readonly [min: number, max: number];
}

/** Totals, the cast included. Small: the cast as it is, and a few dozen around it. */
const EXTENTS: Record<SeedSize, Extent> = {
  full: { customers: 2000, items: 5000, orders: 40_000, ordersOf: [5, 60] },
  small: { customers: 37, items: 60, orders: 700, ordersOf: [2, 20] },
};

/** First keys of each kind of document; they follow the dates. */
const FIRST = { order: 200_001, shipment: 800_001, invoice: 900_001, payment: 50_001 };

/** Two and a half years of history. */
const SPAN_DAYS = 900;

/** Shares `total` out to `count` customers, few with many, none outside the bounds. */
function orderCounts(total: number, count: number, [min, max]: readonly [number, number], prng: Prng): number[] {
  const counts = Array.from({ length: count }, () => min + Math.floor((max - min + 1) * prng.uniform() ** 2.7));
  let missing = total - counts.reduce((sum, orders) => sum + orders, 0);
  while (missing !== 0) {
    const index = prng.int(0, count - 1);
    const changed = (counts[index] ?? min) + Math.sign(missing);
    if (changed < min || changed > max) continue;
    counts[index] = changed;
    missing -= Math.sign(missing);
  }
  return counts;
}

function habitOf(customer: CustomerRow, prng: Prng): PayingHabit {
  if (customer.holdReason !== null) return 'held';
  const chance = prng.uniform();
  return chance < 0.7 ? 'prompt' : chance < 0.95 ? 'usual' : 'late';
}

/** A limit that fits what the customer owes: mostly ample, sometimes exceeded, sometimes not kept at all. */
function limitFor(used: number, prng: Prng): number | null {
  if (prng.chance(0.05)) return null;
  const wanted = Math.max(500_000, (used * 100) / prng.int(25, 104));
  const step = wanted < 5_000_000 ? 250_000 : 1_000_000;
  return Math.ceil(wanted / step) * step;
}

const numbered = <T extends { no: number }>(documents: T[], first: number, dateOf: (document: T) => string): T[] => {
  const sorted = documents
    .map((document) => ({ document, date: dateOf(document) }))
    .sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  return sorted.map(({ document }, index) => {
    document.no = first + index;
    return document;
  });
};

/** Everything the ERP knows on its first day, laid relative to `today` (`yyyy-mm-dd`). The same arguments give the same content. */
export function seedContent(size: SeedSize, today: string): SeedContent {
  const extent = EXTENTS[size];
  const cast = castCustomers(today);
  const generated = generatedCustomers(extent.customers - cast.length, today, new Prng('customers'));
  const items = castItems();
  items.push(...generatedItems(extent.items - items.length, new Prng('items')));
  const stock = castStock(today, new Prng('cast stock'));
  stock.push(...generatedStock(items.slice(castItems().length), today, new Prng('stock')));

  const histories: CustomerHistory[] = cast.map((customer) =>
    castHistory(customer, items, today, new Prng(`customer ${customer.no}`)),
  );
  const castOrders = histories.reduce((sum, { orders }) => sum + orders.length, 0);
  const counts = orderCounts(extent.orders - castOrders, generated.length, extent.ordersOf, new Prng('counts'));
  generated.forEach((customer, index) => {
    const prng = new Prng(`customer ${customer.no}`);
    const behaviour = { habit: habitOf(customer, prng), spanDays: SPAN_DAYS };
    const own = history(counts[index] ?? 0, behaviour, customer, items, today, prng);
    customer.creditLimit = limitFor(creditUsed(own.orders, own.invoices), prng);
    histories.push(own);
  });

  const orders = numbered(
    histories.flatMap((own) => own.orders),
    FIRST.order,
    ({ orderedOn }) => orderedOn,
  );
  numbered(
    orders.flatMap(({ shipments }) => shipments),
    FIRST.shipment,
    ({ shippedOn }) => shippedOn,
  );
  return {
    customers: [...cast, ...generated],
    items,
    prices: castPrices(),
    stock,
    orders,
    invoices: numbered(
      histories.flatMap((own) => own.invoices),
      FIRST.invoice,
      ({ issuedOn }) => issuedOn,
    ),
    payments: numbered(
      histories.flatMap((own) => own.payments),
      FIRST.payment,
      ({ receivedOn }) => receivedOn,
    ),
  };
}
