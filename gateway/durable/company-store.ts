import type { CustomerId } from '#contracts/ids';
import { spellingsIn } from './customer-spellings.ts';

export interface KnownCompany {
  name: string;
  customerId: CustomerId | null;
  readAt: number;
}

/** So many are kept at hand: the records a sales floor has open. */
const AT_HAND_MAX = 500;

/** Which ERP customer a CRM company says it is, as last read from the CRM. */
export class CompanyStore {
  /** So often something was erased: what was read before that is not written after it. */
  erasures = 0;
  readonly #sql: SqlStorage;
  /** Only this object writes companies, so what is at hand is what is stored. The newest last. */
  readonly #atHand = new Map<string, KnownCompany>();

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  read(companyId: string): KnownCompany | null {
    const atHand = this.#atHand.get(companyId);
    if (atHand !== undefined) return atHand;
    const [row] = this.#sql
      .exec<Record<string, SqlStorageValue> & KnownCompany>(
        'SELECT name, customer_id AS customerId, read_at AS readAt FROM company WHERE company_id = ?',
        companyId,
      )
      .toArray();
    if (row !== undefined) this.#keepAtHand(companyId, row);
    return row ?? null;
  }

  write(companyId: string, company: KnownCompany): void {
    this.#keepAtHand(companyId, company);
    this.#sql.exec(
      `INSERT INTO company (company_id, customer_id, name, read_at) VALUES (?, ?, ?, ?)
       ON CONFLICT (company_id) DO UPDATE SET customer_id = excluded.customer_id, name = excluded.name, read_at = excluded.read_at`,
      companyId,
      company.customerId,
      company.name,
      company.readAt,
    );
  }

  /** Forgets every company that is this customer, name and all; the next card asks the CRM anew. */
  erase(customerId: CustomerId): void {
    this.erasures += 1;
    this.#atHand.clear();
    for (const known of spellingsIn(this.#sql, 'company', customerId))
      this.#sql.exec('DELETE FROM company WHERE customer_id = ?', known);
  }

  #keepAtHand(companyId: string, company: KnownCompany): void {
    this.#atHand.delete(companyId);
    this.#atHand.set(companyId, company);
    const [oldest] = this.#atHand.keys();
    if (this.#atHand.size > AT_HAND_MAX && oldest !== undefined) this.#atHand.delete(oldest);
  }
}
