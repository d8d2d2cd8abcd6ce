/** What is found about each line of a deal: its item, its price, its stock. */

import type { Availability, WarehouseStock } from '#contracts/availability';
import type { IsoDate } from '#contracts/dates';
import type { DealLine } from '#contracts/deal';
import { addDecimals, compareDecimals, type Decimal, subtractDecimals, sumDecimals, ZERO } from '#contracts/decimal';
import type { ItemPrice } from '#contracts/item-price';
import type { Currency } from '#contracts/money';
import type { Finding, FindingLevel, PreviewLine } from '#contracts/preview';
import type { Fact, PreviewFacts } from './preview-facts.ts';
import type { Wording } from './wording.ts';

/** Prices of a deal are net (contracts/sales-order.ts, NewSalesOrder). */
const DEAL_BASIS = 'net';

const finding = (level: FindingLevel, code: Finding['code'], line: number | null, message: string): Finding => ({
  code,
  level,
  line,
  message: message.slice(0, 500),
});

/** All that is found about one line; nothing found is fine. */
function findingsOf(facts: PreviewFacts, index: number, line: DealLine, demand: Demand, words: Wording): Finding[] {
  const { itemId } = line;
  if (itemId === null) return [];
  const price = facts.prices[index] ?? null;
  const stock = facts.stock.get(itemId) ?? null;
  if ((price?.known && !price.value.known) || (stock?.known && !stock.value.known)) {
    return [
      finding('block', 'item.unknown', index, `${itemId} is not in the ERP. Choose another item or remove the line.`),
    ];
  }
  return [
    ...twiceFindings(index, itemId, demand),
    ...(price?.known ? priceFindings(index, line, price.value, facts.deal.currency, words) : []),
    ...(stock?.known && demand.first === index
      ? stockFindings(index, stock.value, demand, facts.deal.requestedOn, words)
      : []),
  ];
}

function twiceFindings(index: number, itemId: string, { lines, first }: Demand): Finding[] {
  if (lines.length < 2 || first === index) return [];
  const places = lines.map((line) => line + 1);
  const named = places.length > 5 ? `${places.slice(0, 5).join(', ')} and more` : places.join(', ');
  return [finding('warn', 'item.twice', index, `${itemId} stands on more than one line (${named}). Is that meant?`)];
}

function priceFindings(
  index: number,
  line: DealLine,
  price: ItemPrice,
  currency: Currency | null,
  words: Wording,
): Finding[] {
  const { itemId, unitPrice } = line;
  if (unitPrice === null || currency === null) return [];
  const unknown = (why: string) => [finding('warn', 'price.unknown', index, `${itemId}: ${why}`)];
  if (price.unitPrice === null) return unknown('the ERP has no price for this customer.');
  if (price.currency !== currency) {
    return unknown(`the ERP's price is in ${price.currency}, the deal's in ${currency}; they cannot be compared.`);
  }
  if (price.priceBasis !== DEAL_BASIS) return [];
  const difference = subtractDecimals(unitPrice, price.unitPrice);
  const order = compareDecimals(difference, ZERO);
  if (order === 0) return [];
  const [code, word] = order < 0 ? (['price.below-list', 'under'] as const) : (['price.above-list', 'over'] as const);
  const size = order < 0 ? subtractDecimals(ZERO, difference) : difference;
  const said = `${itemId} is ${words.money(size, currency)} ${word} the ERP's price of ${words.money(price.unitPrice, currency)}.`;
  return [finding('warn', code, index, said)];
}

/** What is there now, and what comes until the day that the customer wants it, if the deal names one. */
function stockFindings(
  index: number,
  stock: Availability,
  { quantity }: Demand,
  by: IsoDate | null,
  words: Wording,
): Finding[] {
  const { available, nextOn, nextQuantity } = stockOf(stock, by);
  if (compareDecimals(available, quantity) >= 0) return [];
  const more =
    nextOn === null
      ? 'none are expected'
      : `${nextQuantity === null ? 'more' : `${words.count(nextQuantity)} more`} expected on ${words.day(nextOn)}`;
  const when = by === null ? 'now' : `by ${words.day(by)}`;
  const said = `${stock.itemId}: ${words.count(available)} of ${words.count(quantity)} are available ${when}; ${more}`;
  // A day may end in a full stop of its own: `4. Dez.`
  return [finding('warn', 'stock.short', index, said.endsWith('.') ? said : `${said}.`)];
}

