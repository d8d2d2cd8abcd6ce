import { GO_WITHIN_MS } from '#contracts/frames';
import { OUTCOME_WAIT_MS } from '../../gateway/core/push-machine.ts';
import type { Push } from '../../gateway/core/push-record.ts';
import { AgentHost } from './agent-host.ts';
import { checkAll, checkFinal, type Scene } from './check.ts';
import { SimCrm } from './crm.ts';
import { SimErp } from './erp.ts';
import type { FaultCounts } from './faults.ts';
import { GatewayHost } from './gateway-host.ts';
import { releaseStore } from './object-store.ts';
import { People } from './people.ts';
import { planFaults } from './plan.ts';
import { drawProfile } from './profile.ts';
import { checkLeaving, watchFrames } from './watch.ts';
import { type Violation, World } from './world.ts';

/** P7: a minute beyond the fence, or beyond the wait for an outcome where that is longer. */
const QUIET_MS = 60_000;
/** Outboxes at their slowest, parked pushes looked up again, a person's word after its hour. */
const AFTER_MS = 100 * 60_000;

export interface Played {
  seed: number;
  violations: Violation[];
  pushes: number;
  parked: number;
  faults: FaultCounts;
}

/** Plays one seed to its end. `write` takes the trace. What breaks is a finding. */
export async function play(seed: number, write: ((line: string) => void) | null = null): Promise<Played> {
  const world = new World(seed, write);
  let pushes: Push[] = [];
  try {
    pushes = await playIn(world);
  } catch (error) {
    world.broken('wrong', 'thrown', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  const parked = pushes.filter(({ state }) => state === 'parked').length;
  return { seed, violations: world.violations, pushes: pushes.length, parked, faults: world.counts };
}

async function playIn(world: World): Promise<Push[]> {
  const erp = new SimErp(world, drawProfile(world.dice));
  world.note(() => JSON.stringify(erp.profile));
  const crm = new SimCrm(world);
  const gateway = new GatewayHost(world, crm);
  const scene: Scene = { world, gateway, erp, crm, agents: [], people: new People(world, gateway, erp) };
  const agents = ['a_0000000000000001', 'a_0000000000000002'].map(
    (agentId) =>
      new AgentHost({
        world,
        agentId,
        erp,
        dial: (wire) => gateway.dial(wire),
        onLeaving: (host, reference) => checkLeaving(scene, host, reference),
      }),
  );
  scene.agents = agents;
  scene.people.onAllAway = (ms) => {
    for (const agent of agents) agent.goAway(ms);
  };
  watchFrames(scene);
  for (const { agentId } of agents) gateway.enrol(agentId);
  for (const agent of agents) agent.start();
  scene.people.plan();
  planFaults(scene);
  await world.time.runUntil(world.faultsEndAt);
  for (const agent of agents) agent.heal();
  gateway.heal();
  // The last fault is over when every agent is back.
  while (!agents.every(({ isOnline }) => isOnline)) await world.time.runUntil(world.now + 1_000);
  world.note(() => 'the last fault is over');
  const lastFaultAt = world.now;
  const { maxExecutionMs, indexLagMs } = erp.profile.bounds;
  // Where nobody named a bound, a person's word waits for an hour.
  const fenceMs = maxExecutionMs ?? (world.counts['F18-again'] > 0 ? 60 * 60_000 : 0);
  await world.time.runUntil(world.now + QUIET_MS + Math.max(OUTCOME_WAIT_MS, GO_WITHIN_MS + fenceMs + indexLagMs));
  if (world.setBackAt === null) checkFinal(scene, lastFaultAt);
  await world.time.runUntil(world.now + AFTER_MS);
  const pushes = checkAll(scene);
  releaseStore(gateway.store);
  for (const agent of agents) agent.disk.release();
  return pushes;
}
