import type { LinkedType, RecordType } from './api.ts';

/** How the CRM names its records and properties, and writes their values. */

export const TYPES: Record<
  RecordType,
  { one: string; many: string; typeId: string; title: string; columns: string[] }
> = {
  companies: {
    one: 'Company',
    many: 'Companies',
    typeId: '0-2',
    title: 'name',
    columns: ['name', 'city', 'industry', 'lifecyclestage', 'erp_customer_id'],
  },
  deals: {
    one: 'Deal',
    many: 'Deals',
    typeId: '0-3',
    title: 'dealname',
    columns: ['dealname', 'dealstage', 'closedate', 'erp_order_number', 'amount'],
  },
  tickets: {
    one: 'Ticket',
    many: 'Tickets',
    typeId: '0-5',
    title: 'subject',
    columns: ['subject', 'hs_pipeline_stage', 'hs_ticket_priority'],
  },
};

/** A type's name by its id (`0-3`); what is no id of a known type stays as it is. */
export const typeNamed = (nameOrId: string): string =>
  Object.entries(TYPES).find(([, { typeId }]) => typeId === nameOrId)?.[0] ?? nameOrId;

export const LINKED_TITLES: Record<LinkedType, string> = {
  companies: 'Companies',
  deals: 'Deals',
  tickets: 'Tickets',
  line_items: 'Line items',
};

const LABELS: Record<string, string> = {
  name: 'Name',
  domain: 'Domain',
  phone: 'Phone',
  address: 'Street',
  zip: 'Postal code',
  city: 'City',
  country: 'Country',
  industry: 'Industry',
  vat_id: 'VAT ID',
  lifecyclestage: 'Lifecycle stage',
  createdate: 'Created',
  dealname: 'Deal name',
  dealstage: 'Stage',
  amount: 'Amount',
  deal_currency_code: 'Currency',
  closedate: 'Close date',
  pipeline: 'Pipeline',
  subject: 'Ticket name',
  content: 'Description',
  hs_pipeline_stage: 'Status',
  hs_ticket_priority: 'Priority',
  erp_customer_id: 'ERP customer',
  erp_requested_date: 'Requested date',
  erp_purchase_order: 'Purchase order number',
  erp_order_number: 'ERP order',
  erp_status: 'ERP status',
  erp_problem: 'ERP problem',
  erp_synced_at: 'ERP synced',
};
export const labelOf = (property: string): string => LABELS[property] ?? property;

export const STAGES: Record<string, string> = {
  qualifiedtobuy: 'Qualified to buy',
  contractsent: 'Contract sent',
  closedwon: 'Closed won',
  closedlost: 'Closed lost',
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase();

/** A value as a person reads it; an empty one is a dash. */
export function shownValue(property: string, properties: Record<string, string | null>, locale: string): string {
  const value = properties[property];
  if (value === null || value === undefined || value === '') return '–';
  switch (property) {
    case 'amount': {
      const currency = properties.deal_currency_code ?? properties.hs_line_item_currency_code ?? 'EUR';
      return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(Number(value));
    }
    case 'createdate':
    case 'closedate':
      return new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(value));
    // A day is the same one everywhere.
    case 'erp_requested_date':
      return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(value));
    case 'erp_synced_at': {
      const moment = new Date(/^\d+$/.test(value) ? Number(value) : value);
      return new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(moment);
    }
    case 'dealstage':
      return STAGES[value] ?? value;
    case 'lifecyclestage':
    case 'hs_ticket_priority':
    case 'pipeline':
      return capital(value);
    case 'country':
      return new Intl.DisplayNames(locale, { type: 'region' }).of(value) ?? value;
    default:
      return value;
  }
}

export const initialsOf = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => word.replace(/[^\p{L}]/gu, '').charAt(0))
    .filter((letter) => letter !== '')
    .slice(0, 2)
    .join('')
    .toUpperCase();
