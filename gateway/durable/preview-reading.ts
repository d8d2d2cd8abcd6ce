/** Gathers what a preview is made from: CRM, ERP and this store, side by side, within the asker's budget. */

import type { Availability } from '#contracts/availability';
import { ITEMS_MAX } from '#contracts/commands';
import type { Customer } from '#contracts/customer';
import type { DealLine, DealSummary } from '#contracts/deal';
import { type Decimal, sumDecimals, ZERO } from '#contracts/decimal';
import { failure } from '#contracts/errors';
import type { CorrelationId, CustomerId, ItemId } from '#contracts/ids';
import type { ItemPrice } from '#contracts/item-price';
import { fail, ok, type Result } from '#contracts/result';
import { ORDER_LINES_MAX } from '#contracts/sales-order';
import { cardError } from '../core/card-error.ts';
import { customerSubject } from '../core/changed-subjects.ts';
import { customerPlan } from '../core/customer-plan.ts';
import { orderAmount } from '../core/order-amount.ts';
import type { CustomerPlan, Fact, PreviewFacts } from '../core/preview-facts.ts';
import { IMPORTANCE } from '../core/read-turn.ts';
import type { Crm } from '../crm/port.ts';
import type { AgentLink } from './agent-link.ts';
import type { ChangeStore } from './change-store.ts';
import type { CustomerFinder } from './customer-finder.ts';
import type { PolicyStore } from './policy-store.ts';
import type { PushStore } from './push-store.ts';
import type { Asking, SectionReader } from './section-reader.ts';
import { settledFact, toldOnce } from './settled-fact.ts';
import type { TwinOrders } from './twin-orders.ts';
import { withinMs } from './within-ms.ts';

/** Orders on their way that count against a customer's credit: more of one customer wait only where an ERP is away for days. */
const OPEN_MAX = 200;

export interface PreviewReadingParts {
  reader: SectionReader;
  changes: ChangeStore;
  finder: CustomerFinder;
  twins: TwinOrders;
  pushes: PushStore;
  policy: PolicyStore;
  link: AgentLink;
  crm: () => Crm;
  now: () => number;
}

export class PreviewReading {
  readonly #parts: PreviewReadingParts;

  constructor(parts: PreviewReadingParts) {
    this.#parts = parts;
  }

  /** Errors: crm.…, where the company cannot be read. */
  async factsOf(deal: DealSummary, asking: Asking): Promise<Result<PreviewFacts>> {
    const { changes, twins } = this.#parts;
    const isTooLong = deal.lines.length > ORDER_LINES_MAX;
    const linkedTo = this.#linkedTo(deal.company);
    const noted = changes.noted();
    // First: where the ERP bears one read at a time, nothing says as much as who the customer is.
    const planning = this.#plan(deal, linkedTo, asking);
    const stock = isTooLong ? Promise.resolve(new Map<string, Fact<Availability>>()) : this.#stock(deal.lines, asking);
    const begun = linkedTo === null || isTooLong ? null : this.#ofCustomer(deal, linkedTo, asking);
    const plan = await planning;
    if (!plan.ok) return plan;
    const notedThen = linkedTo === null ? noted : changes.noted();
    const matched = plan.value.kind === 'existing' && !isTooLong ? plan.value.candidate.customerId : null;
    const asked = begun ?? (matched === null ? null : this.#ofCustomer(deal, matched, asking));
    const told = await asked;
    const stocked = await stock;
    const known = await this.#upToDate(plan.value, notedThen, asking);
    // Nothing is waited for from here on: what is on its way, and what the ERP has said, are of one moment.
    const customerId = linkedTo ?? matched;
    return ok({
      deal,
      plan: known,
      prices: told?.prices ?? deal.lines.map(() => null),
      stock: stocked,
      twins: told === null || customerId === null ? null : twins.withPushed(told.twins, deal, customerId),
      onTheWay: this.#onTheWay(deal, known),
      isOrderedElsewhere: this.isOrderedElsewhere(deal),
    });
  }

  /**
   * What the ERP told of the customer before an order of it was made is asked for once more: that order is on its way
   * no longer, and would count twice, or not at all.
   */
  async #upToDate(plan: CustomerPlan, notedThen: number, asking: Asking): Promise<CustomerPlan> {
    if (plan.kind !== 'existing') return plan;
    const { customerId } = plan.candidate;
    if (!this.#parts.changes.isOutdated([customerSubject(customerId)], notedThen)) return plan;
    return { ...plan, customer: await this.#customer(customerId, asking) };
  }

  /** What the ERP says of the deal for this customer. */
  async #ofCustomer(deal: DealSummary, customerId: CustomerId, asking: Asking) {
    const [prices, twins] = await Promise.all([
      this.#prices(deal, customerId, asking),
      this.#parts.twins.told(deal, customerId, asking),
    ]);
    return { prices, twins };
  }

  /** The customer that the company is, as the CRM or an earlier push says; null: that has to be found out. */
  #linkedTo(company: DealSummary['company']): CustomerId | null {
    if (company === null || company.customerId !== null) return company?.customerId ?? null;
    const push = this.#parts.pushes.latestOf('customer.create', company.companyId);
    const isMade = push?.state === 'confirmed' || push?.state === 'done';
    return isMade ? (push.erpId as CustomerId | null) : null;
  }

