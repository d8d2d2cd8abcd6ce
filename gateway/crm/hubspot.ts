import { z } from 'zod';
import type { DealSummary } from '#contracts/card-api';
import { Decimal } from '#contracts/decimal';
import { failure } from '#contracts/errors';
import { CrmRecordId, CustomerId, ItemId } from '#contracts/ids';
import { Currency } from '#contracts/money';
import { fail, ok, type Result } from '#contracts/result';
import { fetchJson } from './fetch-json.ts';
import type { HubspotToken } from './hubspot-token.ts';
import { nameOf } from './hubspot-token.ts';
import { CRM_VERSION } from './hubspot-version.ts';
import type { Crm, CrmCompany } from './port.ts';

const TIMEOUT_MS = 8_000;
/** HubSpot's batch endpoints take 100 ids ("Batch read", CRM objects API). */
const BATCH_MAX = 100;
/** A deal with more lines than an order may have is refused before all of them are read. */
const LINES_MAX = 1_000;

const text = z.string().nullish();
const CrmObject = z.object({
  id: z.string(),
  properties: z.record(z.string(), text),
  associations: z.record(z.string(), z.object({ results: z.array(z.object({ id: z.string() })) })).optional(),
});
type CrmObject = z.infer<typeof CrmObject>;
const Batch = z.object({ results: z.array(CrmObject) });
const ErrorBody = z.object({ message: z.string() });

/** HubSpot's records in our words, over its date-versioned API. */
export class Hubspot implements Crm {
  readonly #apiUrl: string;
  readonly #token: HubspotToken;

  constructor(apiUrl: string, token: HubspotToken) {
    this.#apiUrl = apiUrl;
    this.#token = token;
  }

  async readCompany(companyId: CrmRecordId): Promise<Result<CrmCompany>> {
    const read = await this.#read(`companies/${companyId}?properties=name,erp_customer_id`, CrmObject);
    return read.ok ? ok(companyFrom(companyId, read.value)) : read;
  }

  async readDeal(dealId: CrmRecordId): Promise<Result<DealSummary>> {
    const properties = 'dealname,deal_currency_code,hs_is_closed_won';
    const read = await this.#read(
      `deals/${dealId}?properties=${properties}&associations=companies,line_items`,
      CrmObject,
    );
    if (!read.ok) return read;
    const deal = read.value;
    const companyId = CrmRecordId.safeParse(associated(deal, 'companies')[0]);
    const [company, lines] = await Promise.all([
      companyId.success ? this.readCompany(companyId.data) : null,
      this.#readLines(associated(deal, 'line items', 'line_items').slice(0, LINES_MAX)),
    ]);
    if (company !== null && !company.ok) return company;
    if (!lines.ok) return lines;
    const currency = Currency.safeParse(deal.properties.deal_currency_code);
    return ok({
      dealId,
      name: (deal.properties.dealname ?? '').slice(0, 300),
      currency: currency.success ? currency.data : null,
      won: deal.properties.hs_is_closed_won === 'true',
      company: company?.value ?? null,
      lines: lines.value,
    });
  }

  async linkCompany(companyId: CrmRecordId, customerId: CustomerId): Promise<Result<null>> {
    const properties = { erp_customer_id: customerId };
    const written = await this.#request('PATCH', `companies/${companyId}`, { properties });
    return written.ok ? ok(null) : written;
  }

  async writeOrder(dealId: CrmRecordId, { orderId, at }: Parameters<Crm['writeOrder']>[1]): Promise<Result<null>> {
    // ERP properties alone in their own PATCH: HubSpot's write validation of others cannot refuse them.
    const properties = { erp_order_number: orderId, erp_synced_at: new Date(at).toISOString() };
    const written = await this.#request('PATCH', `deals/${dealId}`, { properties });
    return written.ok ? ok(null) : written;
  }

  async #readLines(ids: string[]): Promise<Result<DealSummary['lines']>> {
    const lines: CrmObject[] = [];
    for (let start = 0; start < ids.length; start += BATCH_MAX) {
      const inputs = ids.slice(start, start + BATCH_MAX).map((id) => ({ id }));
      const properties = ['hs_sku', 'name', 'quantity', 'price', 'hs_position_on_quote'];
      const read = await this.#request('POST', 'line_items/batch/read', { inputs, properties });
      if (!read.ok) return read;
      const batch = Batch.safeParse(read.value);
      if (!batch.success) return fail(failure('crm.unavailable', { detail: 'line items: unexpected answer' }));
      lines.push(...batch.data.results);
    }
    return ok(lines.sort((a, b) => positionOf(a) - positionOf(b)).map(lineFrom));
  }

  async #read<T>(path: string, schema: z.ZodType<T>): Promise<Result<T>> {
    const read = await this.#request('GET', path);
    if (!read.ok) return read;
    const parsed = schema.safeParse(read.value);
    return parsed.success ? ok(parsed.data) : fail(failure('crm.unavailable', { detail: 'unexpected answer' }));
  }

  /** One request; with a renewed token once more where HubSpot refused the token. */
  async #request(method: string, path: string, body?: unknown, again = true): Promise<Result<unknown>> {
    const token = await this.#token.read();
    if (!token.ok) return token;
    try {
      const init = {
        method,
        headers: { authorization: `Bearer ${token.value}`, 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'manual' as const,
      };
      const answer = await fetchJson(`${this.#apiUrl}/crm/objects/${CRM_VERSION}/${path}`, init, TIMEOUT_MS);
      if (answer.ok) return ok(answer.body);
      if (answer.status === 401 && again) {
        this.#token.refused(token.value);
        return this.#request(method, path, body, false);
      }
      return fail(failureOf(answer.status, answer.body));
    } catch (error) {
      return fail(failure('crm.unavailable', { detail: nameOf(error) }));
    }
  }
}

function failureOf(status: number, answer: unknown) {
  const said = ErrorBody.safeParse(answer);
  const detail = `HubSpot answered ${status}${said.success ? `: ${said.data.message}` : ''}`;
  if (status === 401 || status === 403) return failure('crm.credential-refused', { detail });
  if (status === 404) return failure('crm.not-found', { detail });
  if (status === 429 || status >= 500) return failure('crm.unavailable', { detail });
  return failure('crm.rejected', { detail });
}

const companyFrom = (companyId: CrmRecordId, { properties }: CrmObject): CrmCompany => {
  const customerId = CustomerId.safeParse(properties.erp_customer_id?.trim());
  return {
    companyId,
    name: (properties.name ?? '').slice(0, 300),
    customerId: customerId.success ? customerId.data : null,
  };
};

const associated = ({ associations }: CrmObject, ...names: string[]): string[] => [
  ...new Set(names.flatMap((name) => associations?.[name]?.results.map(({ id }) => id) ?? [])),
];

const positionOf = ({ properties }: CrmObject): number => Number(properties.hs_position_on_quote ?? 0) || 0;

const lineFrom = ({ properties }: CrmObject): DealSummary['lines'][number] => {
  const itemId = ItemId.safeParse(properties.hs_sku?.trim());
  const quantity = Decimal.safeParse(properties.quantity?.trim());
  const unitPrice = Decimal.safeParse(properties.price?.trim());
  return {
    itemId: itemId.success ? itemId.data : null,
    name: (properties.name ?? properties.hs_sku ?? 'Line item').slice(0, 300),
    quantity: quantity.success ? quantity.data : null,
    unitPrice: unitPrice.success ? unitPrice.data : null,
  };
};
