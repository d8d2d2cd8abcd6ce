import { setTimeout as delay } from 'node:timers/promises';
import type { Experiment } from '../bench.ts';
import { closedLoop } from '../load.ts';
import { bareNodeMib, residentMib, watchMemory } from '../process-memory.ts';
import { companyOf } from '../rig.ts';

const CALLERS = 20;

/** The agent's memory: right after its start, and while cold company views are asked for as fast as they go. */
export const memory: Experiment = {
  name: 'memory',
  keys: ['agent_rss_idle_mib', 'agent_rss_loaded_mib', 'node_rss_mib'],
  async run(bench) {
    const rig = await bench.rig();
    const pid = rig.agent.process.pid ?? 0;
    await delay(3_000);
    const idle = residentMib(pid);
    const customers = await bench.untouched(bench.quick ? 100 : 1_000);
    const stopWatching = watchMemory(pid);
    await closedLoop(CALLERS, bench.quick ? 3_000 : 15_000, async (index) => {
      const customer = customers[index];
      if (customer === undefined) await rig.cards.stock(await bench.newQuestion(10));
      else await rig.cards.company(companyOf(customer));
    });
    return { agent_rss_idle_mib: idle, agent_rss_loaded_mib: stopWatching(), node_rss_mib: await bareNodeMib() };
  },
};
