import { CAST_ITEMS } from '../sandbox/cast.ts';
import type { CastDeal } from '../sandbox/cast-deals.ts';
import type { Prng } from '../sandbox/erp/seed/prng.ts';

const TAKEN = ['10447', '10452', '10480', '10499'] as const;
/** The ERP takes no order of a customer on hold. */
const ON_HOLD = '10461';

/** A won deal with lines of its own, so that no order of another deal has the same content. */
export function newDeal(dealId: string, draw: Prng): { deal: CastDeal; takes: boolean } {
  const takes = !draw.chance(0.06);
  const items = CAST_ITEMS.filter(() => draw.chance(0.4));
  const lines = (items.length > 0 ? items : CAST_ITEMS.slice(0, 1)).map(({ itemId }) => ({
    itemId,
    quantity: String(draw.int(1, 500)),
    unitPrice: (draw.int(100, 99_999) / 100).toFixed(2),
  }));
  const customerId = takes ? draw.pick(TAKEN) : ON_HOLD;
  return { deal: { dealId, name: `Chaos ${dealId}`, customerId, stage: 'won', lines }, takes };
}
