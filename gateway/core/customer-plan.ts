import type { Customer } from '#contracts/customer';
import { isSameKey } from '#contracts/ids';
import type { PushPolicy } from '#contracts/policy';
import type { CustomerCandidate } from '#contracts/preview';
import { candidatesFrom, certainOf, type Traits } from './customer-match.ts';
import type { CompanyDetails } from './new-customer.ts';
import { type CustomerPlan, type Fact, knownNow, whyOld } from './preview-facts.ts';

/** From this score on a customer may be the company: then none is made beside it, and a person decides. */
const MAY_BE_SCORE = 0.4;

export const traitsOf = ({ name, town, taxId, phone, domain }: CompanyDetails): Traits => ({
  name,
  town,
  taxId,
  phone,
  address: domain,
});

/**
 * What is to be done about the customer of a company that is not linked. Nothing is made and nothing linked on half an
 * answer: as long as one search is missing, a person chooses.
 * @param searches what each search found; none: nothing of the company can be searched by
 */
export function customerPlan(
  company: CompanyDetails,
  searches: readonly Fact<readonly Customer[]>[],
  policy: PushPolicy,
  offersCreate: boolean,
): Exclude<CustomerPlan, { kind: 'none' | 'making' }> {
  const found = searches.flatMap((search) => (search.known ? search.value : []));
  const candidates = candidatesFrom(traitsOf(company), found, null);
  const missing = searches.filter((search) => !search.known || search.isOld);
  if (missing.length > 0) {
    const error = missing.map(whyOld).find((one) => one !== null) ?? null;
    return { kind: 'open', candidates, isAsked: false, error };
  }
  const certain = certainOf(candidates, policy.matchScoreMin);
  if (certain !== null) return existing(certain, found);
  const isNew = (candidates[0]?.score ?? 0) < Math.min(MAY_BE_SCORE, policy.matchScoreMin);
  if (isNew && searches.length > 0 && policy.createCustomers && offersCreate) return { kind: 'new', company };
  return { kind: 'open', candidates, isAsked: true, error: null };
}

function existing(
  candidate: CustomerCandidate,
  found: readonly Customer[],
): Extract<CustomerPlan, { kind: 'existing' | 'open' }> {
  const customer = found.find(({ customerId }) => isSameKey(customerId, candidate.customerId));
  if (customer === undefined) return { kind: 'open', candidates: [candidate], isAsked: true, error: null };
  return { kind: 'existing', candidate, isLinked: false, customer: knownNow(customer) };
}