interface StockSum {
  available: Decimal;
  nextOn: IsoDate | null;
  nextQuantity: Decimal | null;
}

/**
 * All warehouses together; one that owes more than it has counts as empty, since its debt is not another's. Of the
 * receipts the next one.
 * @param by receipts until that day count as available; of how many pieces nobody knows, none does. Null: what is there now
 */
function stockOf({ warehouses: all }: Availability, by: IsoDate | null): StockSum {
  const isInTime = ({ nextOn, nextQuantity }: WarehouseStock): boolean =>
    by !== null && nextOn !== null && nextQuantity !== null && nextOn <= by;
  const warehouses = all.map((one) =>
    isInTime(one)
      ? { ...one, available: addDecimals(one.available, one.nextQuantity ?? ZERO), nextOn: null, nextQuantity: null }
      : one,
  );
  const days = warehouses.flatMap(({ nextOn }) => (nextOn === null ? [] : [nextOn])).sort();
  const nextOn = days[0] ?? null;
  const receipts = warehouses.flatMap((one) =>
    one.nextOn === nextOn && one.nextQuantity !== null ? [one.nextQuantity] : [],
  );
  return {
    available: sumDecimals(
      warehouses.map(({ available }) => available).filter((available) => compareDecimals(available, ZERO) > 0),
    ),
    nextOn,
    nextQuantity: nextOn === null || receipts.length === 0 ? null : sumDecimals(receipts),
  };
}

/** What the whole deal wants of one item. */
interface Demand {
  quantity: Decimal;
  /** Positions of its lines. */
  lines: number[];
  first: number;
}

function demands(lines: readonly DealLine[]): Map<string, Demand> {
  const wanted = new Map<string, Demand>();
  for (const [index, { itemId, quantity }] of lines.entries()) {
    if (itemId === null) continue;
    const known = wanted.get(itemId) ?? { quantity: ZERO, lines: [], first: index };
    known.lines.push(index);
    if (quantity !== null) known.quantity = addDecimals(known.quantity, quantity);
    wanted.set(itemId, known);
  }
  return wanted;
}

export function lineFindings(facts: PreviewFacts, words: Wording): Finding[] {
  const wanted = demands(facts.deal.lines);
  return facts.deal.lines.flatMap((line, index) => {
    const demand = wanted.get(line.itemId ?? '');
    return demand === undefined ? [] : findingsOf(facts, index, line, demand, words);
  });
}

/** A deal's lines beside what the ERP knows of them. */
export function previewLines(facts: PreviewFacts, findings: readonly Finding[]): PreviewLine[] {
  const levels = new Map<number, FindingLevel>();
  for (const { line, level } of findings) {
    if (line !== null && levels.get(line) !== 'block') levels.set(line, level);
  }
  return facts.deal.lines.map(({ itemId, name, quantity, unitPrice }, index) => {
    const price = facts.prices[index] ?? null;
    const stock = itemId === null ? undefined : facts.stock.get(itemId);
    const sum = stock?.known && stock.value.known ? stockOf(stock.value, null) : null;
    return {
      itemId,
      name,
      quantity,
      dealPrice: unitPrice,
      erpPrice: comparable(price, facts.deal.currency),
      available: sum?.available ?? null,
      nextOn: sum?.nextOn ?? null,
      nextQuantity: sum?.nextQuantity ?? null,
      level: levels.get(index) ?? 'ok',
    };
  });
}

const comparable = (price: Fact<ItemPrice> | null, currency: Currency | null): Decimal | null =>
  price?.known && price.value.currency === currency && price.value.priceBasis === DEAL_BASIS
    ? price.value.unitPrice
    : null;
