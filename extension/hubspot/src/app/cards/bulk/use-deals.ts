import { useAssociations } from '@hubspot/ui-extensions/crm';
import { useEffect, useRef, useState } from 'react';
import { type CompanyDeal, companyDeal, DEAL_PROPERTIES } from './company-deal.ts';

/** HubSpot's type id of deals. */
const DEAL_TYPE = '0-3';
const PAGE_LENGTH = 100;
/** HubSpot tells associated records in no order that helps, so all of them are read; so many, and no more. */
const PAGES_MAX = 5;

export type Deals =
  | { state: 'loading' }
  | { state: 'failed'; retry: () => void }
  /** `isCut`: the company has more deals than were read. `readAtMs`: when all of them were, on this browser's clock. */
  | { state: 'known'; deals: readonly CompanyDeal[]; isCut: boolean; readAtMs: number };

/** The deals of the company that the card stands on, asked of HubSpot with the reader's own rights, page after page. */
export function useDeals(): Deals {
  const { results, isLoading, isRefetching, error, refetch, pagination } = useAssociations({
    toObjectType: DEAL_TYPE,
    properties: DEAL_PROPERTIES,
    pageLength: PAGE_LENGTH,
  });
  const { currentPage, hasNextPage, nextPage, reset } = pagination;
  const taken = useRef<unknown>(null);
  const gathered = useRef(new Map<string, CompanyDeal>());
  const [known, setKnown] = useState<Omit<Extract<Deals, { state: 'known' }>, 'state'> | null>(null);

  useEffect(() => {
    // Between two pages the hook still holds the results of the first, under the number of the second.
    if (isLoading || isRefetching || error !== null || taken.current === results) return;
    taken.current = results;
    if (currentPage === 1) gathered.current = new Map();
    for (const deal of results.map(companyDeal)) gathered.current.set(deal.dealId, deal);
    if (hasNextPage && currentPage < PAGES_MAX) nextPage();
    else setKnown({ deals: [...gathered.current.values()], isCut: hasNextPage, readAtMs: Date.now() });
  }, [results, isLoading, isRefetching, error, currentPage, hasNextPage, nextPage]);

  if (error !== null) return { state: 'failed', retry: () => (currentPage > 1 ? reset() : void refetch()) };
  return known === null ? { state: 'loading' } : { state: 'known', ...known };
}
