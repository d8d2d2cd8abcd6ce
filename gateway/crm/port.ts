import type { DealSummary } from '#contracts/deal';
import type { CrmRecordId, CustomerId, SalesOrderId } from '#contracts/ids';
import type { Result } from '#contracts/result';
import type { WorkflowOutcome } from '../core/crm-write.ts';

export interface CrmCompany {
  companyId: CrmRecordId;
  name: string;
  /** What the company record says about its ERP customer; null: not linked. */
  customerId: CustomerId | null;
  /** By these it is told apart from other companies; null: the record does not say. All as a person typed them. */
  domain: string | null;
  phone: string | null;
  taxId: string | null;
  street: string | null;
  postalCode: string | null;
  town: string | null;
  /** ISO 3166 alpha-2; null: not said, or not in this form. */
  country: string | null;
}

/** What a deal's record says about its order. Null clears; undefined is left alone. */
export interface DealFacts {
  orderNumber?: SalesOrderId;
  status?: string | null;
  problem?: string | null;
  /** When the order's number was written. Epoch ms. */
  at?: number;
}

/** What the product needs of a CRM, in our words. Failures are `crm.…` codes. */
export interface Crm {
  readCompany(companyId: CrmRecordId): Promise<Result<CrmCompany>>;
  readDeal(dealId: CrmRecordId): Promise<Result<DealSummary>>;
  /** Notes on the company which customer of the ERP it is. Said twice, it changes nothing. */
  linkCompany(companyId: CrmRecordId, customerId: CustomerId): Promise<Result<null>>;
  /** Writes onto the deal what is named; what is not stays as it is. Writing it twice changes nothing. `leftOut`: what the CRM does not take. */
  writeDeal(dealId: CrmRecordId, facts: DealFacts): Promise<Result<{ leftOut: string[] }>>;
  /** Lets a workflow go on that waits for the end of a send. */
  completeWorkflow(callbackId: string, outcome: WorkflowOutcome): Promise<Result<null>>;
}
