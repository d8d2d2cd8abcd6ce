/** In what a deal differs from what was sent of it, in sentences for a salesperson. */

import type { IsoDate } from '#contracts/dates';
import type { DealLine, DealSummary } from '#contracts/deal';
import { compareDecimals, type Decimal, sumDecimals } from '#contracts/decimal';
import { isSameKey } from '#contracts/ids';
import { count, day, money, shortName } from './plain-words.ts';
import type { OrderDraft, Push } from './push-record.ts';

/** More of them help nobody: five are said, and how many more there are. */
const SENTENCES_MAX = 5;

type Line = Pick<DealLine, 'quantity' | 'unitPrice'>;

/** Empty: nothing differs, or the deal is to be mended and sent anew. */
export function dealChanges({ state, write }: Pick<Push, 'state' | 'write'>, deal: DealSummary): string[] {
  if (write.command !== 'order.create' || state === 'refused' || state === 'given-up') return [];
  const changes = [...headChanges(write.input, deal), ...lineChanges(write.input, deal)];
  const more = changes.length - SENTENCES_MAX;
  if (more <= 0) return changes;
  return [...changes.slice(0, SENTENCES_MAX), more === 1 ? 'And 1 more difference.' : `And ${more} more differences.`];
}

function headChanges(sent: OrderDraft, { company, currency, requestedOn, customerReference }: DealSummary): string[] {
  const customerId = company?.customerId ?? null;
  const isOther = customerId !== null && sent.customerId !== null && !isSameKey(customerId, sent.customerId);
  return [
    ...(isOther ? [`The deal’s company is customer ${customerId}; it was sent for customer ${sent.customerId}.`] : []),
    ...(currency === sent.currency
      ? []
      : [`The deal is in ${currency ?? 'no currency'}; it was sent in ${sent.currency}.`]),
    ...(requestedOn === sent.requestedOn
      ? []
      : [`The requested date is ${dayOr(requestedOn)} on the deal, ${dayOr(sent.requestedOn)} as sent to the ERP.`]),
    ...(customerReference === sent.customerReference
      ? []
      : [
          `The purchase order number is ${customerReference ?? 'none'} on the deal, ${sent.customerReference ?? 'none'} as sent to the ERP.`,
        ]),
  ];
}

const dayOr = (date: IsoDate | null): string => (date === null ? 'none' : day(date));

/** By item: that the lines stand in another order is no difference. */
function lineChanges(sent: OrderDraft, deal: DealSummary): string[] {
  const before = Map.groupBy(sent.lines, ({ itemId }): string => itemId);
  const now = Map.groupBy(deal.lines, ({ itemId, name }): string => itemId ?? shortName(name));
  const currencies = { deal: deal.currency ?? '', sent: sent.currency };
  return [...new Set([...now.keys(), ...before.keys()])].flatMap((item) => {
    const change = itemChange(item, now.get(item) ?? [], before.get(item) ?? [], currencies);
    return change === null ? [] : [change];
  });
}

function itemChange(
  item: string,
  now: readonly Line[],
  before: readonly Line[],
  currency: { deal: string; sent: string },
): string | null {
  if (before.length === 0) return `${item} is on the deal, and not in what was sent to the ERP.`;
  if (now.length === 0) return `${item} is in what was sent to the ERP, and not on the deal any more.`;
  if (isSame(now, before)) return null;
  const [quantity, sentQuantity] = [total(now), total(before)];
  const [price, sentPrice] = [onlyPrice(now), onlyPrice(before)];
  const isCounted = isEqual(quantity, sentQuantity);
  if (price === undefined || sentPrice === undefined || isEqual(price, sentPrice)) {
    if (isCounted) return `The lines of ${item} are not as they were sent to the ERP.`;
    return `${item} is ${said(quantity)} on the deal, ${said(sentQuantity)} as sent to the ERP.`;
  }
  const [costs, cost] = [priced(price, currency.deal), priced(sentPrice, currency.sent)];
  if (isCounted) return `${item} costs ${costs} on the deal, ${cost} as sent to the ERP.`;
  return `${item} is ${said(quantity)} at ${costs} on the deal, ${said(sentQuantity)} at ${cost} as sent to the ERP.`;
}

const NOT_A_NUMBER = 'what is no number';
const said = (quantity: Decimal | null): string => (quantity === null ? NOT_A_NUMBER : count(quantity));
const priced = (price: Decimal | null, currency: string): string =>
  price === null ? NOT_A_NUMBER : money(price, currency).trim();

const isEqual = (a: Decimal | null, b: Decimal | null): boolean =>
  a === null || b === null ? a === b : compareDecimals(a, b) === 0;

/** The same quantities at the same prices; `1.0` is `1`. */
function isSame(now: readonly Line[], before: readonly Line[]): boolean {
  const sorted = (lines: readonly Line[]) => lines.map(textOf).sort();
  return JSON.stringify(sorted(now)) === JSON.stringify(sorted(before));
}

const textOf = ({ quantity, unitPrice }: Line): string => `${plain(quantity)} ${plain(unitPrice)}`;
const plain = (value: Decimal | null): string =>
  value?.includes('.') ? value.replace(/\.?0+$/, '') : (value ?? NOT_A_NUMBER);

/** Null: one of them is no number. */
function total(lines: readonly Line[]): Decimal | null {
  const known = lines.map(({ quantity }) => quantity).filter((quantity) => quantity !== null);
  return known.length === lines.length ? sumDecimals(known) : null;
}

/** The price of them all; undefined: they have several. */
function onlyPrice(lines: readonly Line[]): Decimal | null | undefined {
  const [first, ...rest] = lines.map(({ unitPrice }) => unitPrice);
  return first !== undefined && rest.every((price) => isEqual(price, first)) ? first : undefined;
}
