import { z } from 'zod';

/** What a record is associated with, as a read of the record itself lists it: the same one once for each type that holds. */
export const Associations = z.object({
  results: z.array(z.object({ id: z.string(), type: z.string().optional() })),
  paging: z.object({ next: z.object({ after: z.string() }).optional() }).optional(),
});
export type Associations = z.infer<typeof Associations>;

/** The ids, each once, in HubSpot's order. */
export const idsOf = (associations: Associations | undefined): string[] => [
  ...new Set(associations?.results.map(({ id }) => id) ?? []),
];

/**
 * The company that a deal is for: of several the primary one, which HubSpot names by the type `deal_to_company`
 * ("Associations", default types); a reseller or a carrier beside it is `deal_to_company_unlabeled` or has a label.
 */
export const companyOf = (associations: Associations | undefined): string | undefined =>
  associations?.results.find(({ type }) => type === 'deal_to_company')?.id ?? idsOf(associations)[0];
