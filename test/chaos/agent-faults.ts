import { setTimeout as delay } from 'node:timers/promises';
import { GO_WITHIN_MS } from '#contracts/frames';
import type { ChaosAgent } from './agent.ts';
import { ERP_EXECUTION_MS, FENCE_MS } from './connector-copy.ts';
import { agentOf, type Fault, type Field, linkOf, passing, type Stroke, soon, stopping } from './fault.ts';
import type { Moment } from './moments.ts';

/** `kill -9`, and a start by the service after a while. */
async function killed(agent: ChaosAgent, { draw }: Field, downMs = draw.int(100, 1_500)): Promise<void> {
  agent.kill();
  await delay(downMs);
  await agent.start();
}

/** Killed while these bytes stand at the gate: they never arrive. */
const killedBefore = (name: string, at: Moment): Fault => ({
  name,
  at,
  strike(field, sighting) {
    const agent = agentOf(field, sighting);
    return agent && stopping(killed(agent, field));
  },
});

/** Killed up to `withinMs` after these bytes passed. */
const killedAfter = (name: string, at: Moment, withinMs: number): Fault => ({
  name,
  at,
  strike(field, sighting) {
    const agent = agentOf(field, sighting);
    return agent && passing(soon(field.draw.int(0, withinMs), () => killed(agent, field)));
  },
});

const frozen = (agent: ChaosAgent, ms: number): Promise<void> => {
  agent.freeze();
  return soon(ms, () => agent.thaw());
};

/** Frozen, its link closed from outside, thawed when the other agent has long taken over (an old agent thawed). */
function frozenAndReplaced(field: Field, sighting: Parameters<Fault['strike']>[1], ms: number): Stroke | null {
  const agent = agentOf(field, sighting);
  const link = linkOf(field, sighting);
  if (agent === null || link === null) return null;
  agent.freeze();
  // What stands at the gate reaches the frozen agent's socket first, and is read when it thaws.
  const over = Promise.all([soon(30, () => link.cut()), soon(ms, () => agent.thaw())]);
  return passing(over);
}

/** The disk refuses writes from now on, for a while. */
const diskFull = (name: string, at: Moment): Fault => ({
  name,
  at,
  strike(field, sighting) {
    const agent = agentOf(field, sighting);
    if (agent === null) return null;
    agent.fillDisk();
    return passing(soon(field.draw.int(500, 3_000), () => agent.emptyDisk()));
  },
});

/** What happens to an agent's process and to its disk. */
export const AGENT_FAULTS: readonly Fault[] = [
  killedBefore('agent-killed-before-claim', 'claim'),
  killedAfter('agent-killed-after-claim', 'claim', 20),
  killedBefore('agent-killed-before-go', 'go'),
  killedAfter('agent-killed-after-go', 'go', 60),
  killedAfter('agent-killed-while-erp-executes', 'create', 200),
  {
    // It is back before the order is there: whoever takes it for not sent, sends it again.
    name: 'agent-killed-while-commit-is-late',
    at: 'create',
    async prepare({ lane, draw }) {
      const afterMs = draw.int(ERP_EXECUTION_MS - 400, ERP_EXECUTION_MS - 100);
      await lane.erp.set({ next: [{ operation: 'AuftragAnlegen', fault: 'commit-late', afterMs }] });
    },
    strike(field, sighting) {
      const agent = agentOf(field, sighting);
      return agent && passing(soon(20, () => killed(agent, field, 50)));
    },
  },
  killedBefore('agent-killed-before-answer', 'answer'),
  killedAfter('agent-killed-after-answer', 'answer', 5),
  killedBefore('agent-killed-before-outcome', 'outcome'),
  killedBefore('agent-killed-before-kept', 'kept'),
  {
    name: 'both-agents-killed',
    at: 'click',
    strike(field) {
      const { draw, lane } = field;
      return passing(soon(draw.int(0, 800), () => Promise.all(lane.agents.map((agent) => killed(agent, field)))));
    },
  },
  ...(['claim', 'go', 'create', 'outcome'] as const).map(
    (at): Fault => ({
      name: `agent-frozen-at-${at}`,
      at,
      strike(field, sighting) {
        const agent = agentOf(field, sighting);
        return agent && passing(frozen(agent, field.draw.int(500, 6_000)));
      },
    }),
  ),
  {
    name: 'agent-frozen-until-go-is-void',
    at: 'go',
    strike(field, sighting) {
      const agent = agentOf(field, sighting);
      return agent && passing(frozen(agent, GO_WITHIN_MS + field.draw.int(200, 2_000)));
    },
  },
  {
    name: 'old-agent-thawed-inside-fence',
    at: 'go',
    strike: (field, sighting) => frozenAndReplaced(field, sighting, field.draw.int(1_000, FENCE_MS - 1_000)),
  },
  {
    name: 'old-agent-thawed-after-fence',
    at: 'go',
    // Mostly before its own watchdog (15 s) finds the link dead at the thaw, and throws away the go that lies there.
    strike(field, sighting) {
      const late = field.draw.chance(0.7) ? field.draw.int(500, 1_300) : field.draw.int(1_300, 6_000);
      return frozenAndReplaced(field, sighting, FENCE_MS + late);
    },
  },
  {
    name: 'old-agent-thawed-with-answer',
    at: 'answer',
    strike: (field, sighting) => frozenAndReplaced(field, sighting, field.draw.int(1_000, 8_000)),
  },
  diskFull('disk-full-before-claim', 'send'),
  diskFull('disk-full-before-start', 'go'),
  diskFull('disk-full-before-outcome', 'create'),
];
