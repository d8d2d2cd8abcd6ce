import type { PreviewView } from '../contracts/card-api.ts';
import type { DealSummary } from '../contracts/deal.ts';
import type { CustomerCandidate, Finding, Preview, PreviewLine } from '../contracts/preview.ts';
import type { Fine } from '../gateway.ts';
import type { Pace } from '../poll.ts';
import { compare } from '../words/decimals.ts';
import { dateText, type Format, plural, quantityText } from '../words/format.ts';
import { reasonWords } from '../words/match-reason.ts';

/** The order's customer, and how it is known: `Nordwind Maschinen GmbH · customer 10447 (same VAT id)`. */
export const customerWords = ({ name, customerId, reasons }: CustomerCandidate): string => {
  // A number that stands on the company record needs no reason.
  const found = reasons.filter((reason) => reason !== 'erp-id');
  return `${name} · customer ${customerId}${reasons.includes('erp-id') || found.length === 0 ? '' : ` (${reasonWords(found)})`}`;
};

/** `Wanted by 20 Dec · PO 4500012`: what of the deal goes into the order beside its lines; null: nothing. */
export function wishWords(
  { requestedOn, customerReference }: Pick<DealSummary, 'requestedOn' | 'customerReference'>,
  nowMs: number,
  format: Format,
): string | null {
  const words = [
    ...(requestedOn === null ? [] : [`Wanted by ${dateText(requestedOn, nowMs, format)}`]),
    ...(customerReference === null ? [] : [`PO ${customerReference}`]),
  ];
  return words.length === 0 ? null : words.join(' · ');
}

/** `40 now`; `60 now, 200 on 28 Nov` where the line wants more than is there. */
export function stockWords(line: PreviewLine, nowMs: number, format: Format): string {
  const { available, quantity, nextOn, nextQuantity } = line;
  if (available === null) return 'not known';
  const now = compare(available, '0') > 0 ? `${quantityText(available, format)} now` : 'none now';
  const isEnough = quantity !== null && compare(available, quantity) >= 0;
  if (isEnough || nextOn === null || nextQuantity === null) return now;
  return `${now}, ${quantityText(nextQuantity, format)} on ${dateText(nextOn, nowMs, format)}`;
}

/** What stands against sending, in the order of the deal's lines; one about the whole order first. */
export const findingsOf = (preview: Preview, level: Finding['level']): Finding[] =>
  preview.findings.filter((finding) => finding.level === level).sort((a, b) => (a.line ?? -1) - (b.line ?? -1));

/** `1 thing stands in the way`, `3 things to look at`. */
export const findingTitle = (level: 'block' | 'warn', count: number): string =>
  level === 'block'
    ? `${plural(count, 'thing stands', 'things stand')} in the way.`
    : `${plural(count, 'thing', 'things')} to look at before you send.`;

/**
 * Something that the ERP could not be asked about, and answers once it can. What is found of a line was answered; a
 * new customer has no prices to ask for.
 */
const isUnasked = ({ code, line }: Finding, { findings }: Preview): boolean =>
  line === null &&
  (code === 'erp.unchecked' ||
    code === 'stock.unknown' ||
    (code === 'price.unknown' && !findings.some((other) => other.code === 'customer.new')));

/** A preview is asked for again while the ERP has not answered everything, and patiently while it cannot be asked. */
export function paceOfPreview({ loading, link, preview }: Fine<PreviewView>): Pace {
  if (loading) return 'eager';
  return !link.online || preview.findings.some((finding) => isUnasked(finding, preview)) ? 'patient' : 'none';
}
