/** What a preview is made from. Gathered by gateway/durable/preview-reading.ts. */

import type { Availability } from '#contracts/availability';
import type { CardError } from '#contracts/card-api';
import type { Customer } from '#contracts/customer';
import type { DealSummary } from '#contracts/deal';
import type { Decimal } from '#contracts/decimal';
import type { PushId, Reference, SalesOrderId } from '#contracts/ids';
import type { ItemPrice } from '#contracts/item-price';
import type { CustomerCandidate } from '#contracts/preview';
import type { Section } from './live-read.ts';
import type { CompanyDetails } from './new-customer.ts';

/** What is known of a thing. `isOld`: the last known answer. `error`: why there is none, or no newer one; null: not answered yet. */
export type Fact<T> =
  | { known: true; value: T; isOld: false }
  | { known: true; value: T; isOld: true; error: CardError | null }
  | { known: false; error: CardError | null };

export const knownNow = <T>(value: T): Fact<T> => ({ known: true, value, isOld: false });

/** Why a thing is not known as it is now; null: it is, or it has not been answered yet. */
export const whyOld = (fact: Fact<unknown>): CardError | null => (fact.known && !fact.isOld ? null : fact.error);

/** Whether asking again in a while may say more: it has not come yet, or the ERP is away. */
const isAwayNow = (fact: Fact<unknown>): boolean =>
  (!fact.known || fact.isOld) && (fact.error === null || fact.error.category === 'unavailable');

/** Whether asking again at once may say more. */
const isPending = (fact: Fact<unknown>): boolean => (!fact.known || fact.isOld) && fact.error === null;

/** A section as a fact. */
export function factOf<T, U>(section: Section<T>, pick: (data: T) => U): Fact<U> {
  if (section.state === 'fresh') return knownNow(pick(section.data));
  if (section.state === 'stale') return { known: true, value: pick(section.data), isOld: true, error: section.error };
  return { known: false, error: section.state === 'failed' ? section.error : null };
}

/** Which customer the order is for, and what has to be written for that. */
export type CustomerPlan =
  /** The deal has no company. */
  | { kind: 'none' }
  /** One that the ERP has. Not linked: the company is linked to it when the deal is sent. */
  | { kind: 'existing'; candidate: CustomerCandidate; isLinked: boolean; customer: Fact<Customer> }
  /** It is being made already, for another deal or an earlier click. `stuck`: only a person can say what became of it. */
  | { kind: 'making'; pushId: PushId; stuck: { name: string; reference: Reference } | null }
  /** It is made before the order. */
  | { kind: 'new'; company: CompanyDetails }
  /** A person chooses. `error`: why the ERP could not say who it may be. */
  | { kind: 'open'; candidates: CustomerCandidate[]; isAsked: boolean; error: CardError | null };

/** An order with the same items and quantities for the same customer, not older than a day. */
export type Twin = { orderId: SalesOrderId } | { dealId: string };

export interface PreviewFacts {
  deal: DealSummary;
  plan: CustomerPlan;
  /** For each line of the deal; null: not asked, since the line has no item or there is no customer. */
  prices: readonly (Fact<ItemPrice> | null)[];
  /** By item number. */
  stock: ReadonlyMap<string, Fact<Availability>>;
  twins: Fact<Twin[]> | null;
  /** Other orders of this customer that are on their way to the ERP: without tax, in the deal's currency. Zero where it has no credit limit. */
  onTheWay: Decimal;
  /** The deal carries an order number that no push of this tenant wrote. */
  isOrderedElsewhere: boolean;
}

/** Whether the ERP has answered, or said that it cannot: asked again now, it would say no more. */
export function isComplete(facts: PreviewFacts): boolean {
  const { plan } = facts;
  const isOpen = plan.kind === 'open' && !plan.isAsked && plan.error === null;
  return !isOpen && !askedOf(facts).some(isPending);
}

/** Whether the ERP has said as far as it can who the customer is, or nobody had to ask. */
export const isCustomerAsked = ({ plan }: PreviewFacts): boolean => plan.kind !== 'open' || plan.isAsked;

/** Whether an ask that the connector offers brought nothing, for whatever reason: then nobody knows what it would have said. */
export const isAskFailed = (facts: PreviewFacts): boolean =>
  askedOf(facts).some((fact) => !fact.known && fact.error?.code !== 'connector.command-missing');

/** Whether the ERP could not be asked about something for a reason that passes. */
export function isErpAway(facts: PreviewFacts): boolean {
  const { plan } = facts;
  const isOpen = plan.kind === 'open' && !plan.isAsked && (plan.error?.category ?? 'unavailable') === 'unavailable';
  return isOpen || askedOf(facts).some(isAwayNow);
}

/** Why the ERP could not be asked, as the first thing that is missing says; null: it only takes long. */
export function whyErpAway({ plan, ...facts }: PreviewFacts): CardError | null {
  const open = plan.kind === 'open' && !plan.isAsked ? plan.error : null;
  const errors = [
    open,
    ...askedOf({ plan, ...facts })
      .filter(isAwayNow)
      .map(whyOld),
  ];
  return errors.find((error) => error !== null && error.category === 'unavailable') ?? null;
}

const askedOf = ({ plan, prices, stock, twins }: PreviewFacts): Fact<unknown>[] =>
  [plan.kind === 'existing' ? plan.customer : null, ...prices, ...stock.values(), twins].filter(
    (fact) => fact !== null,
  );
