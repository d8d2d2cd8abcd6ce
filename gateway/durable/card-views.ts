/** What the cards read of the ERP: views put together from sections that are loaded side by side. */

import type { CompanyView, OrderView, PaymentsView, SearchView, StockView } from '#contracts/card-api';
import type { SearchBy } from '#contracts/commands';
import { failure } from '#contracts/errors';
import {
  type CorrelationId,
  type CrmRecordId,
  type CustomerId,
  type ItemId,
  isSameKey,
  type SalesOrderId,
} from '#contracts/ids';
import { budgetMs } from '../core/answer-time.ts';
import { cardError } from '../core/card-error.ts';
import { unsettled } from '../core/live-read.ts';
import { ownOrders, ownRows } from '../core/own-rows.ts';
import { IMPORTANCE } from '../core/read-turn.ts';
import type { LinkedCustomers } from './linked-customers.ts';
import { untilAnswerable } from './reading.ts';
import type { Asking, SectionReader } from './section-reader.ts';
import type { ViewFrame } from './view-frame.ts';

/** Rows of the first page: what the card shows with a few "Show more". */
const ROWS = 50;

/** How a view was asked for. */
export interface ViewRequest {
  correlationId: CorrelationId;
  refresh: boolean;
  /** What of the card's budget had gone before the object was asked. */
  spentMs: number;
}

interface ViewAsking extends Asking {
  /** Epoch ms. */
  askedAt: number;
}

export class CardViews {
  readonly #reader: SectionReader;
  readonly #customers: LinkedCustomers;
  readonly #frame: ViewFrame;
  readonly #now: () => number;

  constructor(reader: SectionReader, customers: LinkedCustomers, frame: ViewFrame, now: () => number) {
    this.#reader = reader;
    this.#customers = customers;
    this.#frame = frame;
    this.#now = now;
  }

  company(companyId: CrmRecordId, request: ViewRequest): Promise<CompanyView> {
    return this.#ofCustomer(companyId, request, async (customerId, asking) => {
      const page = { customerId, limit: ROWS, cursor: null };
      const { first, next, later } = IMPORTANCE;
      const customer = this.#reader.begin('customer.read', { customerId }, asking, first);
      const openOrders = this.#reader.begin('order.list', { ...page, openOnly: true }, asking, first);
      const invoices = this.#reader.begin('invoice.list', { ...page, openOnly: true }, asking, next);
      const orders = this.#reader.begin('order.list', { ...page, openOnly: false }, asking, later);
      await untilAnswerable(
        [
          { reading: customer, isImportant: true },
          { reading: openOrders, isImportant: true },
          { reading: invoices, isImportant: false },
          { reading: orders, isImportant: false },
        ],
        asking,
        this.#now,
      );
      return {
        ...this.#frame.head(asking.correlationId),
        erpTitle: this.#frame.erpTitle(),
        link: this.#frame.linkState(),
        companyId,
        customerId,
        customer: customer.section(),
        openOrders: ownRows(openOrders.section(), customerId),
        orders: ownRows(orders.section(), customerId),
        invoices: ownRows(invoices.section(), customerId),
      };
    });
  }

  /** Asked for when somebody looks at them: the ERP is spared a call for everybody else. */
  payments(companyId: CrmRecordId, request: ViewRequest): Promise<PaymentsView> {
    return this.#ofCustomer(companyId, request, async (customerId, asking) => {
      const payments = await this.#reader.read('payment.list', { customerId, limit: ROWS, cursor: null }, asking);
      const head = this.#frame.head(asking.correlationId);
      return { ...head, link: this.#frame.linkState(), payments: ownRows(payments, customerId) };
    });
  }

  order(companyId: CrmRecordId, orderId: SalesOrderId, request: ViewRequest): Promise<OrderView> {
    return this.#ofCustomer(companyId, request, async (customerId, asking) => {
      const order = await this.#reader.read('order.read', { orderId }, asking);
      // Somebody else's order is not shown, and not even admitted to exist.
      if ('data' in order && !isSameKey(order.data.customerId, customerId)) {
        return { ok: false, error: cardError(failure('erp.not-found'), asking.correlationId) };
      }
      return { ...this.#frame.head(asking.correlationId), link: this.#frame.linkState(), order };
    });
  }

  /** The number may be of four things; each is asked for, and each answers for itself. */
  search(companyId: CrmRecordId, number: string, request: ViewRequest): Promise<SearchView> {
    return this.#ofCustomer(companyId, request, async (customerId, asking) => {
      const find = async (by: SearchBy) =>
        ownOrders(await this.#reader.read('order.find', { by, number, customerId }, asking), customerId);
      const [order, purchaseOrder, invoice, delivery] = await Promise.all([
        find('order'),
        find('purchase-order'),
        find('invoice'),
        find('delivery'),
      ]);
      const head = this.#frame.head(asking.correlationId);
      return { ...head, link: this.#frame.linkState(), order, purchaseOrder, invoice, delivery };
    });
  }

  async stock(itemIds: ItemId[], request: ViewRequest): Promise<StockView> {
    const stock = await this.#reader.read('availability.read', { itemIds }, this.#asking(request));
    return { ...this.#frame.head(request.correlationId), link: this.#frame.linkState(), stock };
  }

  #asking(request: ViewRequest): ViewAsking {
    const askedAt = this.#now();
    return { ...request, askedAt, budgetEndsAt: askedAt + budgetMs(request) };
  }

  async #ofCustomer<T extends object>(
    companyId: CrmRecordId,
    request: ViewRequest,
    view: (customerId: CustomerId, asking: ViewAsking) => Promise<T>,
  ): Promise<T | { ok: false; error: ReturnType<typeof cardError> }> {
    const asking = this.#asking(request);
    const linked = await this.#customers.read(companyId, asking.budgetEndsAt, asking.refresh);
    if (!linked.ok) return { ok: false, error: cardError(linked.error, request.correlationId) };
    const { customerId, isSettled } = linked.value;
    const answer = await view(customerId, asking);
    return isSettled ? answer : unsettled(answer);
  }
}
