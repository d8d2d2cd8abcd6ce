/** The answers of the card routes, put together from sections, the CRM's records and the push store. */

import type { CompanyView, DealView, LinkState, OrderView, PushAnswer, PushView, StockView } from '#contracts/card-api';
import { type Moment, momentOf } from '#contracts/dates';
import { type Failure, failure } from '#contracts/errors';
import type { CorrelationId, CrmRecordId, CustomerId, ItemId, SalesOrderId } from '#contracts/ids';
import type { PushState } from '#contracts/push';
import { fail, ok, type Result } from '#contracts/result';
import { cardError } from '../core/card-error.ts';
import { dealBlockers } from '../core/order-from-deal.ts';
import type { Push } from '../core/push-record.ts';
import type { Crm, CrmCompany } from '../crm/port.ts';
import type { AgentLink } from './agent-link.ts';
import type { AuditStore } from './audit-store.ts';
import type { CompanyStore } from './company-store.ts';
import type { PushStore } from './push-store.ts';
import type { SectionReader } from './section-reader.ts';
import type { SettingStore } from './setting-store.ts';

export interface CardViewParts {
  reader: SectionReader;
  companies: CompanyStore;
  pushes: PushStore;
  audit: AuditStore;
  settings: SettingStore;
  link: AgentLink;
  crm: () => Crm;
  now: () => number;
}

/** 2.5 s: what a rep waits for a card (docs of the product promise it, whatever the ERP does). */
export const BUDGET_MS = 2_500;
/** A link to a customer is changed by hand and seldom. */
const COMPANY_FRESH_MS = 60_000;
/** Rows of the first page: what the card shows with a few "Show more". */
const ROWS = 50;

interface Head {
  ok: true;
  correlationId: CorrelationId;
  now: Moment;
}

export class CardViews {
  readonly #parts: CardViewParts;
  /** Companies that the CRM is being asked for: however many cards open at once, it is asked once. */
  readonly #asked = new Map<CrmRecordId, Promise<Result<CrmCompany>>>();

  constructor(parts: CardViewParts) {
    this.#parts = parts;
  }

  async company(companyId: CrmRecordId, correlationId: CorrelationId): Promise<CompanyView> {
    const { reader, now } = this.#parts;
    const asking = { budgetEndsAt: now() + BUDGET_MS, correlationId };
    const linked = await this.#customerOf(companyId);
    if (!linked.ok) return { ok: false, error: cardError(linked.error, correlationId) };
    const customerId = linked.value;
    const list = { customerId, openOnly: false, limit: ROWS, cursor: null };
    const [customer, orders, invoices] = await Promise.all([
      reader.read('customer.read', { customerId }, asking),
      reader.read('order.list', list, asking),
      reader.read('invoice.list', { ...list, openOnly: true }, asking),
    ]);
    return {
      ...this.#head(correlationId),
      companyId,
      customerId,
      erpTitle: this.#erpTitle(),
      link: this.linkState(),
      customer,
      orders,
      invoices,
    };
  }

  async order(companyId: CrmRecordId, orderId: SalesOrderId, correlationId: CorrelationId): Promise<OrderView> {
    const { reader, now } = this.#parts;
    const asking = { budgetEndsAt: now() + BUDGET_MS, correlationId };
    const linked = await this.#customerOf(companyId);
    if (!linked.ok) return { ok: false, error: cardError(linked.error, correlationId) };
    const order = await reader.read('order.read', { orderId }, asking);
    // Somebody else's order is not shown, and not even admitted to exist.
    const foreign = 'data' in order && order.data.customerId !== linked.value;
    if (foreign) return { ok: false, error: cardError(failure('erp.not-found'), correlationId) };
    return { ...this.#head(correlationId), link: this.linkState(), order };
  }

  async stock(itemIds: ItemId[], correlationId: CorrelationId): Promise<StockView> {
    const asking = { budgetEndsAt: this.#parts.now() + BUDGET_MS, correlationId };
    const stock = await this.#parts.reader.read('availability.read', { itemIds }, asking);
    return { ...this.#head(correlationId), link: this.linkState(), stock };
  }

  async deal(dealId: CrmRecordId, correlationId: CorrelationId): Promise<DealView> {
    const deal = await this.#parts.crm().readDeal(dealId);
    if (!deal.ok) return { ok: false, error: cardError(deal.error, correlationId) };
    const push = this.#parts.pushes.latestOfDeal(dealId);
    return {
      ...this.#head(correlationId),
      deal: deal.value,
      erpTitle: this.#erpTitle(),
      link: this.linkState(),
      push: push === null ? null : this.#pushView(push, correlationId),
      blockers: dealBlockers(deal.value).map((blocker) => cardError(blocker, correlationId)),
    };
  }

  push(push: Result<Push>, correlationId: CorrelationId): PushAnswer {
    if (!push.ok) return { ok: false, error: cardError(push.error, correlationId) };
    return { ...this.#head(correlationId), link: this.linkState(), push: this.#pushView(push.value, correlationId) };
  }

  linkState(): LinkState {
    const online = this.#parts.link.connections().length > 0;
    const since = this.#parts.settings.read(online ? 'online-since' : 'offline-since');
    return { online, since: since === null ? null : momentOf(Number(since)) };
  }

  #head(correlationId: CorrelationId): Head {
    return { ok: true, correlationId, now: momentOf(this.#parts.now()) };
  }

  #erpTitle(): string {
    return this.#parts.settings.read('erp-title') ?? 'ERP';
  }

  async #customerOf(companyId: CrmRecordId): Promise<Result<CustomerId>> {
    const company = await this.#company(companyId);
    if (!company.ok) return company;
    return company.value === null ? fail(failure('customer.not-linked')) : ok(company.value);
  }

  /** From the CRM, or what it said last when it does not answer. */
  async #company(companyId: CrmRecordId): Promise<Result<CustomerId | null>> {
    const { companies, now } = this.#parts;
    const known = companies.read(companyId);
    if (known !== null && known.customerId !== null && now() - known.readAt < COMPANY_FRESH_MS)
      return ok(known.customerId);
    const read = await this.#askCrm(companyId);
    if (read.ok) {
      companies.write(companyId, { name: read.value.name, customerId: read.value.customerId, readAt: now() });
      return ok(read.value.customerId);
    }
    return known !== null && isPassing(read.error) ? ok(known.customerId) : read;
  }

  #askCrm(companyId: CrmRecordId): Promise<Result<CrmCompany>> {
    const running = this.#asked.get(companyId);
    if (running !== undefined) return running;
    const asked = this.#parts
      .crm()
      .readCompany(companyId)
      .finally(() => this.#asked.delete(companyId));
    this.#asked.set(companyId, asked);
    return asked;
  }

  #pushView(push: Push, correlationId: CorrelationId): PushView {
    const { pushId, dealId, revision, reference, state, orderId, problem } = push;
    return {
      pushId,
      dealId,
      revision,
      reference,
      state,
      orderId,
      steps: this.#steps(pushId),
      writtenBack: state === 'done',
      problem: problem === null ? null : cardError(problem, correlationId),
    };
  }

  /** The push's life as the audit tells it: every change of state, once. */
  #steps(pushId: string): PushView['steps'] {
    return this.#parts.audit.about(pushId).flatMap(({ at, body }) => {
      const { from, to } = JSON.parse(body) as { from?: PushState; to: PushState };
      return from === to ? [] : [{ state: to, at: momentOf(at) }];
    });
  }
}

const isPassing = ({ category }: Failure): boolean => category === 'unavailable' || category === 'fatal';