  /** What the ERP cannot know of yet: many deals of one customer may be sent within seconds. */
  #onTheWay({ dealId, currency }: DealSummary, plan: CustomerPlan): Decimal {
    const customer = plan.kind === 'existing' && plan.customer.known ? plan.customer.value : null;
    if (customer === null || customer.creditLimit === null) return ZERO;
    const amounts = this.#parts.pushes
      .openFor(customer.customerId, OPEN_MAX)
      .flatMap(({ recordId, write }) =>
        recordId !== dealId && write.command === 'order.create' && write.input.currency === currency
          ? [orderAmount(write.input.lines)]
          : [],
      );
    return sumDecimals(amounts);
  }

  /** The deal carries an order number that none of its own pushes made. */
  isOrderedElsewhere({ dealId, erpOrderNumber }: DealSummary): boolean {
    if (erpOrderNumber === null) return false;
    const { pushes } = this.#parts;
    if (pushes.keys.latestOf(dealId)?.erpId === erpOrderNumber) return false;
    return !pushes.allOf('order.create', dealId).some(({ erpId }) => erpId === erpOrderNumber);
  }

  async #plan({ company }: DealSummary, linkedTo: CustomerId | null, asking: Asking): Promise<Result<CustomerPlan>> {
    if (company === null) return ok({ kind: 'none' });
    if (linkedTo !== null) return ok(await this.#existing(linkedTo, company.name, asking));
    const push = this.#parts.pushes.latestOf('customer.create', company.companyId);
    if (push !== null && push.state !== 'refused' && push.state !== 'given-up') {
      const { pushId, reference } = push;
      return ok({ kind: 'making', pushId, stuck: push.state === 'parked' ? { name: company.name, reference } : null });
    }
    const { crm, finder, policy, link, now } = this.#parts;
    const late = fail(failure('crm.unavailable', { detail: 'no answer within the budget' }));
    const read = (await withinMs(crm().readCompany(company.companyId), asking.budgetEndsAt - now())) ?? late;
    if (!read.ok) return read;
    const searches = await finder.ofCompany(read.value, asking);
    const offersCreate = link.writer()?.connector.commands.includes('customer.create') ?? false;
    return ok(customerPlan(read.value, searches, policy.read().push, offersCreate));
  }

  /** The customer that the company is linked to. */
  async #existing(customerId: CustomerId, companyName: string, asking: Asking): Promise<CustomerPlan> {
    const customer = await this.#customer(customerId, asking);
    const shown = customer.known ? customer.value : { name: companyName.slice(0, 200), town: null, taxId: null };
    const { name, town, taxId } = shown;
    const candidate = { customerId, name, town, taxId, score: 1, reasons: ['erp-id' as const] };
    return { kind: 'existing', candidate, isLinked: true, customer };
  }

  /** Overtaken twice it stays an old answer: somebody's credit is not decided by it. */
  async #customer(customerId: CustomerId, asking: Asking): Promise<Fact<Customer>> {
    const { reader, now } = this.#parts;
    const begin = () => reader.begin('customer.read', { customerId }, asking, IMPORTANCE.first);
    const { fact, isOvertaken } = await toldOnce(begin, asking, now, (read) => read);
    return isOvertaken ? (await toldOnce(begin, asking, now, (read) => read)).fact : fact;
  }

  async #prices(deal: DealSummary, customerId: CustomerId, asking: Asking): Promise<(Fact<ItemPrice> | null)[]> {
    const { reader, now } = this.#parts;
    const { currency } = deal;
    const prices: (Fact<ItemPrice> | null)[] = deal.lines.map(() => null);
    if (currency === null) return prices;
    const wanted = deal.lines.flatMap(({ itemId, quantity }, index) =>
      itemId === null || quantity === null || quantity.startsWith('-') ? [] : [{ index, itemId, quantity }],
    );
    await Promise.all(
      batches(wanted).map(async (batch) => {
        const items = batch.map(({ itemId, quantity }) => ({ itemId, quantity }));
        const input = { customerId, currency, on: null, items };
        const begin = () => reader.begin('item.price', input, asking, IMPORTANCE.first);
        const fact = await settledFact(begin, asking, now, (answer) => answer.prices);
        for (const [place, { index, itemId }] of batch.entries()) {
          prices[index] = oneOf(fact, place, itemId, asking.correlationId);
        }
      }),
    );
    return prices;
  }

  async #stock(lines: readonly DealLine[], asking: Asking): Promise<Map<string, Fact<Availability>>> {
    const { reader, now } = this.#parts;
    const itemIds = [...new Set(lines.flatMap(({ itemId }) => (itemId === null ? [] : [itemId])))];
    const stock = new Map<string, Fact<Availability>>();
    await Promise.all(
      batches(itemIds).map(async (batch) => {
        const begin = () => reader.begin('availability.read', { itemIds: batch }, asking, IMPORTANCE.next);
        const fact = await settledFact(begin, asking, now, (answer) => answer.items);
        for (const [place, itemId] of batch.entries()) {
          stock.set(itemId, oneOf(fact, place, itemId, asking.correlationId));
        }
      }),
    );
    return stock;
  }
}

/** The answer to one item of a batch; one that stands for another item is none. */
function oneOf<T extends { itemId: ItemId }>(
  fact: Fact<T[]>,
  place: number,
  itemId: ItemId,
  correlationId: CorrelationId,
): Fact<T> {
  if (!fact.known) return fact;
  const value = fact.value[place];
  if (value?.itemId === itemId) return { ...fact, value };
  const detail = `asked for ${itemId}, answered for ${value?.itemId ?? 'nothing'}`;
  return { known: false, error: cardError(failure('erp.answer-off-contract', { detail }), correlationId) };
}

const batches = <T>(all: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(all.length / ITEMS_MAX) }, (_, index) =>
    all.slice(index * ITEMS_MAX, (index + 1) * ITEMS_MAX),
  );
