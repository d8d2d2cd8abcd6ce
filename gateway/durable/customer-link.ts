/** Which customer of the ERP a company is, where a person says so: who it may be, and that it is this one. */

import type { CandidatesView, LinkAnswer } from '#contracts/card-api';
import { type Failure, failure } from '#contracts/errors';
import type { CrmRecordId, CustomerId } from '#contracts/ids';
import { fail, type Result } from '#contracts/result';
import { budgetMs } from '../core/answer-time.ts';
import { cardError } from '../core/card-error.ts';
import { candidateOf, candidatesFrom } from '../core/customer-match.ts';
import { traitsOf } from '../core/customer-plan.ts';
import { IMPORTANCE } from '../core/read-turn.ts';
import type { Crm, CrmCompany } from '../crm/port.ts';
import type { AuditStore } from './audit-store.ts';
import type { ViewRequest } from './card-views.ts';
import type { CompanyStore } from './company-store.ts';
import type { CustomerFinder } from './customer-finder.ts';
import type { OutboxStore } from './outbox-store.ts';
import type { PushRunner } from './push-runner.ts';
import type { PushStore } from './push-store.ts';
import type { Asking, SectionReader } from './section-reader.ts';
import { settledFact } from './settled-fact.ts';
import type { ViewFrame } from './view-frame.ts';
import { withinMs } from './within-ms.ts';

export interface CustomerLinkParts {
  reader: SectionReader;
  finder: CustomerFinder;
  companies: CompanyStore;
  pushes: PushStore;
  audit: AuditStore;
  entries: OutboxStore;
  runner: Pick<PushRunner, 'apply' | 'dispatch'>;
  frame: ViewFrame;
  crm: () => Crm;
  now: () => number;
  /** Sets the alarm anew. */
  arm: () => Promise<void>;
}

export class CustomerLink {
  readonly #parts: CustomerLinkParts;

  constructor(parts: CustomerLinkParts) {
    this.#parts = parts;
  }

  /** @param search what a person typed; null: by what the company says of itself */
  async candidates(companyId: CrmRecordId, search: string | null, request: ViewRequest): Promise<CandidatesView> {
    const { frame, finder } = this.#parts;
    const { correlationId } = request;
    const asking = this.#asking(request);
    const company = await this.#company(companyId, asking);
    if (!company.ok) return { ok: false, error: cardError(company.error, correlationId) };
    const asked = search === null ? finder.ofCompany(company.value, asking) : finder.typed(search, asking);
    const searches = await asked;
    const found = searches.flatMap((fact) => (fact.known ? fact.value : []));
    // Whom a person searched for is shown, however unlike the company it is.
    const scoreMin = search === null ? undefined : 0;
    return {
      ...frame.head(correlationId),
      link: frame.linkState(),
      loading: searches.some((fact) => !fact.known && fact.error === null),
      candidates: candidatesFrom(traitsOf(company.value), found, company.value.customerId, scoreMin),
      error: searches.map((fact) => (fact.known ? null : fact.error)).find((error) => error !== null) ?? null,
    };
  }

  /** Writes it onto the company once the ERP has shown that there is such a customer. */
  async link(
    companyId: CrmRecordId,
    customerId: CustomerId,
    request: ViewRequest & { email: string | null },
  ): Promise<LinkAnswer> {
    const { reader, companies, audit, entries, frame, crm, now, arm } = this.#parts;
    const { correlationId, email } = request;
    const refused = (error: Failure): LinkAnswer => ({ ok: false, error: cardError(error, correlationId) });
    if (this.#isBeingMade(companyId)) return refused(failure('push.customer-unsettled', BEING_MADE));
    const numberBefore = this.#numberMade(companyId);
    const asking = this.#asking({ ...request, refresh: true });
    const company = await this.#company(companyId, asking);
    if (!company.ok) return refused(company.error);
    const begin = () => reader.begin('customer.read', { customerId }, asking, IMPORTANCE.first);
    const customer = await settledFact(begin, asking, now, (read) => read);
    if (!customer.known) {
      const error = customer.error ?? cardError(failure('erp.timed-out'), correlationId);
      return { ok: false, error };
    }
    // While the ERP was asked, one that was given up may have shown itself.
    if (this.#isBeingMade(companyId) || this.#numberMade(companyId) !== numberBefore) {
      return refused(failure('push.customer-unsettled', BEING_MADE));
    }
    const written = await crm().linkCompany(companyId, customerId);
    if (!written.ok) return refused(written.error);
    // A link by certain match may still be on its way: a person's word takes its place.
    entries.put({ kind: 'company-link', recordId: companyId, pushId: null, customerId }, now());
    this.#settle(companyId, customerId, request);
    await arm();
    const { name, customerId: before } = company.value;
    companies.write(companyId, { name, customerId, readAt: now() });
    audit.append(now(), 'company', companyId, correlationId, { event: 'linked', customerId, before, email });
    const candidate = candidateOf(traitsOf(company.value), customer.value, null);
    return { ...frame.head(correlationId), companyId, customer: candidate };
  }

  /**
   * Nobody knew whether the company's customer was made: a person's word is its end. Orders that wait for it go out for
   * the one that is named, and one that is made late all the same is a second one, and said (M4).
   */
  #settle(companyId: CrmRecordId, erpId: CustomerId, { email, correlationId }: ViewRequest & { email: string | null }) {
    const { pushes, runner } = this.#parts;
    const push = pushes.latestOf('customer.create', companyId);
    if (push === null || (push.state !== 'parked' && push.state !== 'given-up')) return;
    runner.apply(push.pushId, { type: 'linked', erpId }, { way: 'card', by: email, correlationId });
    runner.dispatch();
  }

  /** A customer that is on its way would take the place of the one a person names. */
  #isBeingMade(companyId: CrmRecordId): boolean {
    const push = this.#parts.pushes.latestOf('customer.create', companyId);
    return push !== null && ['accepted', 'ready', 'sending', 'in-doubt', 'confirmed'].includes(push.state);
  }

  #numberMade(companyId: CrmRecordId): string | null {
    return this.#parts.pushes.latestOf('customer.create', companyId)?.erpId ?? null;
  }

  async #company(companyId: CrmRecordId, { budgetEndsAt }: Asking): Promise<Result<CrmCompany>> {
    const { crm, now } = this.#parts;
    const late = fail(failure('crm.unavailable', { detail: 'no answer within the budget' }));
    return (await withinMs(crm().readCompany(companyId), budgetEndsAt - now())) ?? late;
  }

  #asking(request: ViewRequest): Asking {
    return { ...request, budgetEndsAt: this.#parts.now() + budgetMs(request) };
  }
}

const BEING_MADE = {
  message: 'A customer is being made in the ERP for this company.',
  advice: 'Wait until it is there.',
};
