/** Everything that can happen next. */

import { failure } from '#contracts/errors';
import type { Found } from '../../gateway/core/push-record.ts';
import { type AgentRules, agentCrashed, connected } from './agent.ts';
import { erpMoves, frameMoves } from './attempt-moves.ts';
import { feed, type Gateway, linkLost, linkUp, orderOf, writerOf } from './gateway.ts';
import { askedAt, HOME } from './machine.ts';
import { type Attempt, copyOf, DESK, ERP, GONE, LOOK_UP, type PushSide, type World } from './world.ts';

export interface Rules {
  gateway: Gateway;
  agent: AgentRules;
  attemptsMax: number;
}

export interface Move {
  name: string;
  /** Something breaks: what must happen in the end may not depend on it. */
  isFault: boolean;
  /** The one push that it is a move of; null: it befalls all of them at once. */
  place: number | null;
  /** Only while no push is being sent. */
  needsTurn: boolean;
  /** What must never happen, and happens in this very move. */
  wrong: string | null;
  world: World;
}

type Of = Pick<Move, 'place' | 'needsTurn'>;

const AGENTS = ['X', 'Y'] as const;

export function movesFrom(world: World, rules: Rules): Move[] {
  const moves: Move[] = [];
  /** Makes the move on a copy; the parts of the copy are found again by their places. */
  const move = (name: string, isFault: boolean, of: Of, make: (next: World) => void): void => {
    const next = copyOf(world);
    rules.gateway.wrong = null;
    make(next);
    moves.push({ name, isFault, ...of, wrong: rules.gateway.wrong, world: next });
  };
  const add: Add = (name, isFault, make) => move(name, isFault, { place: null, needsTurn: false }, make);
  for (const [agent, name] of AGENTS.entries()) linkMoves(world, rules, add, name, agent);
  world.pushes.forEach((push, place) => {
    const on: OnPush = (what, isFault, make, needsTurn = false) =>
      move(`push ${place + 1}: ${what}`, isFault, { place, needsTurn }, (next) => {
        const same = next.pushes[place];
        if (same !== undefined) make(same, next);
      });
    pushMoves(world, rules, push, on);
    push.attempts.forEach((attempt, index) => {
      const one = (
        what: string,
        isFault: boolean,
        make: (attempt: Attempt, next: World, push: PushSide) => void,
      ): void =>
        on(`attempt ${index + 1}: ${what}`, isFault, (same, next) => {
          const its = same.attempts[index];
          if (its !== undefined) make(its, next, same);
        });
      frameMoves(world, rules, attempt, index, one);
      erpMoves(world, rules, push, attempt, one);
    });
  });
  if (world.pushes.some(({ attempts }) => attempts.some(({ frames }) => frames !== 0))) {
    // That a single frame is lost needs no move of its own: nothing says that a frame must ever arrive.
    add('every frame under way is lost', true, (next) => {
      for (const { attempts } of next.pushes) for (const attempt of attempts) attempt.frames = 0;
    });
  }
  if (world.left.crashes > 0) {
    add('the gateway crashes', true, (next) => {
      next.left.crashes -= 1;
      for (const push of next.pushes) push.lookUps = 0;
      // Sockets are closed, and the word of it may be swallowed with the rest.
      for (const link of next.links) link.gatewayUp = false;
    });
  }
  return moves;
}

type Add = (name: string, isFault: boolean, make: (next: World) => void) => void;

function linkMoves(world: World, { gateway, agent: rules }: Rules, add: Add, name: string, agent: number): void {
  const link = world.links[agent];
  if (link === undefined) return;
  const its = (next: World): { agentUp: boolean; gatewayUp: boolean } =>
    next.links[agent] ?? { agentUp: false, gatewayUp: false };
  if (world.left.crashes > 0) {
    add(`agent ${name} crashes`, true, (next) => {
      next.left.crashes -= 1;
      its(next).agentUp = false;
      agentCrashed(next, agent);
    });
  }
  if (world.left.breaks > 0 && link.agentUp && link.gatewayUp) {
    add(`the gateway loses the link of agent ${name}`, true, (next) => {
      next.left.breaks -= 1;
      its(next).gatewayUp = false;
      linkLost(gateway, next, agent);
    });
    add(`agent ${name} loses its link`, true, (next) => {
      next.left.breaks -= 1;
      its(next).agentUp = false;
    });
  }
  if (link.gatewayUp && !link.agentUp) {
    add(`the gateway notices that the link of agent ${name} is gone`, false, (next) => {
      its(next).gatewayUp = false;
      linkLost(gateway, next, agent);
    });
  }
  if (link.agentUp && !link.gatewayUp) {
    add(`agent ${name} notices that its link is gone`, false, (next) => {
      its(next).agentUp = false;
    });
  }
  if (!link.agentUp) {
    add(`agent ${name} dials in`, false, (next) => {
      its(next).agentUp = true;
      its(next).gatewayUp = true;
      next.newest = agent;
      connected(next, agent, rules);
      linkUp(gateway, next);
    });
  }
}

