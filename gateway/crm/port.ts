import type { DealSummary } from '#contracts/card-api';
import type { CrmRecordId, CustomerId, SalesOrderId } from '#contracts/ids';
import type { Result } from '#contracts/result';

export interface CrmCompany {
  companyId: CrmRecordId;
  name: string;
  /** What the company record says about its ERP customer; null: not linked. */
  customerId: CustomerId | null;
}

/** What the product needs of a CRM, in our words. Failures are `crm.…` codes. */
export interface Crm {
  readCompany(companyId: CrmRecordId): Promise<Result<CrmCompany>>;
  readDeal(dealId: CrmRecordId): Promise<Result<DealSummary>>;
  /** Notes on the company which customer of the ERP it is. Said twice, it changes nothing. */
  linkCompany(companyId: CrmRecordId, customerId: CustomerId): Promise<Result<null>>;
  /** Writes the order's number onto the deal. Writing it twice changes nothing. */
  writeOrder(dealId: CrmRecordId, order: { orderId: SalesOrderId; at: number }): Promise<Result<null>>;
}
