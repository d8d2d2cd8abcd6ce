/**
 * Which customer of the ERP a company of the CRM is. Each thing that agrees is a piece of evidence; the score is how
 * unlikely it is that all of them agree by chance: 1 − (1 − w₁)(1 − w₂)…
 *
 *   the company carries the customer's number   1
 *   same tax number                             0.97
 *   same e-mail domain (not a freemail one)     0.6
 *   same phone number (last 7 or 8 digits)      0.5
 *   alike names                                 0.55 × likeness, from a likeness of 0.5 on
 *   same town                                   0.15, only beside something else
 *
 * So domain, name and town together are 0.85: under the usual 0.9, and a person chooses. Two tax numbers that differ
 * are two legal entities, whatever else agrees: never more than 0.4.
 */

import type { CustomerId } from '#contracts/ids';
import type { CustomerCandidate, MatchReason } from '#contracts/preview';
import { domainOf, folded, nameWords, phoneEnd, sameTaxId, taxIdOf } from './company-traits.ts';

/** What of a company or a customer is compared. */
export interface Traits {
  name: string;
  town: string | null;
  taxId: string | null;
  phone: string | null;
  /** A web or e-mail address. */
  address: string | null;
}

/** A customer of the ERP as far as it is compared and shown. */
export interface ComparedCustomer {
  customerId: CustomerId;
  name: string;
  town: string | null;
  taxId: string | null;
  phone: string | null;
  email: string | null;
}

const WEIGHTS = { 'tax-id': 0.97, 'email-domain': 0.6, phone: 0.5, name: 0.55, town: 0.15 } as const;
const LIKENESS_MIN = 0.5;
const OTHER_TAX_ID_MAX = 0.4;
/** Another candidate this near to the least score makes the best one uncertain. */
const NEAR = 0.1;
/** Below it a candidate is chance: not shown, and no reason not to make a new customer. */
export const CANDIDATE_SCORE_MIN = 0.25;
const CANDIDATES_MAX = 10;

/** 0 to 1: words in common, a word that begins another counting half. Order and legal form are nothing. */
export function likeness(a: string, b: string): number {
  const [one, other] = [nameWords(a), nameWords(b)];
  if (one.length === 0 || other.length === 0) return 0;
  const found = one.reduce((sum, word) => sum + bestOf(word, other), 0);
  const back = other.reduce((sum, word) => sum + bestOf(word, one), 0);
  return (found + back) / (one.length + other.length);
}

const bestOf = (word: string, others: readonly string[]): number =>
  others.includes(word) ? 1 : others.some((other) => begins(word, other) || begins(other, word)) ? 0.5 : 0;

const begins = (short: string, long: string): boolean => short.length >= 4 && long.startsWith(short);

/** How likely this customer is the company, and why. @param linkedTo the number that the company carries */
export function candidateOf(
  company: Traits,
  customer: ComparedCustomer,
  linkedTo: CustomerId | null,
): CustomerCandidate {
  const { customerId, name, town, taxId } = customer;
  const shown = { customerId, name, town, taxId };
  if (linkedTo === customerId) return { ...shown, score: 1, reasons: ['erp-id'] };
  const evidence = evidenceOf(company, customer);
  const score = 1 - evidence.reduce((left, [, weight]) => left * (1 - weight), 1);
  const [own, other] = [taxIdOf(company.taxId), taxIdOf(customer.taxId)];
  const isOther = own !== null && other !== null && !sameTaxId(own, other);
  const capped = isOther ? Math.min(score, OTHER_TAX_ID_MAX) : score;
  return { ...shown, score: Math.round(capped * 1000) / 1000, reasons: evidence.map(([reason]) => reason) };
}

function evidenceOf(company: Traits, customer: ComparedCustomer): [MatchReason, number][] {
  const evidence: [MatchReason, number][] = [];
  const both = <T>(a: T | null, b: T | null, agree: (a: T, b: T) => boolean): boolean =>
    a !== null && b !== null && agree(a, b);
  if (both(taxIdOf(company.taxId), taxIdOf(customer.taxId), sameTaxId)) evidence.push(['tax-id', WEIGHTS['tax-id']]);
  if (both(domainOf(company.address), domainOf(customer.email), (a, b) => a === b || isBelow(a, b) || isBelow(b, a))) {
    evidence.push(['email-domain', WEIGHTS['email-domain']]);
  }
  if (both(phoneEnd(company.phone), phoneEnd(customer.phone), (a, b) => a.endsWith(b) || b.endsWith(a))) {
    evidence.push(['phone', WEIGHTS.phone]);
  }
  const alike = likeness(company.name, customer.name);
  if (alike >= LIKENESS_MIN) evidence.push(['name', WEIGHTS.name * alike]);
  const sameTown = both(company.town, customer.town, (a, b) => folded(a) !== '' && folded(a) === folded(b));
  if (sameTown && evidence.length > 0) evidence.push(['town', WEIGHTS.town]);
  return evidence;
}

/** `mail.nordwind.example` is below `nordwind.example`. */
const isBelow = (domain: string, parent: string): boolean => domain.endsWith(`.${parent}`);

/** Everybody it may be, best first, each once. @param scoreMin under it a customer is left out */
export function candidatesFrom(
  company: Traits,
  customers: readonly ComparedCustomer[],
  linkedTo: CustomerId | null,
  scoreMin: number = CANDIDATE_SCORE_MIN,
): CustomerCandidate[] {
  const each = new Map(customers.map((customer) => [customer.customerId, customer]));
  return [...each.values()]
    .map((customer) => candidateOf(company, customer, linkedTo))
    .filter(({ score }) => score >= scoreMin)
    .sort((a, b) => b.score - a.score || (a.customerId < b.customerId ? -1 : 1))
    .slice(0, CANDIDATES_MAX);
}

/**
 * The one customer that the company is, without anybody choosing; null: a person chooses.
 * @param candidates best first
 */
export function certainOf(candidates: readonly CustomerCandidate[], scoreMin: number): CustomerCandidate | null {
  const [best, next] = candidates;
  if (best === undefined || best.score < scoreMin) return null;
  if (best.reasons.includes('erp-id')) return best;
  return next !== undefined && next.score >= scoreMin - NEAR ? null : best;
}
