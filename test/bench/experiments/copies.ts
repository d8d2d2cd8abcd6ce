import { join } from 'node:path';
import { GATEWAY_BUNDLE } from '../../build.ts';
import type { Experiment } from '../bench.ts';
import { CardClient } from '../card-client.ts';
import { portalOf } from '../fleet/fleet.ts';
import { Operator, startGateway } from '../gateway.ts';
import { closedLoop } from '../load.ts';
import { percentile } from '../percentile.ts';
import { fillCopies, filledItem } from '../tenant-store.ts';

/** What a warm read costs with more and more copies kept in the tenant's storage. */
export const copies: Experiment = {
  name: 'copies',
  keys: ['warm_read_by_copies', 'warm_read_by_copies_ratio', 'store_mib_by_copies'],
  async run(bench) {
    const dir = join(bench.dir, 'copies');
    const hubspotUrl = await bench.hubspot();
    const gateway = await startGateway({ dir, bundle: GATEWAY_BUNDLE, hubspotUrl, onLine: bench.onLine });
    const points: [number, number][] = [];
    const sizes: Record<string, number> = {};
    try {
      await new Operator(gateway).tenant(portalOf(0));
      for (const count of bench.quick ? [100, 10_000] : [100, 10_000, 1_000_000]) {
        bench.say(`  ${count} copies\n`);
        await gateway.stop();
        sizes[count] = Math.round(fillCopies(gateway.dataDir, count) / 104_857.6) / 10;
        await gateway.start();
        const cards = new CardClient(gateway.url);
        // A large odd factor visits them in no order that a page cache could guess.
        const ask = async (index: number): Promise<void> => {
          const { body } = await cards.stock([filledItem((index * 7_919) % count)], portalOf(0));
          if (body.stock?.state !== 'fresh') throw new Error(`a filled copy was not served: ${JSON.stringify(body)}`);
        };
        await closedLoop(1, 1_000, ask);
        const { samples } = await closedLoop(1, bench.quick ? 1_000 : 5_000, ask);
        points.push([count, percentile(samples, 0.5)]);
        cards.close();
      }
    } finally {
      await gateway.stop();
    }
    bench.draw('cost-copies', {
      title: 'Warm read, median, by copies kept in one tenant',
      x: 'copies (logarithmic)',
      y: 'ms',
      logX: true,
      lines: [{ name: 'warm read', points }],
    });
    const medians = points.map(([, ms]) => ms);
    return {
      warm_read_by_copies: Object.fromEntries(points),
      warm_read_by_copies_ratio: Math.max(...medians) / Math.min(...medians),
      store_mib_by_copies: sizes,
    };
  },
};
