import { z } from 'zod';
import type { DealSummary } from '#contracts/deal';
import { failure } from '#contracts/errors';
import { CrmRecordId, CustomerId, SalesOrderId } from '#contracts/ids';
import { Currency } from '#contracts/money';
import type { DealFields } from '#contracts/policy';
import { fail, ok, type Result } from '#contracts/result';
import type { WorkflowOutcome } from '../core/crm-write.ts';
import type { HubspotApi } from './hubspot-api.ts';
import { Associations, companyOf, idsOf } from './hubspot-associations.ts';
import { dealSaid } from './hubspot-deal-fields.ts';
import { lineItemIds, readLines } from './hubspot-line-items.ts';
import { COMPANY_PROPERTIES } from './hubspot-properties.ts';
import { CRM_VERSION } from './hubspot-version.ts';
import { completeWorkflow, writeDeal } from './hubspot-writes.ts';
import type { Crm, CrmCompany, DealFacts } from './port.ts';

/** HubSpot's own names of a company's properties; `vat_id` and `erp_customer_id` an administrator makes (extension/hubspot/README.md). */
const READ_OF_COMPANY = 'name,erp_customer_id,domain,phone,vat_id,address,zip,city,country,hs_country_code';

/** A property that the account does not have is left out of the answer ("CRM objects", `properties`). */
const READ_OF_DEAL = ['dealname', 'deal_currency_code', 'hs_is_closed_won', 'erp_order_number'];

const text = z.string().nullish();
const CrmObject = z.object({
  id: z.string(),
  properties: z.record(z.string(), text),
  associations: z.record(z.string(), Associations).optional(),
});
type CrmObject = z.infer<typeof CrmObject>;

/** HubSpot writes it with a space in answers. */
const LINE_ITEMS = ['line items', 'line_items'] as const;

/** HubSpot's records in our words, over its date-versioned API. */
export class Hubspot implements Crm {
  readonly #api: HubspotApi;
  readonly #fields: () => DealFields;

  /** @param fields which properties of a deal say more about its order */
  constructor(api: HubspotApi, fields: () => DealFields) {
    this.#api = api;
    this.#fields = fields;
  }

  async readCompany(companyId: CrmRecordId): Promise<Result<CrmCompany>> {
    const read = await this.#read(`companies/${companyId}?properties=${READ_OF_COMPANY}`, CrmObject);
    return read.ok ? ok(companyFrom(companyId, read.value)) : read;
  }

  async readDeal(dealId: CrmRecordId): Promise<Result<DealSummary>> {
    const fields = this.#fields();
    const own = [fields.requestedOn, fields.customerReference];
    const properties = [...READ_OF_DEAL, ...own].join();
    const read = await this.#read(
      `deals/${dealId}?properties=${properties}&associations=companies,line_items`,
      CrmObject,
    );
    if (!read.ok) return read;
    const deal = read.value;
    const companyId = CrmRecordId.safeParse(companyOf(deal.associations?.companies));
    const [company, lines] = await Promise.all([
      companyId.success ? this.readCompany(companyId.data) : null,
      this.#linesOf(dealId, deal),
    ]);
    if (company !== null && !company.ok) return company;
    if (!lines.ok) return lines;
    const currency = Currency.safeParse(deal.properties.deal_currency_code);
    const orderId = SalesOrderId.safeParse(deal.properties.erp_order_number?.trim());
    return ok({
      dealId,
      name: (deal.properties.dealname ?? '').slice(0, 300),
      currency: currency.success ? currency.data : null,
      won: deal.properties.hs_is_closed_won === 'true',
      company: company === null ? null : shortOf(company.value),
      erpOrderNumber: orderId.success ? orderId.data : null,
      ...dealSaid(deal.properties, fields),
      lines: lines.value,
    });
  }

  async linkCompany(companyId: CrmRecordId, customerId: CustomerId): Promise<Result<null>> {
    const properties = { [COMPANY_PROPERTIES.customerId]: customerId };
    const written = await this.#request('PATCH', `companies/${companyId}`, { properties });
    return written.ok ? ok(null) : written;
  }

  writeDeal(dealId: CrmRecordId, facts: DealFacts): Promise<Result<{ leftOut: string[] }>> {
    return writeDeal(this.#api, dealId, facts);
  }

  completeWorkflow(callbackId: string, outcome: WorkflowOutcome): Promise<Result<null>> {
    return completeWorkflow(this.#api, callbackId, outcome);
  }

  async #linesOf(dealId: CrmRecordId, deal: CrmObject): Promise<Result<DealSummary['lines']>> {
    const lists = LINE_ITEMS.map((name) => deal.associations?.[name]);
    const hasMore = lists.some((list) => list?.paging?.next !== undefined);
    const ids = hasMore
      ? await lineItemIds(this.#api, dealId)
      : ok([...new Set(LINE_ITEMS.flatMap((name) => idsOf(deal.associations?.[name])))]);
    return ids.ok ? readLines(this.#api, ids.value) : ids;
  }

  async #read<T>(path: string, schema: z.ZodType<T>): Promise<Result<T>> {
    const read = await this.#request('GET', path);
    if (!read.ok) return read;
    const parsed = schema.safeParse(read.value);
    return parsed.success ? ok(parsed.data) : fail(failure('crm.unavailable', { detail: 'unexpected answer' }));
  }

  async #request(method: string, path: string, body?: unknown): Promise<Result<unknown>> {
    const answer = await this.#api.request(method, `crm/objects/${CRM_VERSION}/${path}`, body);
    return answer.ok ? ok(answer.value) : fail(answer.error);
  }
}

const companyFrom = (companyId: CrmRecordId, { properties }: CrmObject): CrmCompany => {
  const customerId = CustomerId.safeParse(properties.erp_customer_id?.trim());
  return {
    companyId,
    name: (properties.name ?? '').slice(0, 300),
    customerId: customerId.success ? customerId.data : null,
    domain: said(properties.domain, 200),
    phone: said(properties.phone, 60),
    taxId: said(properties.vat_id, 40),
    street: said(properties.address, 200),
    postalCode: said(properties.zip, 20),
    town: said(properties.city, 100),
    country: countryOf(properties.hs_country_code) ?? countryOf(properties.country),
  };
};

/** What of a company a deal's summary shows. */
const shortOf = ({ companyId, name, customerId }: CrmCompany): DealSummary['company'] => ({
  companyId,
  name,
  customerId,
});

/** A property's text on one line, cut to what the ERP's field takes; null where there is none. */
function said(value: string | null | undefined, charactersMax: number): string | null {
  const line = (value ?? '').replace(/\p{Cc}+/gu, ' ').trim();
  // A character outside the basic plane is two code units: half of one is no text.
  return line === ''
    ? null
    : line
        .slice(0, charactersMax)
        .replace(/[\uD800-\uDBFF]$/u, '')
        .trimEnd();
}

/** HubSpot's `country` is free text; only a code is one. */
const countryOf = (value: string | null | undefined): string | null =>
  /^[A-Z]{2}$/.test(value?.trim() ?? '') ? (value?.trim() ?? null) : null;
