/** What can happen next to one attempt: its frames, and what the ERP makes of it. */

import { finish, goArrived, kept, sendArrived, stopArrived } from './agent.ts';
import { claimArrived, outcomeArrived } from './gateway.ts';
import type { Rules } from './moves.ts';
import { type Attempt, DESK, ERP, FRAME, type FrameName, type PushSide, type World } from './world.ts';

type OnAttempt = (
  what: string,
  isFault: boolean,
  make: (attempt: Attempt, next: World, push: PushSide) => void,
) => void;

export function frameMoves(
  world: World,
  { gateway, agent }: Rules,
  attempt: Attempt,
  index: number,
  one: OnAttempt,
): void {
  const link = world.links[attempt.home];
  const arrive: Record<FrameName, (its: Attempt, next: World, push: PushSide) => void> = {
    send: (its, next) => sendArrived(next, its),
    go: (its, next) => goArrived(next, its),
    stop: (its, next) => stopArrived(next, its),
    claim: (_its, next, push) => claimArrived(gateway, next, push, index),
    outcome: (_its, next, push) => outcomeArrived(gateway, next, push, index),
  };
  for (const name of ['send', 'go', 'stop', 'claim', 'outcome'] as const) {
    if ((attempt.frames & FRAME[name]) === 0) continue;
    const isThere = name === 'claim' || name === 'outcome' ? link?.gatewayUp : link?.agentUp;
    if (isThere === true) {
      one(`${name} arrives`, false, (its, next, push) => {
        its.frames &= ~FRAME[name];
        arrive[name](its, next, push);
        if (name === 'outcome') kept(its);
      });
      if (world.left.twice > 0) {
        one(`${name} arrives, and will again`, true, (its, next, push) => {
          next.left.twice -= 1;
          arrive[name](its, next, push);
          its.frames |= FRAME[name];
        });
      }
    }
  }
  if (attempt.desk === DESK.held && agent.goesExpire) {
    one('a go would be too late from now on', false, (its) => {
      its.desk = DESK.expired;
    });
  }
}

export function erpMoves(world: World, { gateway }: Rules, push: PushSide, attempt: Attempt, one: OnAttempt): void {
  const { desk, erp } = attempt;
  const isWaiting = desk === DESK.running;
  const exists = push.attempts.some((each) => each !== attempt && (each.erp === ERP.hidden || each.erp === ERP.shown));
  if (erp === ERP.running) {
    const isHindered = exists && gateway.bounds.uniqueReference;
    if (!isHindered && (isWaiting || world.left.late > 0)) {
      one('the ERP commits', !isWaiting, (its, next) => {
        its.erp = ERP.hidden;
        if (!isWaiting) next.left.late -= 1;
      });
    }
    one('the ERP ends it without an order', false, (its) => {
      its.erp = ERP.ended;
    });
    if (isWaiting) {
      one(isHindered ? 'the ERP says that it has one' : 'the ERP refuses', false, (its, next) => {
        its.erp = ERP.ended;
        finish(next, its, isHindered ? 'exists' : 'refused');
      });
    }
  }
  if (erp === ERP.hidden) {
    one('the index shows the order', false, (its) => {
      its.erp = ERP.shown;
    });
  }
  if (!isWaiting) return;
  if (erp === ERP.hidden || erp === ERP.shown) {
    one('the ERP answers: made', false, (its, next) => finish(next, its, 'made'));
  }
  one('no answer of the ERP comes', false, (its, next) => finish(next, its, 'unknown'));
}
