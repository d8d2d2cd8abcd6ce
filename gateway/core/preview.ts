/**
 * The dry run: everything that can be known before a deal is sent, as findings for a salesperson.
 *
 *   block  deal.incomplete · customer.unmatched · customer.on-hold · item.unknown
 *   warn   customer.currency-differs · credit.exceeded · item.twice · price.below-list · price.above-list ·
 *          price.unknown · price.basis-differs · stock.short · stock.unknown · order.date-passed · order.suspected-twice ·
 *          erp.unchecked
 *   ok     customer.matched · customer.new
 *
 * What is not known is a warning, never silence.
 */

import type { PushPolicy } from '#contracts/policy';
import type { Finding, FindingLevel, Preview } from '#contracts/preview';
import { lineFindings, previewLines } from './line-findings.ts';
import { customerFindings, dateFindings, dealFindings, twinFindings, unaskedFindings } from './order-findings.ts';
import type { PreviewFacts } from './preview-facts.ts';
import { PLAIN, type Wording } from './wording.ts';

/** As many as a preview may carry (contracts/preview.ts). */
const FINDINGS_MAX = 2_000;
const RANK: Record<FindingLevel, number> = { block: 0, warn: 1, ok: 2 };

/** A preview before it has its hash. */
export type UnsealedPreview = Omit<Preview, 'hash'>;

/**
 * @param email who asks; null: nobody in person
 * @param now epoch ms
 * @param words how whoever reads it writes numbers and days
 */
export function previewOf(
  facts: PreviewFacts,
  policy: PushPolicy,
  email: string | null,
  now: number,
  words: Wording = PLAIN,
): UnsealedPreview {
  const findings = bounded([
    ...dealFindings(facts),
    ...dateFindings(facts, now, words),
    ...customerFindings(facts, words),
    ...lineFindings(facts, words),
    ...twinFindings(facts),
    ...unaskedFindings(facts),
  ]);
  const { plan } = facts;
  const known = facts.prices.find((price) => price?.known && price.value.known);
  return {
    level: worst(findings),
    customer: plan.kind === 'existing' ? plan.candidate : null,
    candidates: plan.kind === 'open' ? plan.candidates : [],
    priceBasis: known?.known ? known.value.priceBasis : null,
    lines: previewLines(facts, findings),
    findings,
    mayOverride: mayOverride(findings, policy, email),
  };
}

/** Of too many findings the worst are kept, in their order. */
function bounded(findings: Finding[]): Finding[] {
  if (findings.length <= FINDINGS_MAX) return findings;
  const kept = new Set([...findings].sort((a, b) => RANK[a.level] - RANK[b.level]).slice(0, FINDINGS_MAX));
  return findings.filter((finding) => kept.has(finding));
}

const worst = (findings: readonly Finding[]): FindingLevel =>
  findings.some(({ level }) => level === 'block')
    ? 'block'
    : findings.some(({ level }) => level === 'warn')
      ? 'warn'
      : 'ok';

/** Whether this person may send in spite of every warning there is. */
export const mayOverride = (findings: readonly Finding[], { override }: PushPolicy, email: string | null): boolean =>
  findings
    .filter(({ level }) => level === 'warn')
    .every(({ code }) => {
      const allowed = override[code] ?? 'everyone';
      return allowed === 'everyone' || (email !== null && allowed.includes(email.toLowerCase()));
    });
