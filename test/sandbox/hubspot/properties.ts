import { z } from 'zod';
import type { ObjectType } from './object-types.ts';

export interface PropertyDefinition {
  name: string;
  label: string;
  group: string;
  type: 'string' | 'number' | 'date' | 'datetime' | 'bool' | 'enumeration';
  options?: readonly string[];
  readOnly?: boolean;
  /** May be used as `idProperty`. */
  unique?: boolean;
}

const of = (
  group: string,
  type: PropertyDefinition['type'],
  name: string,
  label: string,
  more: Partial<PropertyDefinition> = {},
): PropertyDefinition => ({ name, label, group, type, ...more });

/** Properties that every object has and nobody may write. */
const SYSTEM: readonly PropertyDefinition[] = [
  of('system', 'number', 'hs_object_id', 'Record ID', { readOnly: true }),
  of('system', 'datetime', 'createdate', 'Create date', { readOnly: true }),
  of('system', 'datetime', 'hs_lastmodifieddate', 'Last modified date', { readOnly: true }),
];

/** The account's stages; ids are text in HubSpot's default pipeline and numbers in custom ones. */
export const DEAL_STAGES = ['qualifiedtobuy', 'contractsent', 'closedwon', 'closedlost'] as const;

/** What is defined in this account. Writing anything else is an error, as in HubSpot. */
export const PROPERTIES: Record<ObjectType, readonly PropertyDefinition[]> = {
  companies: [
    ...SYSTEM,
    of('companyinformation', 'string', 'name', 'Company name'),
    of('companyinformation', 'string', 'domain', 'Company domain name'),
    of('companyinformation', 'string', 'phone', 'Phone number'),
    of('companyinformation', 'string', 'address', 'Street address'),
    of('companyinformation', 'string', 'zip', 'Postal code'),
    of('companyinformation', 'string', 'city', 'City'),
    of('companyinformation', 'string', 'country', 'Country/Region'),
    of('companyinformation', 'string', 'hs_country_code', 'Country/Region Code'),
    of('companyinformation', 'string', 'industry', 'Industry'),
    of('companyinformation', 'string', 'vat_id', 'VAT ID'),
    of('companyinformation', 'string', 'lifecyclestage', 'Lifecycle stage'),
    of('erp', 'string', 'erp_customer_id', 'ERP customer'),
  ],
  deals: [
    ...SYSTEM,
    of('dealinformation', 'string', 'dealname', 'Deal name'),
    of('dealinformation', 'enumeration', 'dealstage', 'Deal stage', { options: DEAL_STAGES }),
    of('dealinformation', 'string', 'pipeline', 'Pipeline'),
    of('dealinformation', 'number', 'amount', 'Amount'),
    of('dealinformation', 'string', 'deal_currency_code', 'Currency'),
    of('dealinformation', 'datetime', 'closedate', 'Close date'),
    of('dealinformation', 'bool', 'hs_is_closed_won', 'Is closed won', { readOnly: true }),
    of('dealinformation', 'bool', 'hs_is_closed', 'Is deal closed?', { readOnly: true }),
    of('erp', 'string', 'erp_order_number', 'ERP order', { unique: true }),
    of('erp', 'string', 'erp_status', 'ERP status'),
    of('erp', 'string', 'erp_problem', 'ERP problem'),
    of('erp', 'datetime', 'erp_synced_at', 'ERP synced at'),
    of('erp', 'date', 'erp_requested_date', 'Requested date'),
    of('erp', 'string', 'erp_purchase_order', 'Purchase order number'),
  ],
  line_items: [
    ...SYSTEM,
    of('lineiteminformation', 'string', 'name', 'Name'),
    of('lineiteminformation', 'string', 'hs_sku', 'SKU'),
    of('lineiteminformation', 'number', 'quantity', 'Quantity'),
    of('lineiteminformation', 'number', 'price', 'Unit price'),
    of('lineiteminformation', 'number', 'discount', 'Unit discount'),
    of('lineiteminformation', 'number', 'hs_discount_percentage', 'Discount percentage'),
    of('lineiteminformation', 'number', 'amount', 'Net price', { readOnly: true }),
    of('lineiteminformation', 'string', 'hs_line_item_currency_code', 'Currency'),
  ],
  tickets: [
    ...SYSTEM,
    of('ticketinformation', 'string', 'subject', 'Ticket name'),
    of('ticketinformation', 'string', 'content', 'Ticket description'),
    of('ticketinformation', 'string', 'hs_pipeline_stage', 'Ticket status'),
    of('ticketinformation', 'string', 'hs_ticket_priority', 'Priority'),
  ],
};

/** What HubSpot returns when no properties are asked for (its "default properties" by object). */
export const DEFAULT_PROPERTIES: Record<ObjectType, readonly string[]> = {
  companies: ['name', 'domain', 'createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  deals: [
    'dealname',
    'amount',
    'closedate',
    'pipeline',
    'dealstage',
    'createdate',
    'hs_lastmodifieddate',
    'hs_object_id',
  ],
  line_items: ['quantity', 'createdate', 'hs_lastmodifieddate', 'hs_object_id'],
  tickets: [
    'subject',
    'content',
    'hs_pipeline_stage',
    'hs_ticket_priority',
    'createdate',
    'hs_lastmodifieddate',
    'hs_object_id',
  ],
};

/** What is wrong with one written property; null where nothing is. */
export interface PropertyProblem {
  name: string;
  code:
    | 'PROPERTY_DOESNT_EXIST'
    | 'READ_ONLY_VALUE'
    | 'INVALID_INTEGER'
    | 'INVALID_DATE'
    | 'INVALID_OPTION'
    | 'INVALID_STRING';
  message: string;
}

/** Longest text HubSpot takes in one property. */
const TEXT_MAX = 65_536;

/** What is wrong with writing a property that was never made. */
export const missingProperty = (name: string): PropertyProblem => ({
  name,
  code: 'PROPERTY_DOESNT_EXIST',
  message: `Property "${name}" does not exist`,
});

export function checkProperty(type: ObjectType, name: string, value: unknown): PropertyProblem | null {
  const definition = PROPERTIES[type].find((property) => property.name === name);
  const problem = (code: PropertyProblem['code'], message: string): PropertyProblem => ({ name, code, message });
  if (definition === undefined) return missingProperty(name);
  if (definition.readOnly)
    return problem('READ_ONLY_VALUE', `"${name}" is a read only property; its value cannot be set.`);
  if (value === null || value === '') return null;
  const text = String(value);
  if (typeof value === 'object' || text.length > TEXT_MAX)
    return problem('INVALID_STRING', `${name} was not a valid string`);
  if (definition.type === 'number' && !/^-?\d+(\.\d+)?$/.test(text)) {
    return problem('INVALID_INTEGER', `${text} was not a valid number.`);
  }
  if (definition.type === 'datetime' && Number.isNaN(/^\d+$/.test(text) ? Number(text) : Date.parse(text))) {
    return problem('INVALID_DATE', `${text} was not a valid date/time.`);
  }
  // HubSpot takes milliseconds at midnight UTC as well; nobody here writes them.
  if (definition.type === 'date' && !z.iso.date().safeParse(text).success) {
    return problem('INVALID_DATE', `${text} was not a valid date.`);
  }
  if (definition.options !== undefined && !definition.options.includes(text)) {
    return problem('INVALID_OPTION', `${text} was not one of the allowed options: ${definition.options.join(', ')}`);
  }
  return null;
}
