import { CAST_CUSTOMERS, CAST_ITEMS, CAST_PROSPECT, ONLY_IN_ERP } from '../cast.ts';
import { CAST_DEALS, type CastDeal } from '../cast-deals.ts';
import { FILLER_COMPANIES, TICKETS } from './fillers.ts';
import { type ObjectType, objectTypeOf } from './object-types.ts';

/** A record as the stand-in keeps it. Values are text, as in HubSpot. */
export interface CrmRecord {
  id: string;
  type: ObjectType;
  properties: Record<string, string | null>;
  createdAt: string;
  updatedAt: string;
}

/** HubSpot ids of the cast's companies: 77000 in front of the ERP key. */
export const companyIdOf = (customerId: string): string => `77000${customerId}`;

const CREATED_AT = '2026-09-01T08:00:00.000Z';
const key = (type: ObjectType, id: string): string => `${type}/${id}`;

/** All records of the account, in memory, and who belongs to whom. */
export class CrmRecords {
  #records = new Map<string, CrmRecord>();
  /** Properties that nobody has made in this account, though the README says to. */
  readonly missingProperties = new Set<string>();
  /** Hears of every change of a deal's stage. */
  onStage: (deal: CrmRecord, now: number) => void = () => {};
  #links = new Map<string, Map<ObjectType, string[]>>();

  constructor() {
    this.#addCompanies();
    for (const deal of CAST_DEALS) this.addDeal(deal);
    this.#addTickets();
  }

  find(type: ObjectType, id: string): CrmRecord | null {
    return this.#records.get(key(type, id)) ?? null;
  }

  findBy(type: ObjectType, property: string, value: string): CrmRecord | null {
    return this.list(type).find((record) => record.properties[property] === value) ?? null;
  }

  /** Gone from reads, while what names it still does: as between an archival and the rest catching up with it. */
  archive(type: ObjectType, id: string): void {
    this.#records.delete(key(type, id));
  }

  list(type: ObjectType): CrmRecord[] {
    return [...this.#records.values()].filter((record) => record.type === type);
  }

  associated(type: ObjectType, id: string, to: ObjectType): string[] {
    return this.#links.get(key(type, id))?.get(to) ?? [];
  }

  /** Writes properties; empty text clears one. What HubSpot derives from the stage is derived. */
  write(record: CrmRecord, properties: Record<string, unknown>, now: number): void {
    const stage = record.properties.dealstage;
    for (const [name, value] of Object.entries(properties)) {
      record.properties[name] = value === null || value === '' ? null : String(value);
    }
    record.updatedAt = new Date(now).toISOString();
    record.properties.hs_lastmodifieddate = record.updatedAt;
    if (record.type === 'deals') this.#derive(record);
    if (record.properties.dealstage !== stage) this.onStage(record, now);
  }

  #derive(deal: CrmRecord): void {
    const stage = deal.properties.dealstage;
    deal.properties.hs_is_closed_won = String(stage === 'closedwon');
    deal.properties.hs_is_closed = String(stage === 'closedwon' || stage === 'closedlost');
  }

