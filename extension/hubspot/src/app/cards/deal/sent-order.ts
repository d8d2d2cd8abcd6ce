import type { PushView } from '../contracts/card-api.ts';
import type { DealSummary, SentOrder } from '../contracts/deal.ts';

/** The lines that were sent, under the names that the deal has for their items; one that it has no more goes by its number. */
export function sentLines({ lines }: SentOrder, deal: DealSummary): DealSummary['lines'] {
  const nameOf = (sent: string): string => deal.lines.find(({ itemId }) => itemId === sent)?.name ?? sent;
  return lines.map((line) => ({ ...line, name: nameOf(line.itemId) }));
}

/** Whom the order is for: as it was sent, whichever company the deal has now. */
export function orderFor(sent: SentOrder | null, { company }: DealSummary, erpTitle: string): string {
  const now = company?.customerId ?? null;
  const customerId = sent?.customerId ?? now;
  const isOther = now !== null && now !== customerId;
  const name = isOther ? null : (company?.name ?? 'no company');
  return [name, customerId === null ? null : `customer ${customerId}`, erpTitle].filter(Boolean).join(' · ');
}

/** What stands in the place of the lines where they are not kept any more. */
export const goneWords = ({ orderId }: Pick<PushView, 'orderId'>): string =>
  `This was sent so long ago that its lines are not kept here any more. ${
    orderId === null ? 'Look in the ERP for what it held.' : `Order ${orderId} in the ERP says what it holds.`
  }`;
