/** What is found about a deal as a whole: itself, its customer, and what could not be asked. */

import type { Customer } from '#contracts/customer';
import { momentOf } from '#contracts/dates';
import { compareDecimals, subtractDecimals, sumDecimals, ZERO } from '#contracts/decimal';
import type { Finding, FindingLevel } from '#contracts/preview';
import { orderAmount } from './order-amount.ts';
import { dealProblems } from './order-from-deal.ts';
import { shortName } from './plain-words.ts';
import { type CustomerPlan, type Fact, type PreviewFacts, whyOld } from './preview-facts.ts';
import type { Wording } from './wording.ts';

const about = (level: FindingLevel, code: Finding['code'], message: string): Finding => ({
  code,
  level,
  line: null,
  message: message.slice(0, 500),
});

const ALREADY_ORDERED =
  'The deal carries an ERP order number that was not written by this link. Look at that order first, and clear the number if it does not belong to the deal.';

/** The deal itself: whatever makes an order impossible. */
export function dealFindings({ deal, isOrderedElsewhere }: PreviewFacts): Finding[] {
  const ordered = isOrderedElsewhere ? [about('block', 'deal.incomplete', ALREADY_ORDERED)] : [];
  const problems = dealProblems(deal).map(({ line, failure }): Finding => {
    const message = line === null ? `${failure.message} ${failure.advice}` : failure.message;
    return { code: 'deal.incomplete', level: 'block', line, message };
  });
  return [...ordered, ...problems];
}

const HALF_A_DAY_MS = 12 * 3_600_000;

/** A day that is over for everybody: where a day begins last, it is still the one before for half a day. */
export function dateFindings({ deal: { requestedOn } }: PreviewFacts, now: number, { day }: Wording): Finding[] {
  if (requestedOn === null || requestedOn >= momentOf(now - HALF_A_DAY_MS).slice(0, 10)) return [];
  return [about('warn', 'order.date-passed', `The requested date, ${day(requestedOn)}, has passed.`)];
}

/** Which customer the order is for, and whether it may have it. */
export function customerFindings(facts: PreviewFacts, words: Wording): Finding[] {
  const { plan } = facts;
  switch (plan.kind) {
    case 'none':
      return [];
    case 'making':
      if (plan.stuck !== null) return [about('block', 'customer.unmatched', stuckSentence(plan.stuck))];
      return [
        about('ok', 'customer.new', 'The customer is being made in the ERP; the order follows as soon as it is there.'),
      ];
    case 'new':
      return [
        about(
          'ok',
          'customer.new',
          `${shortName(plan.company.name)} is not in the ERP yet; it is made there before the order.`,
        ),
      ];
    case 'open':
      return [about('block', 'customer.unmatched', openSentence(plan))];
    case 'existing':
      return existingFindings(plan, facts, words);
  }
}

const stuckSentence = ({ name, reference }: { name: string; reference: string }): string =>
  `It is not settled whether ${shortName(name)} was made in the ERP (reference ${reference}). Look for it there, and say which customer this company is.`;

function openSentence({ candidates, isAsked, error }: Extract<CustomerPlan, { kind: 'open' }>): string {
  if (!isAsked) {
    return `This company is not linked to an ERP customer, and the ERP could not say which one it is. ${error?.message ?? 'It has not answered yet.'}`;
  }
  const named = candidates
    .slice(0, 3)
    .map(
      ({ customerId, name, town }) =>
        `${shortName(name)}${town === null ? '' : `, ${shortName(town)}`} (${customerId})`,
    );
  if (named.length === 0)
    return 'No customer of the ERP fits this company. Link it to one, or have it made in the ERP.';
  return named.length === 1
    ? `This company may be ${named[0]}, but that is not certain. Say which customer it is.`
    : `This company may be one of several customers: ${named.join('; ')}. Say which one it is.`;
}

function existingFindings(
  plan: Extract<CustomerPlan, { kind: 'existing' }>,
  facts: Pick<PreviewFacts, 'deal' | 'onTheWay'>,
  words: Wording,
): Finding[] {
  const { customer, candidate } = plan;
  if (!customer.known && customer.error?.code === 'erp.not-found') {
    const said = `The ERP has no customer ${candidate.customerId}, which this company is linked to. Say which customer it is.`;
    return [about('block', 'customer.unmatched', said)];
  }
  return [matched(plan), ...(customer.known ? heldFindings(customer.value, facts, words) : [])];
}

function matched({ candidate, isLinked }: Extract<CustomerPlan, { kind: 'existing' }>): Finding {
  const who = `${shortName(candidate.name)}, customer ${candidate.customerId}`;
  return about('ok', 'customer.matched', isLinked ? `${who}.` : `${who}; the company is linked to it when you send.`);
}

