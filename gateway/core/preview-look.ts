/** What somebody saw, as far as it matters when the deal is sent: its hash, and in words what became different. */

import type { IsoDate } from '#contracts/dates';
import type { DealLine, DealSummary } from '#contracts/deal';
import type { Finding, FindingCode } from '#contracts/preview';
import { shortName } from './plain-words.ts';
import type { UnsealedPreview } from './preview.ts';
import type { CustomerPlan } from './preview-facts.ts';
import { PLAIN, type Wording } from './wording.ts';

/** The order to be made and what was found about it. Kept with its hash, so that a change can be named. */
export interface Look {
  customer: string;
  currency: string | null;
  requestedOn: IsoDate | null;
  customerReference: string | null;
  lines: Pick<DealLine, 'itemId' | 'name' | 'quantity' | 'unitPrice'>[];
  findings: Finding[];
}

export const lookOf = (deal: DealSummary, plan: CustomerPlan, { findings }: UnsealedPreview): Look => ({
  customer: customerOf(plan),
  currency: deal.currency,
  requestedOn: deal.requestedOn,
  customerReference: deal.customerReference,
  lines: deal.lines.map(({ itemId, name, quantity, unitPrice }) => ({ itemId, name, quantity, unitPrice })),
  findings,
});

const NEW_CUSTOMER = 'a new customer';

/** Whom the order is for, in a word. */
function customerOf(plan: CustomerPlan): string {
  if (plan.kind === 'existing') return `customer ${plan.candidate.customerId}`;
  // Whether the new customer's push was taken in meanwhile is no difference to whoever looks.
  return plan.kind === 'new' || plan.kind === 'making' ? NEW_CUSTOMER : 'no customer yet';
}

/**
 * Findings whose sentence is a part of them: somebody who sends although a price is 5 EUR under the list has not said
 * that it may be 50. Of the others what is said of them moves by itself: stock does with every order of anybody, and an
 * order like this one is first named by its deal and then by its number.
 */
const WEIGHED: ReadonlySet<FindingCode> = new Set([
  'price.below-list',
  'price.above-list',
  'credit.exceeded',
  'customer.currency-differs',
]);

const weightOf = ({ level, code, line, message }: Finding): string =>
  JSON.stringify([level, code, line, ...(WEIGHED.has(code) ? [message] : [])]);

/**
 * The text whose SHA-256 is the preview's hash: the order and the findings, with their sentences where those are a part
 * of them, and no ages. What could not be asked is left out: that it could be before and cannot now, or the other way
 * round, is no other order. It is a warning all the same, wherever it is found.
 */
export const hashText = (look: Look): string =>
  JSON.stringify([
    look.customer,
    look.currency,
    look.requestedOn,
    look.customerReference,
    look.lines.map(({ itemId, quantity, unitPrice }) => [itemId, quantity, unitPrice]),
    askedFindings(look).map(weightOf).sort(),
  ]);

/** What the ERP has said. That a new customer has no prices yet is known, too. */
const askedFindings = ({ customer, findings }: Look): Finding[] =>
  findings.filter(({ code, line }) => {
    if (code === 'erp.unchecked') return false;
    return line !== null || (code !== 'stock.unknown' && (code !== 'price.unknown' || customer === NEW_CUSTOMER));
  });

const SENTENCES_MAX = 3;

/**
 * What changed since, in words; the most telling first. Never empty.
 * @param shown the findings of `now`, one for one, as the reader has them
 */
export function changesSince(
  seen: Look | null,
  now: Look,
  shown: readonly Finding[] = now.findings,
  words: Wording = PLAIN,
): string {
  const changes = seen === null ? [] : [...orderChanges(seen, now, words), ...findingChanges(seen, now, shown)];
  if (changes.length === 0) return 'Something changed since you looked.';
  const more = changes.length > SENTENCES_MAX ? ` And ${changes.length - SENTENCES_MAX} more.` : '';
  return `Since you looked: ${changes.slice(0, SENTENCES_MAX).join(' ')}${more}`.slice(0, 500);
}

function orderChanges(seen: Look, now: Look, words: Wording): string[] {
  const dayOr = (date: IsoDate | null): string => (date === null ? 'none' : words.day(date));
  const changes: string[] = [];
  if (seen.customer !== now.customer) changes.push(`The order is for ${now.customer}, it was for ${seen.customer}.`);
  if (seen.currency !== now.currency)
    changes.push(`The deal is in ${now.currency ?? 'no currency'}, it was in ${seen.currency ?? 'none'}.`);
  if (seen.requestedOn !== now.requestedOn) {
    changes.push(`The requested date is ${dayOr(now.requestedOn)}, it was ${dayOr(seen.requestedOn)}.`);
  }
  if (seen.customerReference !== now.customerReference) {
    const [is, before] = [now.customerReference, seen.customerReference].map((one) => one ?? 'none');
    changes.push(`The purchase order number is ${is}, it was ${before}.`);
  }
  if (seen.lines.length !== now.lines.length) {
    changes.push(`The deal has ${lineCount(now)}, it had ${seen.lines.length}.`);
  }
  const currency = now.currency ?? '';
  return [...changes, ...now.lines.flatMap((line, index) => lineChanges(seen.lines[index], line, currency, words))];
}

const lineCount = ({ lines }: Look): string => (lines.length === 1 ? '1 line' : `${lines.length} lines`);

function lineChanges(
  seen: Look['lines'][number] | undefined,
  now: Look['lines'][number],
  currency: string,
  { count, money }: Wording,
): string[] {
  if (seen === undefined) return [];
  const name = now.itemId ?? shortName(now.name);
  if (seen.itemId !== now.itemId) return [`${name} stands where ${seen.itemId ?? shortName(seen.name)} was.`];
  const quantity = now.quantity === seen.quantity || now.quantity === null ? null : count(now.quantity);
  const price = now.unitPrice === seen.unitPrice || now.unitPrice === null ? null : money(now.unitPrice, currency);
  const [oldQuantity, oldPrice] = [seen.quantity, seen.unitPrice];
  return [
    ...(quantity === null ? [] : [`${name}: the quantity is ${quantity}${was(oldQuantity && count(oldQuantity))}.`]),
    ...(price === null ? [] : [`${name}: the price is ${price}${was(oldPrice && money(oldPrice, currency))}.`]),
  ];
}

const was = (before: string | null): string => (before === null ? '' : `, it was ${before}`);

function findingChanges(seen: Look, now: Look, shown: readonly Finding[]): string[] {
  const key = ({ level, code, line }: Finding): string => `${level} ${code} ${line}`;
  const before = new Set(askedFindings(seen).map(weightOf));
  const after = new Set(askedFindings(now).map(key));
  const come = askedFindings(now).filter((finding) => !before.has(weightOf(finding)) && finding.level !== 'ok');
  // What is only more or less than it was is said by what came.
  const gone = askedFindings(seen).filter((finding) => !after.has(key(finding)) && finding.level !== 'ok');
  const readAs = (finding: Finding): string => shown[now.findings.indexOf(finding)]?.message ?? finding.message;
  return [...come.map(readAs), ...gone.map(({ message }) => `No longer so: ${message}`)];
}
