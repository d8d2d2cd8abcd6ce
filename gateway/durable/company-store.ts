import type { CustomerId } from '#contracts/ids';

export interface KnownCompany {
  name: string;
  customerId: CustomerId | null;
  readAt: number;
}

/** Which ERP customer a CRM company says it is, as last read from the CRM. */
export class CompanyStore {
  /** So often something was erased: what was read before that is not written after it. */
  erasures = 0;
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  read(companyId: string): KnownCompany | null {
    const [row] = this.#sql
      .exec<Record<string, SqlStorageValue> & KnownCompany>(
        'SELECT name, customer_id AS customerId, read_at AS readAt FROM company WHERE company_id = ?',
        companyId,
      )
      .toArray();
    return row ?? null;
  }

  write(companyId: string, company: KnownCompany): void {
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
    this.#sql.exec('DELETE FROM company WHERE customer_id = ?', customerId);
  }
}
