/** Who a company of the CRM may be among the ERP's customers: asks the ERP by everything that the company says. */

import type { CustomerSearchBy } from '#contracts/commands';
import type { Customer } from '#contracts/customer';
import { CustomerId } from '#contracts/ids';
import { domainOf, phoneEnd, taxIdOf } from '../core/company-traits.ts';
import { type Fact, knownNow } from '../core/preview-facts.ts';
import { IMPORTANCE } from '../core/read-turn.ts';
import type { CrmCompany } from '../crm/port.ts';
import type { Asking, SectionReader } from './section-reader.ts';
import { settledFact } from './settled-fact.ts';

/** One search: by what, for what. */
type Search = readonly [by: CustomerSearchBy, text: string];

export class CustomerFinder {
  readonly #reader: SectionReader;
  readonly #now: () => number;

  constructor(reader: SectionReader, now: () => number) {
    this.#reader = reader;
    this.#now = now;
  }

  /** What each search found; none where the company says nothing to search by. */
  ofCompany({ taxId, domain, phone, name }: CrmCompany, asking: Asking): Promise<Fact<Customer[]>[]> {
    return this.#all(searchesBy({ taxId, domain, phone, name: name.trim() }), asking);
  }

  /** What a person typed may be any of them, or a customer's number. */
  async typed(text: string, asking: Asking): Promise<Fact<Customer[]>[]> {
    const number = CustomerId.safeParse(text);
    const byNumber = number.success ? [this.#byNumber(number.data, asking)] : [];
    const searches = searchesBy({ taxId: text, domain: text, phone: text, name: text });
    return [...(await Promise.all(byNumber)), ...(await this.#all(searches, asking))];
  }

  #all(searches: readonly Search[], asking: Asking): Promise<Fact<Customer[]>[]> {
    return Promise.all(
      searches.map(async ([by, text]) => {
        const begin = () => this.#reader.begin('customer.search', { by, text }, asking, IMPORTANCE.first);
        return settledFact(begin, asking, this.#now, ({ customers }) => customers);
      }),
    );
  }

  /** A number that the ERP does not know is no failure of the search. */
  async #byNumber(customerId: CustomerId, asking: Asking): Promise<Fact<Customer[]>> {
    const begin = () => this.#reader.begin('customer.read', { customerId }, asking, IMPORTANCE.first);
    const fact = await settledFact(begin, asking, this.#now, (customer) => [customer]);
    const isUnknown = !fact.known && fact.error?.code === 'erp.not-found';
    return isUnknown ? knownNow([]) : fact;
  }
}

/** 200 characters: what a search may ask for (contracts/commands.ts). */
const TEXT_MAX = 200;

function searchesBy(said: {
  taxId: string | null;
  domain: string | null;
  phone: string | null;
  name: string;
}): Search[] {
  const taxId = taxIdOf(said.taxId);
  const domain = domainOf(said.domain);
  const phone = phoneEnd(said.phone) === null ? null : said.phone;
  const each: [CustomerSearchBy, string | null][] = [
    ['tax-id', taxId],
    ['email-domain', domain],
    ['phone', phone],
    ['name', said.name === '' ? null : said.name],
  ];
  return each.flatMap(([by, text]): Search[] => (text === null ? [] : [[by, text.slice(0, TEXT_MAX)]]));
}
