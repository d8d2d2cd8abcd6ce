import { z } from 'zod';
import { ReadCommandName, WriteCommandName } from './commands.ts';
import { Failure } from './errors.ts';
import { AgentId, CorrelationId, PushId, Reference, SalesOrderId } from './ids.ts';
import { Cursor } from './page.ts';
import { QuietHours } from './quiet-hours.ts';
import { isKnownCode, ReportedFailure, readFailure } from './reported-failure.ts';
import { SalesOrderSummary } from './sales-order.ts';

/**
 * What gateway and agent say to each other: JSON text frames over one WebSocket that the agent dialled.
 * The gateway speaks this protocol number and the one before. 2 brought `watch`, `changes` and `changes-kept`:
 * they are said only where both ends speak it.
 */
export const PROTOCOL = 2;

/**
 * 1 MiB: what Durable Objects accepted before October 2025, and more than any page of 200 rows needs.
 * An agent refuses to send a larger answer, with `erp.answer-too-large`.
 */
export const FRAME_BYTES_MAX = 1024 * 1024;

/** Sent as bare text, not as JSON: the Durable Object answers it without waking (WebSocket auto-response). */
export const PING = 'ping';
export const PONG = 'pong';

/** Close codes in the private range of RFC 6455, section 7.4.2. */
export const CLOSE = {
  /** A newer connection of the same agent took over. Do not redial. */
  replaced: 4409,
  /** The frame could not be understood. */
  frameInvalid: 4400,
  /** The gateway's store was set back; it knows now. Redial at once. */
  setBack: 4410,
  /** No common protocol number. Do not redial before an update. */
  versionUnsupported: 4426,
  /** The agent was revoked. It redials, slowly, and is refused until it is enrolled anew. */
  credentialRefused: 4401,
} as const;

const callId = z.int().min(1);
const attempt = z.int().min(1);
const epoch = z.int().min(0);

/** What the connector promises about a write; decides whether it may ever be sent again. */
export const WriteBounds = z.strictObject({
  /** The longest that the ERP can still be executing a write after it was sent. Null: not known. */
  maxExecutionMs: z.int().min(0).nullable(),
  /** How long a made order may be missing from a lookup. */
  indexLagMs: z.int().min(0),
  /** Whether the lookup beside this write is offered. */
  canLookUp: z.boolean(),
  /** The ERP itself refuses a second document with the same reference: sending again can never make two. */
  uniqueReference: z.boolean(),
});
export type WriteBounds = z.infer<typeof WriteBounds>;

/** Agent → gateway, first frame. */
const Hello = z.strictObject({
  type: z.literal('hello'),
  protocol: z.int(),
  agentVersion: z.string().max(40),
  connector: z.strictObject({
    name: z.string().max(60),
    title: z.string().max(100),
    version: z.string().max(40),
    /** Names of commands; one that the gateway does not know yet is passed over. */
    commands: z.array(z.string().max(60)).max(100),
    /** For each write that is offered, what is promised about it. */
    writeBounds: z.record(z.string().max(60), WriteBounds),
    /** Reads that the ERP may have under way at once, over this agent. Absent: the agent does not say. */
    concurrentReads: z.int().min(1).max(64).optional(),
  }),
  /** The highest epoch this agent was ever given; higher than the gateway knows: the gateway's store was set back. */
  lastEpoch: epoch.default(0),
});

/** Gateway → agent, answers the hello. */
const Welcome = z.strictObject({ type: z.literal('welcome'), protocol: z.int(), agentId: AgentId, epoch });

/** Gateway → agent: a read. `deadlineMs` is what is left, so that clocks need not agree. */
const Call = z.strictObject({
  type: z.literal('call'),
  id: callId,
  command: ReadCommandName,
  input: z.unknown(),
  deadlineMs: z.int().min(1),
  correlationId: CorrelationId,
});

/** Gateway → agent: nobody waits for this call any more; drop it if it has not started. */
const Cancel = z.strictObject({ type: z.literal('cancel'), id: callId });

/** Agent → gateway: a read's answer. */
const Answer = z.discriminatedUnion('ok', [
  z.strictObject({ type: z.literal('answer'), id: callId, ok: z.literal(true), output: z.unknown() }),
  z.strictObject({
    type: z.literal('answer'),
    id: callId,
    ok: z.literal(false),
    error: ReportedFailure.transform(readFailure).pipe(Failure),
  }),
]);

/**
 * Gateway → agent: one attempt of a write. The agent journals it and asks with a claim before a byte leaves:
 *
 *   gateway                      agent
 *     send  ──────────────────►  journal row, fsync
 *           ◄──────────────────  claim
 *     durable "granted at now"
 *     go    ──────────────────►  SOAP call, if the go came within GO_WITHIN_MS of the claim
 *           ◄──────────────────  outcome, journalled, repeated until kept
 *     kept  ──────────────────►
 *
 * So a frame that lay in a dead link for an hour can never become an order: its go is not there, or too old.
 */
const Send = z.strictObject({
  type: z.literal('send'),
  pushId: PushId,
  attempt,
  epoch,
  command: WriteCommandName,
  input: z.unknown(),
  reference: Reference,
  correlationId: CorrelationId,
});

/** Agent → gateway: may this attempt start now? Asked when the ERP's write slot is free. */
const Claim = z.strictObject({ type: z.literal('claim'), pushId: PushId, attempt, epoch });

/** Gateway → agent: yes; the gateway has durably noted that the request may leave from now on. */
const Go = z.strictObject({ type: z.literal('go'), pushId: PushId, attempt });

