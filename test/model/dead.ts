/**
 * Two states that differ only in what can never matter again are one. What counts as dead:
 *
 *   D1  a frame to an attempt that is past it: a send, go or stop once the outcome is known, everything once it is kept
 *   D2  a claim for an attempt that is not the one under way and that no stop can reach any more
 *   D3  where a closed attempt was, and how it came to nothing
 *   D4  whether a go would be too late, where none is under way and none will be given
 *   D5  everything about a push that has ended, once nothing of its attempts is open: that it ignores repetitions is
 *       held state by state in gateway/core/push-table.test.ts
 */

import type { Machine } from './machine.ts';
import { DESK, ERP, FRAME, GONE, type PushSide, type World } from './world.ts';

/** Changes the world given. What is dead of a push is so whatever became of the others. */
export function withoutTheDead(world: World, machine: Machine): World {
  for (const push of world.pushes) {
    const { state } = machine.read(push.record);
    push.attempts.forEach((attempt, index) => {
      const isUnderWay = state === 'sending' && index === push.attempts.length - 1;
      const { desk } = attempt;
      if (desk >= DESK.notSent) attempt.frames &= ~(FRAME.go | FRAME.stop | FRAME.send);
      if (!isUnderWay && desk !== DESK.held && desk !== DESK.expired) attempt.frames &= ~(FRAME.claim | FRAME.stop);
      if (!isUnderWay && desk === DESK.none && attempt.frames === 0) attempt.desk = DESK.closed;
      if (attempt.desk === DESK.closed && attempt.frames === 0 && !attempt.live) attempt.home = 0;
      if (isUnderWay) return;
      if (attempt.gone === GONE.pastFence) attempt.gone = GONE.no;
      if (desk === DESK.expired && (attempt.frames & FRAME.go) === 0) attempt.desk = DESK.held;
      if (attempt.desk !== DESK.closed) return;
      attempt.frames = 0;
      attempt.home = 0;
      attempt.live = false;
      if (attempt.erp === ERP.ended) attempt.erp = ERP.none;
    });
    if (state === 'done' || state === 'refused') setAside(push);
  }
  return world;
}

function setAside(push: PushSide): void {
  if (!push.attempts.every(({ desk, erp }) => desk === DESK.closed && erp !== ERP.running)) return;
  push.lookUps = 0;
  for (const attempt of push.attempts) {
    attempt.gone = GONE.no;
    if (attempt.erp === ERP.hidden) attempt.erp = ERP.shown;
  }
}