  #add(type: ObjectType, id: string, properties: Record<string, string | null>): void {
    const record: CrmRecord = {
      id,
      type,
      properties: { ...properties, hs_object_id: id, createdate: CREATED_AT, hs_lastmodifieddate: CREATED_AT },
      createdAt: CREATED_AT,
      updatedAt: CREATED_AT,
    };
    if (type === 'deals') this.#derive(record);
    this.#records.set(key(type, id), record);
  }

  #associate(from: [ObjectType, string], to: [ObjectType, string]): void {
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      const links = this.#links.get(key(...one)) ?? new Map<ObjectType, string[]>();
      links.set(other[0], [...(links.get(other[0]) ?? []), other[1]]);
      this.#links.set(key(...one), links);
    }
  }

  #addCompanies(): void {
    const known = CAST_CUSTOMERS.filter(({ customerId }) => !ONLY_IN_ERP.includes(customerId)).map((customer) => ({
      ...customer,
      key: customer.customerId,
      isLinked: customer.story !== 'not-linked' && customer.story !== 'two-entries',
    }));
    for (const customer of [...known, { ...CAST_PROSPECT, isLinked: false }]) {
      this.#add('companies', companyIdOf(customer.key), {
        name: customer.name,
        domain: customer.domain,
        phone: customer.phone,
        address: customer.street,
        zip: customer.postalCode,
        city: customer.town,
        country: customer.country,
        hs_country_code: customer.country,
        vat_id: customer.taxId === '' ? null : customer.taxId,
        industry: 'Machinery',
        lifecyclestage: customer.isLinked ? 'customer' : 'opportunity',
        erp_customer_id: customer.isLinked ? customer.key : null,
      });
    }
    for (const [index, filler] of FILLER_COMPANIES.entries()) {
      this.#add('companies', String(7700020001 + index), {
        name: filler.name,
        domain: null,
        city: filler.city,
        country: filler.country,
        industry: filler.industry,
        lifecyclestage: 'lead',
        erp_customer_id: null,
      });
    }
  }

  /** A deal with its lines, at a company of the cast. */
  addDeal(deal: CastDeal): void {
    const cents = deal.lines.reduce((sum, line) => sum + Number(line.quantity) * Number(line.unitPrice) * 100, 0);
    this.#add('deals', deal.dealId, {
      dealname: deal.name,
      dealstage: deal.stage === 'won' ? 'closedwon' : 'contractsent',
      pipeline: 'default',
      amount: (Math.round(cents) / 100).toFixed(2),
      deal_currency_code: 'EUR',
      closedate: '2026-11-18T00:00:00Z',
      ...wishesOf(deal),
    });
    this.#associate(['deals', deal.dealId], ['companies', companyIdOf(deal.customerId)]);
    for (const [index, line] of deal.lines.entries()) {
      const id = `${deal.dealId}${String(index + 1).padStart(2, '0')}`;
      const item = CAST_ITEMS.find((known) => known.itemId === line.itemId);
      this.#add('line_items', id, {
        name: item?.description ?? line.itemId,
        hs_sku: line.itemId,
        quantity: line.quantity,
        price: line.unitPrice,
        amount: (Math.round(Number(line.quantity) * Number(line.unitPrice) * 100) / 100).toFixed(2),
        hs_line_item_currency_code: 'EUR',
      });
      this.#associate(['deals', deal.dealId], ['line_items', id]);
    }
  }

  #addTickets(): void {
    for (const ticket of TICKETS) {
      this.#add('tickets', ticket.id, {
        subject: ticket.subject,
        content: ticket.content,
        hs_pipeline_stage: ticket.stage,
        hs_ticket_priority: ticket.priority,
      });
      this.#associate(['tickets', ticket.id], ['companies', companyIdOf(ticket.customerId)]);
      if (ticket.dealId !== null) this.#associate(['tickets', ticket.id], ['deals', ticket.dealId]);
    }
  }
}

/** The types named in a comma-separated list; null where one is not known. */
export function typesOf(list: string | null): ObjectType[] | null {
  const types: ObjectType[] = [];
  for (const name of (list ?? '').split(',').filter((part) => part !== '')) {
    const type = objectTypeOf(name.trim());
    if (type === null) return null;
    types.push(type);
  }
  return types;
}

const DAY_MS = 86_400_000;

const wishesOf = ({ requestedInDays, purchaseOrder }: CastDeal): Record<string, string> => ({
  ...(requestedInDays === undefined
    ? {}
    : { erp_requested_date: new Date(Date.now() + requestedInDays * DAY_MS).toISOString().slice(0, 10) }),
  ...(purchaseOrder === undefined ? {} : { erp_purchase_order: purchaseOrder }),
});
