/** Takes in everything that sending a deal means, or nothing of it: the order, its customer where it has to be made, and the company's link. */

import { failure } from '#contracts/errors';
import type { CorrelationId, CrmRecordId, CustomerId, PushId } from '#contracts/ids';
import { fail, ok, type Result } from '#contracts/result';
import { type CompanyDetails, customerReferenceFor, newCustomerFrom } from '../core/new-customer.ts';
import type { CustomerPlan } from '../core/preview-facts.ts';
import type { OrderDraft, Push } from '../core/push-record.ts';
import type { OutboxStore } from './outbox-store.ts';
import { type PushIntakeParts, takeIn } from './push-intake.ts';

export interface PushWritesParts extends PushIntakeParts {
  outbox: OutboxStore;
}

/** One send, as it was allowed. */
export interface AllowedSend {
  dealId: CrmRecordId;
  companyId: CrmRecordId;
  revision: number;
  /** Without its customer yet. */
  order: OrderDraft;
  plan: CustomerPlan;
  correlationId: CorrelationId;
  /** For the audit. */
  by: object;
}

/** Whom the order is for: known, or made by a push. */
type OrderCustomer = { customerId: CustomerId; waitsFor: null } | { customerId: null; waitsFor: PushId };

/** A defect or a refusal in the middle takes back what was written before it. */
class TakenBack extends Error {
  readonly result: Result<never>;

  constructor(result: Result<never>) {
    super('taken back');
    this.result = result;
  }
}

/** The pushes that were taken in, the order last. */
export function takeInSend(parts: PushWritesParts, send: AllowedSend): Result<Push[]> {
  try {
    return parts.storage.transactionSync(() => {
      const { dealId, revision, correlationId, by } = send;
      const customer = customerOf(parts, send);
      if (!customer.ok) throw new TakenBack(customer);
      const { customerId, waitsFor } = customer.value;
      const input = { ...send.order, customerId };
      const write = { command: 'order.create' as const, input };
      const order = takeIn(parts, { recordId: dealId, revision, write, waitsFor, correlationId, by });
      if (!order.ok) throw new TakenBack(order);
      const made = waitsFor === null ? null : parts.pushes.read(waitsFor);
      return ok(made === null ? [order.value] : [made, order.value]);
    });
  } catch (error) {
    if (error instanceof TakenBack) return error.result;
    throw error;
  }
}

function customerOf(parts: PushWritesParts, send: AllowedSend): Result<OrderCustomer> {
  const { plan, companyId } = send;
  switch (plan.kind) {
    case 'existing': {
      const { customerId } = plan.candidate;
      if (!plan.isLinked) {
        parts.outbox.put({ kind: 'company-link', recordId: companyId, pushId: null, customerId }, parts.now());
      }
      return ok({ customerId, waitsFor: null });
    }
    case 'new':
      return madeCustomer(parts, send, plan.company);
    case 'making':
      return ok({ customerId: null, waitsFor: plan.pushId });
    case 'none':
    case 'open':
      return fail(failure('customer.not-linked'));
  }
}

/** The push that makes the company's customer: the one that is under way, whichever deal it came with, or a new one. */
function madeCustomer(parts: PushWritesParts, send: AllowedSend, company: CompanyDetails): Result<OrderCustomer> {
  const { companyId, order, correlationId, by } = send;
  const known = parts.pushes.latestOf('customer.create', companyId);
  if (known !== null && known.state !== 'refused' && known.state !== 'given-up') {
    return ok({ customerId: null, waitsFor: known.pushId });
  }
  const revision = (known?.revision ?? 0) + 1;
  const reference = customerReferenceFor(companyId, revision);
  if (!reference.ok) return reference;
  const customer = newCustomerFrom(company, reference.value, order.currency);
  if (!customer.ok) return customer;
  const write = { command: 'customer.create' as const, input: customer.value };
  const taken = takeIn(parts, { recordId: companyId, revision, write, waitsFor: null, correlationId, by });
  return taken.ok ? ok({ customerId: null, waitsFor: taken.value.pushId }) : taken;
}
