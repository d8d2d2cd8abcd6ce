/**
 * The properties of HubSpot that Drawbridge writes, all in the group `erp`, apart from the people's own. The README of
 * the HubSpot project says how to make them; a test holds both together. All are single-line text but the last.
 */
export const DEAL_PROPERTIES = {
  /** Unique: HubSpot itself refuses that two deals carry one order. */
  orderNumber: 'erp_order_number',
  /** How the deal's order stands, in words (core/erp-words.ts). */
  status: 'erp_status',
  /** What is wrong and what to do, for a salesperson; empty: nothing. */
  problem: 'erp_problem',
  /** A date and time. */
  syncedAt: 'erp_synced_at',
} as const;

export const COMPANY_PROPERTIES = { customerId: 'erp_customer_id' } as const;
