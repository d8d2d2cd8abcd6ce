/** A deal's line items, all of them or none: an order of a part of its deal would be a wrong order. */

import { z } from 'zod';
import type { DealLine } from '#contracts/deal';
import { Decimal, divideExactly } from '#contracts/decimal';
import { failure } from '#contracts/errors';
import { type CrmRecordId, ItemId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import type { HubspotApi } from './hubspot-api.ts';
import { CRM_VERSION } from './hubspot-version.ts';

const PRICING = ['price', 'discount', 'hs_discount_percentage', 'amount'];
const READ_OF_LINE = ['hs_sku', 'name', 'quantity', ...PRICING, 'hs_position_on_quote'];

/** HubSpot's batch endpoints take 100 ids ("Batch read", CRM objects API). */
const BATCH_MAX = 100;
/** A deal with more lines than an order may have is refused before all of them are read. */
const LINES_MAX = 1_000;

const text = z.string().nullish();
const LineItem = z.object({ id: z.string(), properties: z.record(z.string(), text) });
const Batch = z.object({ results: z.array(LineItem) });
const Associated = z.object({
  results: z
    .array(
      z.object({
        to: z.array(z.object({ toObjectId: z.coerce.string() })),
        paging: z.object({ next: z.object({ after: z.string() }).optional() }).optional(),
      }),
    )
    .max(1),
});

const unexpected = (what: string) => fail(failure('crm.unavailable', { detail: `${what}: unexpected answer` }));

/**
 * All ids of a deal's line items. A read of the deal itself names the first 100 ("Announcing a change to how v3 CRM
 * APIs return association data"), so where it says that there are more, they are read page by page
 * ("Retrieve associations", batch read).
 */
export async function lineItemIds(api: HubspotApi, dealId: CrmRecordId): Promise<Result<string[]>> {
  const ids = new Set<string>();
  let after: string | undefined;
  do {
    const inputs = [{ id: dealId, ...(after === undefined ? {} : { after }) }];
    const path = `crm/associations/${CRM_VERSION}/deals/line_items/batch/read`;
    const read = await api.request('POST', path, { inputs });
    if (!read.ok) return fail(read.error);
    const page = Associated.safeParse(read.value);
    if (!page.success) return unexpected('associations');
    const [row] = page.data.results;
    const known = ids.size;
    for (const { toObjectId } of row?.to ?? []) ids.add(toObjectId);
    after = row?.paging?.next?.after;
    if (after !== undefined && ids.size === known) return unexpected('associations');
  } while (after !== undefined && ids.size <= LINES_MAX);
  return ok([...ids].slice(0, LINES_MAX));
}

/** The lines in the order of the deal. One that HubSpot does not give fails all: it is retried, never left out. */
export async function readLines(api: HubspotApi, ids: readonly string[]): Promise<Result<DealLine[]>> {
  const lines: z.infer<typeof LineItem>[] = [];
  for (let start = 0; start < ids.length; start += BATCH_MAX) {
    const wanted = ids.slice(start, start + BATCH_MAX);
    const properties = READ_OF_LINE;
    const path = `crm/objects/${CRM_VERSION}/line_items/batch/read`;
    const read = await api.request('POST', path, { inputs: wanted.map((id) => ({ id })), properties });
    if (!read.ok) return fail(read.error);
    const batch = Batch.safeParse(read.value);
    if (!batch.success) return unexpected('line items');
    // Answered with 207 and the rest (multi-status), or silently short.
    const found = new Set(batch.data.results.map(({ id }) => id));
    const missing = wanted.filter((id) => !found.has(id));
    if (missing.length > 0) {
      return fail(
        failure('crm.unavailable', { detail: `${missing.length} of ${wanted.length} line items are missing` }),
      );
    }
    lines.push(...batch.data.results);
  }
  return ok(lines.sort((a, b) => positionOf(a) - positionOf(b)).map(lineFrom));
}

type Line = z.infer<typeof LineItem>;

const positionOf = ({ properties }: Line): number => Number(properties.hs_position_on_quote ?? 0) || 0;

const lineFrom = ({ properties }: Line): DealLine => {
  const itemId = ItemId.safeParse(properties.hs_sku?.trim());
  const quantity = Decimal.safeParse(properties.quantity?.trim());
  return {
    itemId: itemId.success ? itemId.data : null,
    name: (properties.name ?? properties.hs_sku ?? 'Line item').slice(0, 300),
    quantity: quantity.success ? quantity.data : null,
    unitPrice: unitPriceOf(properties, quantity.data ?? null),
  };
};

/**
 * What one piece costs. HubSpot's `price` is before discount, its `amount` is the whole line after it ("Line items",
 * properties "Unit price" and "Net price"): with a discount it is the amount that was sold.
 * Null: it cannot be read, or the amount does not divide into pieces; then the line stands in the way.
 */
function unitPriceOf(properties: Line['properties'], quantity: Decimal | null): Decimal | null {
  const read = (name: string): Decimal | null => Decimal.safeParse(properties[name]?.trim()).data ?? null;
  if (!isDiscounted(properties.discount) && !isDiscounted(properties.hs_discount_percentage)) return read('price');
  const amount = read('amount');
  return amount === null || quantity === null ? null : divideExactly(amount, quantity);
}

/** What cannot be read is taken for a discount: then the amount decides. */
const isDiscounted = (discount: string | null | undefined): boolean => !/^(0*\.?0*)$/.test(discount?.trim() ?? '');
