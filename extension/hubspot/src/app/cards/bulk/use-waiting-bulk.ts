import { useEffect, useRef } from 'react';
import type { Gateway } from '../gateway.ts';
import { DEALS_MAX } from './bulk-words.ts';
import { type CompanyDeal, listsOf } from './company-deal.ts';
import { type Bulks, openDealsOf } from './use-bulk.ts';
import type { Deals } from './use-deals.ts';

const NONE: readonly CompanyDeal[] = [];

/**
 * Finds a bulk that was sent before the card was opened, here or by somebody else: the CRM knows nothing of a deal that
 * still waits for its turn. Once for each reading of the deals. Where that cannot be told, the deals stand as the CRM
 * knows them, and sent again they become no second order.
 */
export function useWaitingBulk(gateway: Gateway, deals: Deals, { open, told, found }: Bulks): void {
  const asked = useRef(NONE);
  const known = deals.state === 'known' ? deals.deals : NONE;
  const wanted = known !== NONE && openDealsOf(open) === 0;

  useEffect(() => {
    if (!wanted || asked.current === known) return;
    asked.current = known;
    const { toSend } = listsOf(known, told);
    const dealIds = toSend.slice(0, DEALS_MAX).map(({ dealId }) => dealId);
    if (dealIds.length === 0) return;
    void (async () => {
      const waiting = await gateway.waitingBulk(dealIds);
      if (!waiting.ok || waiting.bulkId === null) return;
      const answer = await gateway.bulk(waiting.bulkId);
      if (answer.ok) found(answer, known);
    })();
  }, [wanted, known, told, gateway, found]);
}
