/**
 * Gives an ERP that does not answer a pause, and asks it with a single call whether it is back.
 *
 *   closed ──(FAILURES_MAX in a row)──► open ──(pause over)──► half-open: one probe
 *     ▲                                  ▲                        │
 *     └──────────── success ─────────────┼────────────────────────┤
 *                                        └── failure, longer pause┘
 *
 * An agent that says hello may be the way that was missing: then the pause is over at once, for one probe as ever.
 */

import type { ErrorCode, Failure } from '#contracts/errors';

export type Circuit =
  | { phase: 'closed'; failures: number }
  | { phase: 'open'; until: number; pauseMs: number }
  /** The probe is under way; `until`: when it is given up and another may go. */
  | { phase: 'half-open'; until: number; pauseMs: number };

export const CLOSED: Circuit = { phase: 'closed', failures: 0 };

/** Five in a row: with one answer in twenty failing by itself, that happens once in three million. */
const FAILURES_MAX = 5;
const PAUSE_MIN_MS = 5_000;
const PAUSE_MAX_MS = 60_000;
/** Beyond the deadline of a read. */
const PROBE_MAX_MS = 25_000;

/** What says that the ERP itself is in trouble. That an agent is away or a number is unknown does not. */
const TROUBLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'erp.unreachable',
  'erp.timed-out',
  'erp.fault',
  'erp.answer-unreadable',
  'gateway.deadline-exceeded',
]);

/** What a single record can bring about, by its data, in an ERP that is otherwise well. */
const MAY_BE_THE_RECORD: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['erp.fault', 'erp.answer-unreadable']);

/** The ERP has answered, if only to say no. */
const ANSWERED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'erp.not-found',
  'erp.rejected',
  'erp.answer-off-contract',
  'erp.credential-refused',
]);

/** Whether a call may go now, and the circuit that follows if it does. Null: it may not. */
export function admit(circuit: Circuit, now: number): Circuit | null {
  if (circuit.phase === 'closed') return circuit;
  // A pause that is longer than it can be is of a clock that went back since.
  const longestMs = Math.max(circuit.pauseMs, PROBE_MAX_MS);
  if (now < circuit.until && circuit.until - now <= longestMs) return null;
  return { phase: 'half-open', until: now + PROBE_MAX_MS, pauseMs: circuit.pauseMs };
}

/** The circuit after an agent said hello: the next call is the probe. One that is under way stays the only one. */
export function greeted(circuit: Circuit, now: number): Circuit {
  return circuit.phase === 'open' && circuit.until > now ? { ...circuit, until: now } : circuit;
}

/** The circuit as a new life of the gateway finds it: a probe that was under way went with the life before. */
export function revived(circuit: Circuit): Circuit {
  return circuit.phase === 'half-open' ? { ...circuit, phase: 'open' } : circuit;
}

/**
 * The circuit after a call ended.
 * @param admitted the circuit that the call went with, as `admit` gave it
 * @param error null: it was answered
 * @param isSameRecord the failure before was about the same customer, order or items: a second one tells no more of the ERP
 */
export function settle(
  circuit: Circuit,
  admitted: Circuit,
  error: Failure | null,
  now: number,
  isSameRecord = false,
): Circuit {
  if (error === null || ANSWERED.has(error.code)) return CLOSED;
  // A call from before the pause says nothing of the probe.
  if (circuit.phase === 'half-open' && admitted.phase !== 'half-open') return circuit;
  if (!TROUBLE.has(error.code) || (isSameRecord && MAY_BE_THE_RECORD.has(error.code))) {
    // The probe says nothing of the ERP: another may go at once.
    return circuit.phase === 'half-open' ? { phase: 'open', until: now, pauseMs: circuit.pauseMs } : circuit;
  }
  switch (circuit.phase) {
    case 'closed':
      return circuit.failures + 1 < FAILURES_MAX
        ? { phase: 'closed', failures: circuit.failures + 1 }
        : { phase: 'open', until: now + PAUSE_MIN_MS, pauseMs: PAUSE_MIN_MS };
    case 'half-open': {
      const pauseMs = Math.min(circuit.pauseMs * 2, PAUSE_MAX_MS);
      return { phase: 'open', until: now + pauseMs, pauseMs };
    }
    case 'open':
      // A call that was under way when it opened says nothing new.
      return circuit;
  }
}
