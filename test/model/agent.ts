/**
 * An agent in the model: the rules of agent/execute/writes.ts over a journal that never forgets a synced row.
 *
 * J1  a row without an outcome means what the real `recoveredOutcome` says
 * J2  the row says `started` before a byte leaves: both are one step here, and a crash falls before or after it
 * J3  a go later than GO_WITHIN_MS after the claim starts nothing: `expired`
 * J4  a frame with an older epoch is refused
 * J5  an outcome is reported on every connection until it is kept
 */

import { failure } from '#contracts/errors';
import type { AttemptOutcome } from '#contracts/frames';
import type { PushId, Reference } from '#contracts/ids';
import { recoveredOutcome } from '../../agent/execute/recover.ts';
import { type Attempt, DESK, ERP, FRAME, GONE, type World } from './world.ts';

/** What a mutant of the agent may do otherwise. */
export interface AgentRules {
  recovered: typeof recoveredOutcome;
  /** J3: whether a go may come too late. */
  goesExpire: boolean;
}

export const AGENT_RULES: AgentRules = { recovered: recoveredOutcome, goesExpire: true };

const DESK_OF = {
  'not-sent': DESK.notSent,
  made: DESK.made,
  refused: DESK.refused,
  unknown: DESK.unknown,
  exists: DESK.exists,
} as const satisfies Record<AttemptOutcome['result'], number>;

/** The outcome that an agent reports for an attempt; null: it has none yet. */
export function outcomeOf(desk: number, erpId: string): AttemptOutcome | null {
  switch (desk) {
    case DESK.made:
      return { result: 'made', output: { orderId: erpId } };
    case DESK.notSent:
      return { result: 'not-sent', error: failure('agent.overloaded') };
    case DESK.stopped:
    case DESK.leaseLost:
      return { result: 'not-sent', error: failure('agent.lease-lost') };
    case DESK.refused:
      return { result: 'refused', error: failure('erp.rejected') };
    case DESK.exists:
      return { result: 'exists', error: failure('erp.rejected') };
    case DESK.unknown:
      return { result: 'unknown', error: failure('erp.outcome-unknown') };
    default:
      return null;
  }
}

const isUp = (world: World, { home }: Attempt): boolean => world.links[home]?.agentUp === true;

/**
 * The outcome goes to the journal, and out if there is a connection.
 * @param mayForget not sent, as far as a journal knows that may have lost a row
 */
export function finish(world: World, attempt: Attempt, result: AttemptOutcome['result'], mayForget = false): void {
  attempt.desk = mayForget ? DESK.stopped : DESK_OF[result];
  report(world, attempt);
}

function report(world: World, attempt: Attempt): void {
  if (isUp(world, attempt)) attempt.frames |= FRAME.outcome;
}

/** The gateway has it for good. That `kept` itself is lost on its way is an outcome that arrives twice. */
export function kept(attempt: Attempt): void {
  // Proof that nothing was made ends what a go had begun.
  if (attempt.desk !== DESK.unknown && attempt.desk !== DESK.made) attempt.gone = GONE.no;
  attempt.desk = DESK.closed;
}

export function sendArrived(world: World, attempt: Attempt): void {
  if (attempt.desk !== DESK.none) {
    if (outcomeOf(attempt.desk, '') !== null) report(world, attempt);
    return;
  }
  if (attempt.live) {
    attempt.desk = DESK.held;
    attempt.frames |= FRAME.claim;
    return;
  }
  attempt.desk = DESK.leaseLost;
  report(world, attempt);
}

export function goArrived(world: World, attempt: Attempt): void {
  if (attempt.desk === DESK.expired) finish(world, attempt, 'not-sent');
  if (attempt.desk !== DESK.held) return;
  attempt.desk = DESK.running;
  attempt.erp = ERP.running;
}

export function stopArrived(world: World, attempt: Attempt): void {
  if (attempt.desk === DESK.held || attempt.desk === DESK.expired) finish(world, attempt, 'not-sent', true);
}

/** The process is gone: its memory with it, its journal not. */
export function agentCrashed(world: World, agent: number): void {
  for (const { attempts } of world.pushes) {
    for (const attempt of attempts) {
      if (attempt.home !== agent) continue;
      if (attempt.desk === DESK.held || attempt.desk === DESK.expired) attempt.desk = DESK.claimedRow;
      if (attempt.desk === DESK.running) attempt.desk = DESK.startedRow;
    }
  }
}

const PHASE: Partial<Record<number, 'claimed' | 'started'>> = {
  [DESK.held]: 'claimed',
  [DESK.expired]: 'claimed',
  [DESK.claimedRow]: 'claimed',
  [DESK.startedRow]: 'started',
};

/** A new connection: what was claimed over the old one is over, and every outcome is said. */
export function connected(world: World, agent: number, rules: AgentRules): void {
  for (const { attempts } of world.pushes) {
    attempts.forEach((attempt, index) => {
      if (attempt.home !== agent) return;
      attempt.live = false;
      const phase = PHASE[attempt.desk];
      if (phase !== undefined) {
        const row = {
          pushId: 'p_0' as PushId,
          attempt: index + 1,
          reference: 'DB-1-1' as Reference,
          phase,
          outcome: null,
        };
        const outcome = rules.recovered(row);
        const mayForget = outcome.result === 'not-sent' && outcome.error.code === 'agent.offline';
        finish(world, attempt, outcome.result, mayForget);
      } else if (attempt.desk !== DESK.leaseLost && outcomeOf(attempt.desk, '') !== null) report(world, attempt);
    });
  }
}
