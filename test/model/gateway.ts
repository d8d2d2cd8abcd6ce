/** The gateway in the model: the real push machine, and what its shell does with the effects (push-runner.ts). */

import type { WriteBounds } from '#contracts/frames';
import type { PushEvent } from '../../gateway/core/push-record.ts';
import { outcomeOf } from './agent.ts';
import { ELSEWHERE, HOME, type Machine } from './machine.ts';
import { type Attempt, DESK, ERP, FRAME, GONE, LOOK_UP, type PushSide, type World } from './world.ts';

export interface Gateway {
  machine: Machine;
  bounds: WriteBounds;
  /** What must never happen, and did in this step; null: nothing. */
  wrong: string | null;
}

/** An attempt of which no order can come any more, and none came: the model's own judgement, not the machine's. */
function isOver({ desk, gone, erp }: Attempt, mayRepeat: boolean): boolean {
  if (erp === ERP.running || erp === ERP.hidden || erp === ERP.shown) return mayRepeat;
  if (gone !== GONE.insideFence) return true;
  return (
    mayRepeat || desk === DESK.notSent || desk === DESK.stopped || desk === DESK.refused || desk === DESK.leaseLost
  );
}

const isOpen = (world: World, { home, live }: Attempt): boolean => live && world.links[home]?.gatewayUp === true;
/** A frame is under way only where both ends believe in the connection; else it is lost at once. */
const isPassing = (world: World, attempt: Attempt): boolean =>
  isOpen(world, attempt) && world.links[attempt.home]?.agentUp === true;

export function feed(gateway: Gateway, world: World, push: PushSide, event: PushEvent): void {
  const { machine } = gateway;
  const { record, effects } = machine.step(push.record, event);
  push.record = record;
  for (const effect of effects) {
    switch (effect.type) {
      case 'prepare':
        feed(gateway, world, push, { type: 'prepared', customerId: null, leftBy: null, bounds: gateway.bounds });
        break;
      case 'send':
        sent(gateway, world, push);
        break;
      case 'go':
        went(gateway, world, push);
        break;
      case 'stop': {
        const attempt = push.attempts[effect.attempt - 1];
        if (attempt !== undefined && isPassing(world, attempt)) attempt.frames |= FRAME.stop;
        break;
      }
      case 'look-up':
        lookUp(gateway, push);
        break;
      case 'write-back':
        // At once: the outbox has no part in what is proven here.
        feed(gateway, world, push, { type: 'written-back' });
        break;
    }
  }
}

/** The agent whose connection has the highest epoch of those that are there (agent-link.ts, L2); null: none is. */
export function writerOf({ links, newest }: World): number | null {
  if (links[newest]?.gatewayUp === true) return newest;
  const other = links.findIndex(({ gatewayUp }) => gatewayUp);
  return other < 0 ? null : other;
}

function sent(gateway: Gateway, world: World, push: PushSide): void {
  const before = push.attempts.findIndex((attempt) => !isOver(attempt, gateway.bounds.uniqueReference));
  if (before >= 0)
    gateway.wrong = `attempt ${push.attempts.length + 1} goes out while attempt ${before + 1} may commit`;
  const attempt = {
    desk: DESK.none,
    frames: 0,
    erp: ERP.none,
    gone: GONE.no,
    home: writerOf(world) ?? world.newest,
    live: true,
  };
  push.attempts.push(attempt);
  if (isPassing(world, attempt)) attempt.frames |= FRAME.send;
}

function went(gateway: Gateway, world: World, push: PushSide): void {
  const attempt = push.attempts.at(-1);
  if (attempt === undefined) return;
  if (attempt.gone !== GONE.no) gateway.wrong = `attempt ${push.attempts.length} gets a second go`;
  attempt.gone = GONE.insideFence;
  // Its fence lies ahead now: whatever lookup is under way was asked before it.
  if (push.lookUps & LOOK_UP.noneAfter) push.lookUps = (push.lookUps & ~LOOK_UP.noneAfter) | LOOK_UP.noneBefore;
  if (!isOpen(world, attempt)) feed(gateway, world, push, { type: 'link-lost', epoch: HOME });
  else if (isPassing(world, attempt)) attempt.frames |= FRAME.go;
}

/**
 * What the index shows when it is asked; the answer may take as long as it likes, and be lost. A newer question takes
 * the place of an older one: a record does not say whether one is under way, so an older answer that still comes in
 * is what comes in where the newer question was never asked.
 */
function lookUp({ machine }: Gateway, push: PushSide): void {
  const [first, second] = push.attempts.map(({ erp }) => erp === ERP.shown);
  if (first === true && second === true) push.lookUps = LOOK_UP.several;
  else if (first === true) push.lookUps = LOOK_UP.first;
  else if (second === true) push.lookUps = LOOK_UP.second;
  else {
    const { fenceAt } = machine.read(push.record);
    push.lookUps =
      fenceAt !== null && machine.fencePassed(push.record) === push.record ? LOOK_UP.noneAfter : LOOK_UP.noneBefore;
  }
}

/** The gateway hears that a connection is gone. */
export function linkLost(gateway: Gateway, world: World, agent: number): void {
  for (const push of world.pushes) {
    if (gateway.machine.read(push.record).state !== 'sending') continue;
    const attempt = push.attempts.at(-1);
    const isHome = attempt !== undefined && attempt.home === agent && attempt.live;
    feed(gateway, world, push, { type: 'link-lost', epoch: isHome ? HOME : ELSEWHERE });
  }
}

/** An agent said hello: attempts of connections that are gone, pushes in doubt and new ones are looked at. */
export function linkUp(gateway: Gateway, world: World): void {
  for (const push of world.pushes) {
    const attempt = push.attempts.at(-1);
    const isGone = attempt !== undefined && !isOpen(world, attempt);
    if (isGone && gateway.machine.read(push.record).state === 'sending') {
      feed(gateway, world, push, { type: 'link-lost', epoch: HOME });
    }
    const { state } = gateway.machine.read(push.record);
    if (state === 'in-doubt' || state === 'accepted') feed(gateway, world, push, { type: 'woken' });
  }
}

export function claimArrived(gateway: Gateway, world: World, push: PushSide, index: number): void {
  const isNewest = index === push.attempts.length - 1;
  feed(gateway, world, push, { type: 'claimed', attempt: index + 1, epoch: isNewest ? HOME : ELSEWHERE });
}

export const orderOf = (index: number): string => `order-${index + 1}`;

export function outcomeArrived(gateway: Gateway, world: World, push: PushSide, index: number): void {
  const attempt = push.attempts[index];
  const outcome = attempt === undefined ? null : outcomeOf(attempt.desk, orderOf(index));
  if (outcome === null) return;
  const erpId = outcome.result === 'made' ? orderOf(index) : null;
  feed(gateway, world, push, { type: 'reported', attempt: index + 1, outcome, erpId });
}
