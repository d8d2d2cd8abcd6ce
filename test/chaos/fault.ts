import { setTimeout as delay } from 'node:timers/promises';
import type { Prng } from '../sandbox/erp/seed/prng.ts';
import type { TcpGate } from '../sandbox/tcp-gate.ts';
import type { ChaosAgent } from './agent.ts';
import type { Lane } from './lane.ts';
import type { Moment, Sighting } from './moments.ts';
import type { World } from './world.ts';

/** Where a fault strikes, with the cycle's own source of chance. */
export interface Field {
  world: World;
  lane: Lane;
  draw: Prng;
}

/** A fault under way. */
export interface Stroke {
  /** Whether the bytes that stand at the gate shall pass. */
  passes: boolean;
  /** Resolves when its harm is undone: whoever was killed runs again, what was held is let go. */
  over: Promise<unknown>;
}

export interface Fault {
  name: string;
  /** `click`: together with it. `accepted`: as soon as the gateway has said that it keeps the push. */
  at: Moment | 'click' | 'accepted';
  /** Before the click: for what must be ready by then. */
  prepare?: (field: Field) => Promise<void>;
  /** Null: there was nothing to strike any more. */
  strike: (field: Field, sighting: Sighting | null) => Stroke | null;
}

export const passing = (over: Promise<unknown>): Stroke => ({ passes: true, over });
export const stopping = (over: Promise<unknown>): Stroke => ({ passes: false, over });

/** Does it a little later, when the bytes that stand at the gate are through. */
export const soon = async (ms: number, act: () => unknown): Promise<void> => {
  await delay(ms);
  await act();
};

/** The agent of the sighting, or one of the two. */
export function agentOf({ lane, draw }: Field, sighting: Sighting | null): ChaosAgent | null {
  const agent = lane.agents[sighting?.agent ?? draw.int(0, lane.agents.length - 1)];
  return agent?.isRunning === true && !agent.isFrozen ? agent : null;
}

export function linkOf({ lane, draw }: Field, sighting: Sighting | null): TcpGate | null {
  return lane.links[sighting?.agent ?? draw.int(0, lane.links.length - 1)] ?? null;
}

export function legOf({ lane, draw }: Field, sighting: Sighting | null): TcpGate | null {
  return lane.legs[sighting?.agent ?? draw.int(0, lane.legs.length - 1)] ?? null;
}
