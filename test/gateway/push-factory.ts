import { failure } from '#contracts/errors';
import type { WriteBounds } from '#contracts/frames';
import type { CorrelationId, CrmRecordId, PushId, Reference } from '#contracts/ids';
import type { PushState } from '#contracts/push';
import { NewSalesOrder } from '#contracts/sales-order';
import type { Push } from '../../gateway/core/push-record.ts';

export const NOW = 1_800_000_000_000;
export const BOUNDS: WriteBounds = {
  maxExecutionMs: 120_000,
  indexLagMs: 5_000,
  canLookUp: true,
  uniqueReference: false,
};
export const A: string = 'A-1';
export const B: string = 'B-2';

export const anOrder = NewSalesOrder.parse({
  reference: 'DB-77-1',
  customerId: '10447',
  customerReference: null,
  requestedOn: null,
  currency: 'EUR',
  lines: [{ itemId: 'PUMP-0040', quantity: '2', unitPrice: '410.00' }],
});

const fresh: Push = {
  pushId: 'p_0000000000000001' as PushId,
  recordId: '77' as CrmRecordId,
  revision: 1,
  reference: 'DB-77-1' as Reference,
  correlationId: '0123456789ab' as CorrelationId,
  write: { command: 'order.create', input: anOrder },
  waitsFor: null,
  acceptedAt: NOW - 60_000,
  state: 'accepted',
  attempt: 0,
  epoch: null,
  grantedAt: null,
  bounds: null,
  fenceAt: null,
  dueAt: NOW - 60_000,
  failures: 0,
  erpId: null,
  problem: null,
};

/** Attempt 2 over connection 4, with its go given a second ago. */
const granted: Partial<Push> = {
  attempt: 2,
  epoch: 4,
  grantedAt: NOW - 1_000,
  bounds: BOUNDS,
  fenceAt: NOW + 134_000,
  dueAt: NOW + 74_000,
};

const BY_STATE: Record<PushState, Partial<Push>> = {
  accepted: {},
  ready: { attempt: 1, bounds: BOUNDS, dueAt: NOW },
  sending: granted,
  'in-doubt': { ...granted, dueAt: NOW, problem: failure('erp.outcome-unknown') },
  confirmed: { ...granted, dueAt: null, erpId: A },
  done: { ...granted, dueAt: null, erpId: A },
  refused: { ...granted, dueAt: null, problem: failure('erp.rejected') },
  'given-up': { ...granted, dueAt: null, problem: failure('push.given-up') },
  parked: { ...granted, fenceAt: null, dueAt: NOW, problem: failure('push.bound-unknown') },
};

/** A push that is plausibly in this state at NOW, with anything replaced. */
export const pushIn = (state: PushState, more: Partial<Push> = {}): Push => ({
  ...fresh,
  ...BY_STATE[state],
  state,
  ...more,
});
