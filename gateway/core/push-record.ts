import type { Failure } from '#contracts/errors';
import type { AttemptOutcome, WriteBounds } from '#contracts/frames';
import type { CorrelationId, CrmRecordId, PushId, Reference, SalesOrderId } from '#contracts/ids';
import type { PushState } from '#contracts/push';
import type { NewSalesOrder } from '#contracts/sales-order';

/** A push as the tenant object keeps it. All times are epoch milliseconds of the gateway's clock. */
export interface Push {
  pushId: PushId;
  dealId: CrmRecordId;
  revision: number;
  reference: Reference;
  /** Of the click that accepted it; follows the push through every log line. */
  correlationId: CorrelationId;
  order: NewSalesOrder;
  acceptedAt: number;
  state: PushState;
  /** How many attempts were dispatched to an agent. */
  attempt: number;
  /** The connection that the current attempt was dispatched over. */
  epoch: number | null;
  /** When the current attempt got its go; null: none was given, so nothing can have left. */
  grantedAt: number | null;
  /** What the connector promised when the attempt was dispatched. */
  bounds: WriteBounds | null;
  /** Before this moment an attempt that got its go may still commit, or be missing from a lookup. Null: no bound is known. */
  fenceAt: number | null;
  /** When the machine wants to look at this push again; null: only an event can move it. */
  dueAt: number | null;
  /** Failures in a row, for the backoff. */
  failures: number;
  orderId: SalesOrderId | null;
  problem: Failure | null;
}

/** What a lookup by reference found. */
export type Found =
  | { kind: 'none' }
  | { kind: 'one'; orderId: SalesOrderId; sameContent: boolean }
  | { kind: 'several'; orderIds: SalesOrderId[] }
  | { kind: 'failed'; error: Failure };

export type PushEvent =
  /** Everything an order needs is known; it may go out. */
  | { type: 'prepared' }
  /** The push goes to an agent over the connection `epoch`. */
  | { type: 'dispatched'; epoch: number; bounds: WriteBounds }
  /** The agent has journalled the attempt and asks to start. */
  | { type: 'claimed'; attempt: number; epoch: number }
  | { type: 'reported'; attempt: number; outcome: AttemptOutcome; orderId: SalesOrderId | null }
  | { type: 'link-lost'; epoch: number }
  | { type: 'looked-up'; askedAt: number; found: Found }
  /** `dueAt` has come. */
  | { type: 'woken' }
  /** The CRM's record carries the order number. */
  | { type: 'written-back' };

/** What the shell must do after the new record is durable, in this order. */
export type PushEffect =
  | { type: 'send' }
  | { type: 'go' }
  /** Over the connection that claimed, which need not be the push's own. */
  | { type: 'stop'; attempt: number; epoch: number }
  | { type: 'look-up' }
  | { type: 'write-back' };

export interface Step {
  push: Push;
  effects: PushEffect[];
}
