import type { NewCustomer } from '#contracts/customer';
import type { Failure } from '#contracts/errors';
import type { AttemptOutcome, WriteBounds } from '#contracts/frames';
import type { CorrelationId, CrmRecordId, CustomerId, PushId, Reference } from '#contracts/ids';
import type { PushState } from '#contracts/push';
import type { NewSalesOrder } from '#contracts/sales-order';

/** An order whose customer may still have to be made. */
export type OrderDraft = Omit<NewSalesOrder, 'customerId'> & { customerId: CustomerId | null };

/** What is to be made in the ERP. Each write has its own reference, and the same guarantees. */
export type Write = { command: 'order.create'; input: OrderDraft } | { command: 'customer.create'; input: NewCustomer };

/** A push as the tenant object keeps it. All times are epoch milliseconds of the gateway's clock. */
export interface Push {
  pushId: PushId;
  /** The CRM's record: a deal for an order, a company for a customer. */
  recordId: CrmRecordId;
  revision: number;
  reference: Reference;
  /** Of the click that accepted it; follows the push through every log line. */
  correlationId: CorrelationId;
  write: Write;
  /** The push that makes this order's customer; null: the customer is there. */
  waitsFor: PushId | null;
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
  /**
   * The fence as it stood when the current attempt got its go, kept where the ERP itself stops a second one: there an
   * attempt goes out while the one before may be under way. Absent in older records.
   */
  earlierFenceAt?: number | null;
  /** When the newest lookup that found nothing was begun, kept once a push is given up. Absent in older records. */
  absentAt?: number | null;
  /** When the machine wants to look at this push again; null: only an event can move it. */
  dueAt: number | null;
  /** Failures in a row, for the backoff. */
  failures: number;
  /** The ERP's key of what was made: an order or customer number. */
  erpId: string | null;
  problem: Failure | null;
}

/** What a lookup by reference found. */
export type Found =
  | { kind: 'none' }
  | { kind: 'one'; erpId: string; sameContent: boolean }
  | { kind: 'several'; erpIds: string[] }
  | { kind: 'failed'; error: Failure };

export type PushEvent =
  /**
   * Everything the write needs is known; it may go out.
   * @param customerId the order's customer where it had to be made first, else null
   * @param leftBy the gateway's store was set back: an attempt that it forgot may have left, by this moment. Null: none
   */
  | { type: 'prepared'; customerId: CustomerId | null; leftBy: number | null; bounds: WriteBounds | null }
  /** The customer that this order waits for was refused, or nobody knows what became of it. */
  | { type: 'held'; problem: Failure }
  /** The push goes to an agent over the connection `epoch`. */
  | { type: 'dispatched'; epoch: number; bounds: WriteBounds }
  /** The agent has journalled the attempt and asks to start. */
  | { type: 'claimed'; attempt: number; epoch: number }
  | { type: 'reported'; attempt: number; outcome: AttemptOutcome; erpId: string | null }
  /** @param mayHaveGone the object was lost with the link: that it gave a go, it may have forgotten (a store set back) */
  | { type: 'link-lost'; epoch: number; mayHaveGone?: boolean }
  | { type: 'looked-up'; askedAt: number; found: Found }
  /** `dueAt` has come. */
  | { type: 'woken' }
  /** The CRM's record carries the number. */
  | { type: 'written-back' }
  /** A person says: it is this one. */
  | { type: 'linked'; erpId: string }
  /** A person has looked and says: there is none, send it again. */
  | { type: 'send-again' }
  | { type: 'given-up' };

/** What the shell must do after the new record is durable, in this order. */
export type PushEffect =
  /** Find out whether the write can go out: `prepared` or `held` follows. */
  | { type: 'prepare' }
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
