import { z } from 'zod';

/**
 * Keys of things, as brands: a customer's key cannot be passed where an order's is wanted.
 * ERP keys are text as a person reads them out (padding is the connector's business), never numbers.
 */

/** C0 controls and DEL are not allowed in XML 1.0 or in any key we know. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the purpose
const PRINTABLE = /^[^\u0000-\u001f\u007f]+$/;
const erpKey = (max: number) => z.string().min(1).max(max).regex(PRINTABLE);

/** A key as all its spellings are compared: an ERP finds one in any case, with blanks around it, and answers as it writes it itself. */
export const foldedKey = (key: string): string => key.trim().toLowerCase();

/** Whether two keys name the same thing. */
export const isSameKey = (one: string, other: string): boolean => foldedKey(one) === foldedKey(other);

/** ERP sold-to party, e.g. `10447`. */
export const CustomerId = erpKey(64).brand<'CustomerId'>();
export type CustomerId = z.infer<typeof CustomerId>;

/** ERP item (article, material), e.g. `PUMP-0040`. */
export const ItemId = erpKey(64).brand<'ItemId'>();
export type ItemId = z.infer<typeof ItemId>;

/** ERP sales order, e.g. `240871`. */
export const SalesOrderId = erpKey(64).brand<'SalesOrderId'>();
export type SalesOrderId = z.infer<typeof SalesOrderId>;

/** ERP delivery, e.g. `810022`. */
export const ShipmentId = erpKey(64).brand<'ShipmentId'>();
export type ShipmentId = z.infer<typeof ShipmentId>;

/** ERP invoice or credit note, e.g. `900311`. */
export const InvoiceId = erpKey(64).brand<'InvoiceId'>();
export type InvoiceId = z.infer<typeof InvoiceId>;

/** ERP incoming payment, e.g. `55120`. */
export const PaymentId = erpKey(64).brand<'PaymentId'>();
export type PaymentId = z.infer<typeof PaymentId>;

/** ERP warehouse, e.g. `HH`. */
export const WarehouseId = erpKey(32).brand<'WarehouseId'>();
export type WarehouseId = z.infer<typeof WarehouseId>;

/** What the ERP stores beside an order we made, unique per deal and revision, e.g. `DB-8841207-1`. At most 20 characters: the shortest external reference field of the ERPs we describe. */
export const Reference = z
  .string()
  .regex(/^[A-Z0-9-]{1,20}$/)
  .brand<'Reference'>();
export type Reference = z.infer<typeof Reference>;

/** A CRM's own record id: HubSpot numbers, Salesforce 15 or 18 characters. */
export const CrmRecordId = z
  .string()
  .regex(/^[A-Za-z0-9]{1,32}$/)
  .brand<'CrmRecordId'>();
export type CrmRecordId = z.infer<typeof CrmRecordId>;

/** One customer of ours, e.g. `t_4f9c2a7be1d04c3a`. */
export const TenantId = z
  .string()
  .regex(/^t_[0-9a-f]{16}$/)
  .brand<'TenantId'>();
export type TenantId = z.infer<typeof TenantId>;

/** One installed agent, e.g. `a_9b1d7e6c02f84a51`. */
export const AgentId = z
  .string()
  .regex(/^a_[0-9a-f]{16}$/)
  .brand<'AgentId'>();
export type AgentId = z.infer<typeof AgentId>;

/** One push, e.g. `p_1c0a8e77f3d94b26`. */
export const PushId = z
  .string()
  .regex(/^p_[0-9a-f]{16}$/)
  .brand<'PushId'>();
export type PushId = z.infer<typeof PushId>;

/** One bulk of pushes, e.g. `b_5d20c19be8a7f643`. */
export const BulkId = z
  .string()
  .regex(/^b_[0-9a-f]{16}$/)
  .brand<'BulkId'>();
export type BulkId = z.infer<typeof BulkId>;

/** Follows one request from the rep's click to the SOAP call and back; on every log line and error panel. */
export const CorrelationId = z
  .string()
  .regex(/^[0-9a-f]{12}$/)
  .brand<'CorrelationId'>();
export type CorrelationId = z.infer<typeof CorrelationId>;