type OnPush = (
  what: string,
  isFault: boolean,
  make: (push: PushSide, next: World) => void,
  needsTurn?: boolean,
) => void;

function pushMoves(world: World, { gateway, agent, attemptsMax }: Rules, push: PushSide, on: OnPush): void {
  const { machine, bounds } = gateway;
  const { state, dueAt, fenceAt } = machine.read(push.record);
  if (dueAt !== null && state !== 'ready') {
    on('is woken', false, (same, next) => feed(gateway, next, same, { type: 'woken' }));
  }
  const isTaken = world.pushes.some(({ record }) => machine.read(record).state === 'sending');
  const writer = writerOf(world);
  if (state === 'ready' && !isTaken && writer !== null && push.attempts.length < attemptsMax) {
    const dispatch = (same: PushSide, next: World): void =>
      feed(gateway, next, same, { type: 'dispatched', epoch: HOME, bounds });
    on(`goes to agent ${AGENTS[writer]}`, false, dispatch, true);
  }
  const isAhead = fenceAt !== null && machine.fencePassed(push.record) !== push.record;
  if (bounds.maxExecutionMs !== null && mayPass(push, isAhead)) {
    on('its fence passes', false, (same) => passFence(gateway, agent, same));
  }
  for (const bit of Object.values(LOOK_UP)) {
    if ((push.lookUps & bit) === 0) continue;
    on(`a lookup says: ${NAMES[bit]}`, false, (same, next) => answer(gateway, next, same, bit, foundBy(bit)));
  }
  if (push.lookUps !== 0) {
    const failed: Found = { kind: 'failed', error: failure('agent.offline') };
    on('its lookups fail', true, (same, next) => answer(gateway, next, same, push.lookUps, failed));
  }
}

const NAMES: Record<number, string> = {
  [LOOK_UP.noneBefore]: 'none, asked before the fence',
  [LOOK_UP.noneAfter]: 'none, asked after the fence',
  [LOOK_UP.first]: 'the first order',
  [LOOK_UP.second]: 'the second order',
  [LOOK_UP.several]: 'two orders',
};

function foundBy(bit: number): Found {
  if (bit === LOOK_UP.first) return { kind: 'one', erpId: orderOf(0), sameContent: true };
  if (bit === LOOK_UP.second) return { kind: 'one', erpId: orderOf(1), sameContent: true };
  if (bit === LOOK_UP.several) return { kind: 'several', erpIds: [orderOf(0), orderOf(1)] };
  return { kind: 'none' };
}

function answer(gateway: Gateway, world: World, push: PushSide, bit: number, found: Found): void {
  push.lookUps &= ~bit;
  const asked = askedAt(gateway.machine.read(push.record), bit === LOOK_UP.noneBefore);
  feed(gateway, world, push, { type: 'looked-up', askedAt: asked, found });
}

/** The fence is longer than the ERP takes and its index lags: it passes when nothing is under way or hidden. */
function mayPass({ attempts }: PushSide, isAhead: boolean): boolean {
  const isPending = attempts.some(({ gone }) => gone === GONE.insideFence);
  return (isAhead || isPending) && !attempts.some(({ erp }) => erp === ERP.running || erp === ERP.hidden);
}

/** Whoever still waits for a go that was given waits for nothing (J3). */
function passFence({ machine }: Gateway, { goesExpire }: AgentRules, push: PushSide): void {
  push.record = machine.fencePassed(push.record);
  for (const attempt of push.attempts) {
    if (attempt.gone !== GONE.insideFence) continue;
    attempt.gone = GONE.pastFence;
    if (goesExpire && attempt.desk === DESK.held) attempt.desk = DESK.expired;
  }
}
