import type { Experiment } from '../bench.ts';
import { GOOD_DAY } from '../erp.ts';
import { dueTimesMs, openLoop } from '../load.ts';
import { percentile } from '../percentile.ts';
import { companyOf } from '../rig.ts';

/** One view every 0.7 s, a call for each section: two views seldom meet at the ERP. */
const EVERY_MS = 700;
const LATENCY = { min: 100, max: 600 };

/** Companies nobody has opened, against the slowest single call of each view as the ERP itself timed it. */
export const cold: Experiment = {
  name: 'cold',
  keys: ['cold_p95_minus_erp_p95_ms', 'cold_p50_ms', 'cold_p95_ms', 'erp_slowest_p95_ms', 'cold_added_p95_ms'],
  async run(bench) {
    const rig = await bench.rig();
    const customers = await bench.untouched(bench.quick ? 8 : 90);
    // The agent's login belongs to no view.
    for (const customer of await bench.untouched(3)) await rig.cards.company(companyOf(customer));
    await rig.erp.forget();
    await rig.erp.set({ latencyMs: LATENCY });
    try {
      const due = dueTimesMs(1000 / EVERY_MS, customers.length * EVERY_MS).slice(0, customers.length);
      const samples = await openLoop(due, (index) => rig.cards.company(companyOf(customers[index] ?? '')));
      const calls = await rig.erp.calls();
      const slowest = due.map((_, index) => {
        const own = calls.filter(({ customer }) => Number(customer) === Number(customers[index]));
        if (own.length === 0) throw new Error('a cold view made no call');
        return Math.max(...own.map(({ ms }) => ms));
      });
      const views = samples.map(({ ms }) => ms);
      const added = views.map((ms, index) => ms - (slowest[index] ?? 0));
      return {
        cold_p50_ms: percentile(views, 0.5),
        cold_p95_ms: percentile(views, 0.95),
        erp_slowest_p95_ms: percentile(slowest, 0.95),
        cold_p95_minus_erp_p95_ms: percentile(views, 0.95) - percentile(slowest, 0.95),
        cold_added_p95_ms: percentile(added, 0.95),
      };
    } finally {
      await rig.erp.set(GOOD_DAY);
    }
  },
};
