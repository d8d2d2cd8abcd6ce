import { setTimeout as delay } from 'node:timers/promises';
import { nextAskInMs } from '../../../extension/hubspot/src/app/cards/poll.ts';
import type { Bench, Experiment } from '../bench.ts';
import type { CardBody } from '../card-client.ts';
import { GOOD_DAY } from '../erp.ts';
import { dueTimesMs, openLoop } from '../load.ts';
import { percentile } from '../percentile.ts';
import { companyOf } from '../rig.ts';

/** One view every 0.7 s, a call for each section: two views seldom meet at the ERP. */
const EVERY_MS = 700;
const LATENCY = { min: 100, max: 600 };
/** Beyond every call of this ERP. */
const WHOLE_MS_MAX = 10_000;

/**
 * Companies nobody has opened, against the slowest single call of each view as the ERP itself timed it. A view counts
 * until it is whole: where the first answer was not, it is asked for again as the card does it.
 */
export const cold: Experiment = {
  name: 'cold',
  keys: [
    'cold_p95_minus_erp_p95_ms',
    'cold_p50_ms',
    'cold_p95_ms',
    'erp_slowest_p95_ms',
    'cold_added_p95_ms',
    'cold_first_answer_p95_ms',
    'cold_whole_at_once_pct',
  ],
  async run(bench) {
    const rig = await bench.rig();
    const customers = await bench.untouched(bench.quick ? 8 : 90);
    // The agent's login belongs to no view.
    for (const customer of await bench.untouched(3)) await wholeView(bench, companyOf(customer));
    await rig.erp.forget();
    await rig.erp.set({ latencyMs: LATENCY });
    try {
      const due = dueTimesMs(1000 / EVERY_MS, customers.length * EVERY_MS).slice(0, customers.length);
      const samples = await openLoop(due, (index) => wholeView(bench, companyOf(customers[index] ?? '')));
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
        cold_first_answer_p95_ms: percentile(
          samples.map(({ ms, answer }) => ms - answer.afterFirstMs),
          0.95,
        ),
        cold_whole_at_once_pct:
          (100 * samples.filter(({ answer }) => answer.afterFirstMs === 0).length) / samples.length,
      };
    } finally {
      await rig.erp.set(GOOD_DAY);
    }
  },
};

/** Opens the card and stays until nothing is loading. @returns how long that took from the first answer on */
async function wholeView(bench: Bench, companyId: string): Promise<{ afterFirstMs: number }> {
  const { cards } = await bench.rig();
  let { body } = await cards.company(companyId);
  const firstMs = performance.now();
  if (isWhole(body)) return { afterFirstMs: 0 };
  for (let asks = 0; !isWhole(body); asks += 1) {
    const waitMs = nextAskInMs('eager', asks, performance.now() - firstMs);
    if (waitMs === null || performance.now() - firstMs > WHOLE_MS_MAX) throw new Error('a cold view never was whole');
    await delay(waitMs);
    ({ body } = await cards.company(companyId));
  }
  return { afterFirstMs: performance.now() - firstMs };
}

const isWhole = ({ customer, openOrders, orders, invoices }: CardBody): boolean =>
  [customer, openOrders, orders, invoices].every((section) => section !== undefined && section.state !== 'loading');
