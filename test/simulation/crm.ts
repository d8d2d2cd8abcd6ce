import { failure } from '#contracts/errors';
import { type CrmRecordId, CustomerId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import type { Crm, CrmCompany, DealFacts } from '../../gateway/crm/port.ts';
import type { World } from './world.ts';

/** A CRM that keeps what is written to it, sometimes without saying so, sometimes not at all. */
export class SimCrm {
  /** Record → every number that was ever written to it, oldest first. */
  readonly written = new Map<string, string[]>();
  /** Deal → what stands on it of its order, in words. */
  readonly says = new Map<string, Pick<DealFacts, 'status' | 'problem'>>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  readonly port: Pick<Crm, 'writeDeal' | 'linkCompany' | 'readCompany'> = {
    writeDeal: (dealId: CrmRecordId, { orderNumber, at: _at, ...words }: DealFacts) =>
      this.#write(dealId, orderNumber, { leftOut: [] }, words),
    readCompany: (companyId: CrmRecordId) => Promise.resolve(ok(this.#company(companyId))),
    linkCompany: (companyId: CrmRecordId, customerId: CustomerId) => this.#write(companyId, customerId, null),
  };

  #company(companyId: CrmRecordId): CrmCompany {
    const said = { domain: null, phone: null, taxId: null, street: null, postalCode: null, town: null, country: null };
    const number = this.written.get(companyId)?.at(-1);
    return { companyId, name: '', customerId: number === undefined ? null : CustomerId.parse(number), ...said };
  }

  #write<T>(recordId: string, number: string | undefined, done: T, words?: DealFacts): Promise<Result<T>> {
    const ms = this.#world.strikes('CRM-slow', 0.2) ? this.#world.dice.between(5_000, 60_000) : 80;
    return new Promise((resolve) => {
      this.#world.time.after(ms, () => {
        if (this.#world.strikes('CRM-refuses', 0.5)) return resolve(fail(failure('crm.unavailable')));
        if (number !== undefined) this.written.set(recordId, [...(this.written.get(recordId) ?? []), number]);
        if (words !== undefined) this.says.set(recordId, { ...this.says.get(recordId), ...words });
        this.#world.note(() => `CRM ${recordId} carries ${number ?? words?.status ?? 'words'}`);
        resolve(this.#world.strikes('CRM-lost', 0.3) ? fail(failure('crm.unavailable')) : ok(done));
      });
    });
  }
}
