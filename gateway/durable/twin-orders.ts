/** Orders like the one that a deal would make: the same customer, items and quantities, not a day old. */

import type { DealSummary } from '#contracts/deal';
import { compareDecimals, type Decimal, sumDecimals } from '#contracts/decimal';
import { failure } from '#contracts/errors';
import { type CustomerId, type ItemId, isSameKey } from '#contracts/ids';
import type { SalesOrderSummary } from '#contracts/sales-order';
import { cardError } from '../core/card-error.ts';
import { type Fact, knownNow, type Twin } from '../core/preview-facts.ts';
import { IMPORTANCE } from '../core/read-turn.ts';
import { foundItems, sameItems } from '../core/same-content.ts';
import type { PushStore } from './push-store.ts';
import type { Asking, SectionReader } from './section-reader.ts';
import { settledFact } from './settled-fact.ts';

const RECENT_MS = 86_400_000;
/** The first page of a customer's orders, as the company card asks for it: the two share one answer. */
const ROWS = 50;
/** Orders whose lines are read at once, since their sums are the same; a twin among them ends the search. */
const READS_AT_ONCE = 5;
/** Four times that: a customer who orders one of something again and again. Beyond it, a person looks. */
const READS_MAX = 20;
const TOO_MANY = 'More orders of the last day look like this one than can be compared with it.';
/** Own pushes for the customer, of a day, that are looked at. */
const PUSHES_MAX = 200;

type Items = { itemId: ItemId; quantity: Decimal }[];

export class TwinOrders {
  readonly #reader: SectionReader;
  readonly #pushes: PushStore;
  readonly #now: () => number;

  constructor(reader: SectionReader, pushes: PushStore, now: () => number) {
    this.#reader = reader;
    this.#pushes = pushes;
    this.#now = now;
  }

  /** Those that the ERP has. */
  async told(deal: DealSummary, customerId: CustomerId, asking: Asking): Promise<Fact<Twin[]>> {
    const items = itemsOf(deal);
    // An order of one that a person gave up is news: whoever sends the deal again has to see it.
    const own = this.#pushes
      .allOf('order.create', deal.dealId)
      .flatMap(({ reference, state }): string[] => (state === 'given-up' ? [] : [reference]));
    const listInput = { customerId, openOnly: false, limit: ROWS, cursor: null };
    const list = await settledFact(
      () => this.#reader.begin('order.list', listInput, asking, IMPORTANCE.next),
      asking,
      this.#now,
      ({ rows }) => rows,
    );
    if (!list.known) return list;
    const quantity = sumDecimals(items.map((item) => item.quantity));
    const alike = list.value.filter((row) => this.#isRecent(row) && isAlike(row, customerId, quantity, own));
    const read = await this.#amongAlike(alike, items, asking);
    return read.known ? { ...list, value: read.value } : read;
  }

  /** And those that were sent for other deals: the ERP may not list them yet. Asked for last, so that none is missed. */
  withPushed(told: Fact<Twin[]>, deal: DealSummary, customerId: CustomerId): Fact<Twin[]> {
    const pushed = this.#pushed(deal.dealId, customerId, itemsOf(deal));
    if (!told.known) return pushed.length > 0 ? { known: true, value: pushed, isOld: true, error: told.error } : told;
    const found = told.value;
    const isKnown = (deal: string) =>
      found.length > 0 &&
      this.#madeOrders(deal).some((id) => found.some((twin) => 'orderId' in twin && twin.orderId === id));
    const unseen = pushed.filter((twin) => !('dealId' in twin && isKnown(twin.dealId)));
    return { ...told, value: [...found, ...unseen] };
  }

  /** Those of the orders alike that have the same items: the first ones that are found, or none of all of them. */
  async #amongAlike(alike: readonly SalesOrderSummary[], items: Items, asking: Asking): Promise<Fact<Twin[]>> {
    for (let from = 0; from < Math.min(alike.length, READS_MAX); from += READS_AT_ONCE) {
      const rows = alike.slice(from, from + READS_AT_ONCE);
      const read = await Promise.all(rows.map((row) => this.#sameItems(row, items, asking)));
      const found = read.flatMap((fact): Twin[] => (fact.known ? fact.value : []));
      if (found.length > 0) return knownNow(found);
      const missing = read.find((fact) => !fact.known);
      if (missing !== undefined) return missing;
    }
    if (alike.length <= READS_MAX) return knownNow([]);
    const tooMany = failure('preview.not-allowed', { message: TOO_MANY });
    return { known: false, error: cardError(tooMany, asking.correlationId) };
  }

  #isRecent({ orderedOn, status }: SalesOrderSummary): boolean {
    const since = new Date(this.#now() - RECENT_MS).toISOString().slice(0, 10);
    return orderedOn !== null && orderedOn >= since && status !== 'cancelled';
  }

  async #sameItems({ orderId }: SalesOrderSummary, items: Items, asking: Asking): Promise<Fact<Twin[]>> {
    const begin = () => this.#reader.begin('order.read', { orderId }, asking, IMPORTANCE.next);
    return settledFact(begin, asking, this.#now, (order) => (sameItems(items, foundItems(order)) ? [{ orderId }] : []));
  }

  /** Other deals that were sent for this customer. */
  #pushed(dealId: string, customerId: CustomerId, items: Items): Twin[] {
    const pushes = this.#pushes.ordersFor(customerId, this.#now() - RECENT_MS, PUSHES_MAX);
    return pushes.flatMap(({ write, recordId, state }): Twin[] => {
      const isOrder =
        write.command === 'order.create' && recordId !== dealId && state !== 'refused' && state !== 'given-up';
      return isOrder && sameItems(items, write.input.lines) ? [{ dealId: recordId }] : [];
    });
  }

  #madeOrders(dealId: string): string[] {
    return this.#pushes.allOf('order.create', dealId).flatMap(({ erpId }) => (erpId === null ? [] : [erpId]));
  }
}

const itemsOf = ({ lines }: DealSummary): Items =>
  lines.flatMap(({ itemId, quantity }) => (itemId === null || quantity === null ? [] : [{ itemId, quantity }]));

const isAlike = (row: SalesOrderSummary, customerId: CustomerId, quantity: Decimal, own: readonly string[]): boolean =>
  isSameKey(row.customerId, customerId) &&
  compareDecimals(row.quantityOrdered, quantity) === 0 &&
  !(row.reference !== null && own.includes(row.reference));