/** Gateway → agent: no; this attempt is over, or another agent writes now. Nothing may be sent. */
const Stop = z.strictObject({ type: z.literal('stop'), pushId: PushId, attempt });

/**
 * A go is void this long after its claim, by the agent's own clock: 10 s, a hundred times a slow round trip.
 * The gateway adds it to the fence, so that a late start is still inside it.
 */
export const GO_WITHIN_MS = 10_000;

/**
 * Agent → gateway: what became of one attempt. Repeated after every reconnect until kept.
 *   made      proof: the ERP named the order
 *   refused   proof that nothing was made: the ERP said no, in a form the connector declares as such
 *   not-sent  proof that nothing was made: no byte of the request left
 *   exists    the ERP says that it has a document with this reference; which one, a lookup tells
 *   unknown   anything else
 */
export const AttemptOutcome = z.discriminatedUnion('result', [
  z.strictObject({ result: z.literal('made'), output: z.unknown() }),
  z.strictObject({ result: z.literal('refused'), error: Failure }),
  z.strictObject({ result: z.literal('not-sent'), error: Failure }),
  z.strictObject({ result: z.literal('exists'), error: Failure }),
  z.strictObject({ result: z.literal('unknown'), error: Failure }),
]);
export type AttemptOutcome = z.infer<typeof AttemptOutcome>;

/**
 * An outcome whose code is not known here. A frame that is refused closes the link, and the agent reports the outcome
 * again after every dial: one such outcome would shut the tenant's link until the gateway is updated. So it is read,
 * and may only be read as less than it says:
 *
 *   refused, exists, unknown   stay. Nothing that is decided of them looks at the code
 *   not-sent, `invalid`        stays: such a request cannot be sent later either, and it is not sent again
 *   not-sent, else             becomes `unknown`. Proof that no byte left has it sent again, unless the code is one of
 *                              those that an agent gives which may have forgotten its start (push-machine.ts,
 *                              FORGETFUL). Whether a new code is of that kind nobody here can tell, so it is looked up
 *                              first. That costs a fence, and a person's look where the connector has no bound
 */
function readOutcome(outcome: z.infer<typeof ReportedOutcome>) {
  if (outcome.result === 'made') return outcome;
  const error = readFailure(outcome.error);
  const mayBeForgetful = outcome.result === 'not-sent' && !isKnownCode(outcome.error.code);
  return mayBeForgetful && error.category !== 'invalid'
    ? { result: 'unknown' as const, error }
    : { result: outcome.result, error };
}

const ReportedOutcome = z.discriminatedUnion('result', [
  z.strictObject({ result: z.literal('made'), output: z.unknown() }),
  z.strictObject({ result: z.enum(['refused', 'not-sent', 'exists', 'unknown']), error: ReportedFailure }),
]);

const Outcome = z.strictObject({
  type: z.literal('outcome'),
  pushId: PushId,
  attempt,
  outcome: ReportedOutcome.transform(readOutcome).pipe(AttemptOutcome),
});

/** Gateway → agent: the outcome is durable here; it need not be reported again. */
const Kept = z.strictObject({ type: z.literal('kept'), pushId: PushId, attempt });

/** Orders that an agent watches at once at most; beyond it those that are unchanged the longest are watched in turns. */
export const WATCHED_ORDERS_MAX = 2_000;

/**
 * Gateway → the agent that writes: report changes of these orders from now on. A newer one replaces it.
 *
 *   gateway                      agent
 *     watch ──────────────────►  asks the ERP every `everyMs`: `order.changes` from the cursor where it is offered,
 *                                else `order.read` for the orders in turn, a bounded number each time; without a
 *                                cursor, or with one that the ERP refuses, both, until each order was looked at once
 *           ◄──────────────────  changes (round 1)
 *     durable
 *     changes-kept ───────────►  goes on from there; a round that was not kept is reported again
 */
const Watch = z.strictObject({
  type: z.literal('watch'),
  everyMs: z.int().min(1_000),
  cursor: Cursor.nullable(),
  orderIds: z.array(SalesOrderId).max(WATCHED_ORDERS_MAX),
  quietHours: z.array(QuietHours).max(14),
});

/** Agent → gateway: how watched orders stand, read in this round. Rounds count up on one connection. */
const Changes = z.strictObject({
  type: z.literal('changes'),
  round: z.int().min(1),
  orders: z.array(SalesOrderSummary).max(200),
  /** Where the ERP has a cursor: where to go on once this is kept. */
  cursor: Cursor.nullable(),
});

/** Gateway → agent: the round is durable here. */
const ChangesKept = z.strictObject({ type: z.literal('changes-kept'), round: z.int().min(1) });

export const AgentFrame = z.discriminatedUnion('type', [Hello, Answer, Claim, Outcome, Changes]);
export type AgentFrame = z.infer<typeof AgentFrame>;
export const GatewayFrame = z.discriminatedUnion('type', [
  Welcome,
  Call,
  Cancel,
  Send,
  Go,
  Stop,
  Kept,
  Watch,
  ChangesKept,
]);
export type GatewayFrame = z.infer<typeof GatewayFrame>;
export type Hello = z.infer<typeof Hello>;
export type SendFrame = z.infer<typeof Send>;
export type CallFrame = z.infer<typeof Call>;
export type WatchFrame = z.infer<typeof Watch>;
export type ChangesFrame = z.infer<typeof Changes>;
