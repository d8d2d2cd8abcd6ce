/** What is asked of a search, and what it answers. */

import type { WriteBounds } from '#contracts/frames';
import { AGENT_RULES, type AgentRules } from './agent.ts';
import { type Advance, Machine } from './machine.ts';
import type { Rules } from './moves.ts';
import type { Left, World } from './world.ts';

export interface Instance {
  bounds: WriteBounds;
  pushes: number;
  attemptsMax: number;
  left: Left;
  /** Instead of the gateway's own machine: a mutant. */
  advance?: Advance;
  agent?: AgentRules;
}

export interface Explored {
  states: number;
  transitions: number;
  /** Moves from the start to the state that lies farthest. */
  depth: number;
  /** The first wrong thing found, which is one of the nearest. */
  wrong: string | null;
  /** The shortest way to it. */
  path: string[];
  /** In how many states each thing was so: a thing that never was so was not tested. */
  seen: Record<string, number>;
}

export const STUCK = 'no way leads from here to where every push is final';

export const rulesOf = ({ bounds, attemptsMax, advance, agent }: Instance): Rules => ({
  gateway: { machine: new Machine(advance), bounds, wrong: null },
  agent: agent ?? AGENT_RULES,
  attemptsMax,
});

/** Whether the connector promises too little to settle everything. */
export const mayPark = ({ bounds }: Instance): boolean => bounds.maxExecutionMs === null && !bounds.uniqueReference;

export function startOf({ pushes, left }: Instance, { gateway }: Rules): World {
  const record = gateway.machine.accepted();
  return {
    pushes: Array.from({ length: pushes }, () => ({ record, lookUps: 0, attempts: [] })),
    links: [
      { agentUp: true, gatewayUp: true },
      { agentUp: true, gatewayUp: true },
    ],
    newest: 1,
    left: { ...left },
  };
}
