import type { Experiment } from '../bench.ts';
import { BAD_DAY, GOOD_DAY } from '../erp.ts';
import { dueTimesMs, openLoop } from '../load.ts';
import { distribution, percentile } from '../percentile.ts';
import { companyOf } from '../rig.ts';

const USERS = 50;
const COMPANIES = 10;

/** 50 users open known companies once a second each while the ERP has a bad day; copies grow old and are refreshed behind. */
export const warm: Experiment = {
  name: 'warm',
  keys: ['warm_p95_ms', 'warm_p50_ms', 'warm_p99_ms', 'warm_from_copies_pct'],
  async run(bench) {
    const rig = await bench.rig();
    const companies = (await bench.untouched(COMPANIES)).map(companyOf);
    await rig.erp.set(GOOD_DAY);
    for (const company of companies) await rig.cards.company(company);
    await rig.erp.set(BAD_DAY);
    try {
      // 45 s: past the freshness of every section, so that refreshing is under way.
      const samples = await openLoop(dueTimesMs(USERS, bench.quick ? 5_000 : 45_000), (index) =>
        rig.cards.company(companies[index % companies.length] ?? ''),
      );
      const all = samples.map(({ ms }) => ms);
      const shown = samples.filter(({ answer: { body } }) =>
        [body.customer, body.orders, body.invoices].every((part) => part?.state === 'fresh' || part?.state === 'stale'),
      );
      bench.draw('warm', {
        title: 'Company views from copies, 50 a second, bad ERP',
        x: 'share of views',
        y: 'ms (logarithmic)',
        logY: true,
        lines: [{ name: 'view', points: distribution(all) }],
      });
      return {
        warm_p50_ms: percentile(all, 0.5),
        warm_p95_ms: percentile(all, 0.95),
        warm_p99_ms: percentile(all, 0.99),
        warm_from_copies_pct: (100 * shown.length) / samples.length,
      };
    } finally {
      await rig.erp.set(GOOD_DAY);
    }
  },
};
