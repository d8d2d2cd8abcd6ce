import { type Failure, failure } from '#contracts/errors';
import type { CrmRecordId, CustomerId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import type { Crm, CrmCompany } from '../crm/port.ts';
import type { CompanyStore } from './company-store.ts';
import { withinMs } from './within-ms.ts';

/** A link to a customer is changed by hand and seldom. */
const FRESH_MS = 60_000;
/** So long a link that is known waits for the CRM to say it again: a healthy one answers in less, a slow one must not hold up the card. */
const KNOWN_WAIT_MS = 400;

/** A link as the CRM says it, or, not `isSettled`, as it said last: its answer is still on its way. */
export interface LinkedCustomer {
  customerId: CustomerId;
  isSettled: boolean;
}

type Link = Pick<CrmCompany, 'customerId'>;

/** Which ERP customer a CRM company is: as the CRM says, or as it said last when it does not answer in time. */
export class LinkedCustomers {
  readonly #companies: CompanyStore;
  readonly #crm: () => Crm;
  readonly #now: () => number;
  /** One request to the CRM for the same company, however many cards open at once. */
  readonly #asked = new Map<string, Promise<Result<Link>>>();

  constructor(companies: CompanyStore, crm: () => Crm, now: () => number) {
    this.#companies = companies;
    this.#crm = crm;
    this.#now = now;
  }

  /**
   * Waits for the CRM until `budgetEndsAt`. Errors: customer.not-linked, crm.….
   * @param refresh somebody may have just put the link right
   */
  async read(companyId: CrmRecordId, budgetEndsAt: number, refresh: boolean): Promise<Result<LinkedCustomer>> {
    const known = this.#companies.read(companyId);
    const isFresh = known !== null && known.customerId !== null && this.#now() - known.readAt < FRESH_MS;
    if (isFresh && !refresh) return linked(known.customerId);
    const waitMs = budgetEndsAt - this.#now();
    const isKnown = known !== null && known.customerId !== null;
    const read = await withinMs(this.#ask(companyId), isKnown ? Math.min(KNOWN_WAIT_MS, waitMs) : waitMs);
    if (read?.ok) return linked(read.value.customerId);
    const error = read?.error ?? failure('crm.unavailable', { detail: 'no answer within the budget' });
    return known !== null && isPassing(error) ? linked(known.customerId, read !== null) : fail(error);
  }

  #ask(companyId: CrmRecordId): Promise<Result<Link>> {
    const running = this.#asked.get(companyId);
    if (running !== undefined) return running;
    const { erasures } = this.#companies;
    const askedAt = this.#now();
    const asked = this.#crm()
      .readCompany(companyId)
      .then((read): Result<Link> => {
        const kept = this.#companies.read(companyId);
        // A person linked it meanwhile: what the CRM was asked before that is old.
        if (read.ok && kept !== null && kept.readAt > askedAt) return ok(kept);
        if (read.ok && this.#companies.erasures === erasures) {
          const { name, customerId } = read.value;
          this.#companies.write(companyId, { name, customerId, readAt: this.#now() });
        }
        return read;
      })
      .finally(() => this.#asked.delete(companyId));
    this.#asked.set(companyId, asked);
    return asked;
  }
}

const linked = (customerId: CustomerId | null, isSettled = true): Result<LinkedCustomer> =>
  customerId === null ? fail(failure('customer.not-linked')) : ok({ customerId, isSettled });

const isPassing = ({ category }: Failure): boolean => category === 'unavailable' || category === 'fatal';
