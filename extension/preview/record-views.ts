/** What the page shows of each kind of record: which properties it reads, and which other records it lists. */
export interface RecordView {
  title: string;
  list: readonly string[];
  detail: readonly string[];
  associations: readonly ViewedType[];
}

export type ViewedType = 'companies' | 'deals' | 'tickets' | 'line_items';

export const RECORD_VIEWS: Record<ViewedType, RecordView> = {
  companies: {
    title: 'name',
    list: ['name', 'city', 'country', 'industry', 'lifecyclestage', 'erp_customer_id'],
    detail: [
      'name',
      'domain',
      'phone',
      'address',
      'zip',
      'city',
      'country',
      'industry',
      'vat_id',
      'lifecyclestage',
      'erp_customer_id',
      'createdate',
    ],
    associations: ['deals', 'tickets'],
  },
  deals: {
    title: 'dealname',
    list: ['dealname', 'dealstage', 'amount', 'deal_currency_code', 'closedate', 'erp_order_number'],
    detail: [
      'dealname',
      'dealstage',
      'amount',
      'deal_currency_code',
      'closedate',
      'pipeline',
      'erp_requested_date',
      'erp_purchase_order',
      'erp_order_number',
      'erp_status',
      'erp_problem',
      'erp_synced_at',
      'createdate',
    ],
    associations: ['companies', 'line_items', 'tickets'],
  },
  tickets: {
    title: 'subject',
    list: ['subject', 'hs_pipeline_stage', 'hs_ticket_priority'],
    detail: ['subject', 'content', 'hs_pipeline_stage', 'hs_ticket_priority', 'createdate'],
    associations: ['companies', 'deals'],
  },
  line_items: {
    title: 'name',
    list: ['name', 'hs_sku', 'quantity', 'price', 'amount', 'hs_line_item_currency_code'],
    detail: ['name', 'hs_sku', 'quantity', 'price'],
    associations: ['deals'],
  },
};

export const viewOf = (type: string): RecordView | null =>
  Object.hasOwn(RECORD_VIEWS, type) ? RECORD_VIEWS[type as ViewedType] : null;
