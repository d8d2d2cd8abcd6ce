import type { DealSummary } from '../contracts/deal.ts';
import type { Decimal } from '../contracts/decimal.ts';
import type { PreviewLine } from '../contracts/preview.ts';
import { multiply, roundTo, sum } from '../words/decimals.ts';
import { type Format, moneyText, plural } from '../words/format.ts';

type Lines = readonly Pick<DealSummary['lines'][number], 'itemId' | 'quantity' | 'unitPrice'>[];
type PreviewLines = readonly Pick<PreviewLine, 'quantity' | 'dealPrice'>[];

/** Every line rounded to cents as on an order, then added; null when a line's quantity or price is not a number. */
export function dealTotal(lines: PreviewLines): Decimal | null {
  const amounts = lines.map(({ quantity, dealPrice }) =>
    quantity === null || dealPrice === null ? null : roundTo(multiply(quantity, dealPrice), 2),
  );
  const known = amounts.filter((amount) => amount !== null);
  return known.length === amounts.length ? roundTo(sum(known), 2) : null;
}

/** The items of these lines, each once, in their order. */
export const itemsOf = (lines: readonly { itemId: string | null }[]): string[] => [
  ...new Set(lines.flatMap(({ itemId }) => (itemId === null ? [] : [itemId]))),
];

/** How much of each item the deal wants over all its lines. */
export function wantedByItem(lines: Lines): Map<string, Decimal> {
  const wanted = new Map<string, Decimal>();
  for (const { itemId, quantity } of lines) {
    if (itemId !== null) wanted.set(itemId, sum([wanted.get(itemId) ?? '0', quantity ?? '0']));
  }
  return wanted;
}

/** What a click on "Send to ERP" does, before it is done. @param lines those that the preview shows: they are what is sent */
export function consequence(customer: string, lines: PreviewLines, currency: string | null, format: Format): string {
  const total = dealTotal(lines);
  const over = total === null || currency === null ? '' : ` over ${moneyText(total, currency, format)} net`;
  return `Creates a sales order for ${customer} with ${plural(lines.length, 'line', 'lines')}${over}. It is made once, also if you click again.`;
}