function heldFindings(customer: Customer, facts: Pick<PreviewFacts, 'deal' | 'onTheWay'>, words: Wording): Finding[] {
  const { deal } = facts;
  const { onHold, holdReason, currency, customerId } = customer;
  if (onHold) {
    const reason = holdReason === null ? '' : ` (${shortName(holdReason)})`;
    return [
      about(
        'block',
        'customer.on-hold',
        `Customer ${customerId} is on hold in the ERP${reason}. It takes no order until that is settled.`,
      ),
    ];
  }
  if (deal.currency === null) return [];
  if (deal.currency !== currency) {
    const said = `The deal is in ${deal.currency}, the customer's account in ${currency}; its credit limit could not be compared.`;
    return [about('warn', 'customer.currency-differs', said)];
  }
  return creditFindings(customer, facts, words);
}

function creditFindings(
  { creditLimit, creditUsed, currency }: Customer,
  { deal, onTheWay }: Pick<PreviewFacts, 'deal' | 'onTheWay'>,
  { money }: Wording,
): Finding[] {
  if (creditLimit === null) return [];
  const amount = orderAmount(deal.lines);
  const left = subtractDecimals(creditLimit, sumDecimals([creditUsed ?? ZERO, onTheWay, amount]));
  if (compareDecimals(left, ZERO) >= 0) return [];
  const over = money(subtractDecimals(ZERO, left), currency);
  const others =
    compareDecimals(onTheWay, ZERO) === 0
      ? ''
      : `, with others of ${money(onTheWay, currency)} that are on their way to the ERP,`;
  const said = `This order of ${money(amount, currency)} (without tax)${others} exceeds the credit limit of ${money(creditLimit, currency)} by ${over}.`;
  return [about('warn', 'credit.exceeded', said)];
}

/** An order like this one, not a day old. */
export function twinFindings({ twins }: PreviewFacts): Finding[] {
  if (twins === null || !twins.known || twins.value.length === 0) return [];
  const named = twins.value
    .slice(0, 3)
    .map((twin) => ('orderId' in twin ? `order ${twin.orderId} in the ERP` : `deal ${twin.dealId}`));
  const said = `The same items in the same quantities were ordered for this customer within the last day: ${named.join(', ')}. Is this one more?`;
  return [about('warn', 'order.suspected-twice', said)];
}

/** What could not be asked, or not anew: said once for each thing, and never passed over. */
export function unaskedFindings(facts: PreviewFacts): Finding[] {
  const { plan, prices, stock, twins, deal } = facts;
  const asked = prices.flatMap((price) => (price === null ? [] : [price]));
  const found: Finding[] = [];
  if (plan.kind === 'new' || plan.kind === 'making') {
    found.push(about('warn', 'price.unknown', 'The customer is new, so the ERP cannot say its prices yet.'));
  } else if (asked.some(({ known }) => !known)) {
    found.push(about('warn', 'price.unknown', `The ERP's prices could not be checked. ${whyOf(asked)}`));
  }
  const other = asked.find((price) => price.known && price.value.known && price.value.priceBasis !== 'net');
  if (other !== undefined && deal.currency !== null) {
    found.push(
      about('warn', 'price.basis-differs', "The ERP's prices include tax, the deal's do not; they were not compared."),
    );
  }
  const stocks = [...stock.values()];
  if (stocks.some(({ known }) => !known)) {
    found.push(about('warn', 'stock.unknown', `The stock could not be checked. ${whyOf(stocks)}`));
  }
  const customer = plan.kind === 'existing' ? plan.customer : null;
  const unasked = [
    ...(customer?.known === false ? ['holds and credit'] : []),
    ...(twins?.known === false ? ['recent orders'] : []),
  ];
  if (customer?.known && customer.value.creditLimit !== null && customer.value.creditUsed === null) {
    found.push(about('warn', 'erp.unchecked', 'The ERP does not say how much of the credit limit is used.'));
  }
  if (unasked.length > 0) {
    const why = whyOf([customer, twins]);
    found.push(about('warn', 'erp.unchecked', `The customer's ${unasked.join(' and ')} could not be checked. ${why}`));
  } else {
    const old = [customer, twins, ...asked, ...stocks].filter((fact) => fact?.known && fact.isOld);
    if (old.length > 0) {
      found.push(about('warn', 'erp.unchecked', `${whyOf(old)} Shown is what the ERP said last.`));
    }
  }
  return found;
}

/** The first reason that is known, for a person. */
function whyOf(facts: readonly (Fact<unknown> | null)[]): string {
  const errors = facts.map((fact) => (fact === null ? null : whyOld(fact)));
  return errors.find((error) => error !== null)?.message ?? 'The ERP has not answered yet.';
}
