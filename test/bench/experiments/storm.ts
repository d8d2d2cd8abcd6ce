import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { GATEWAY_BUNDLE } from '../../build.ts';
import type { Bench, Experiment, Figures } from '../bench.ts';
import { CardClient } from '../card-client.ts';
import { Fleet, portalOf } from '../fleet/fleet.ts';
import { type Gateway, startGateway } from '../gateway.ts';
import { closedLoop } from '../load.ts';
import { mean, percentile, perSecond } from '../percentile.ts';

const PROCESSES = 4;
const BACK_MS_MAX = 120_000;

/** A thousand tenants: what a warm read costs with more and more of them, then all their agents after a restart. */
export const storm: Experiment = {
  name: 'storm',
  keys: [
    'storm_agents',
    'storm_all_back_ms',
    'storm_gateway_down_ms',
    'storm_peak_to_mean',
    'storm_peak_dials_per_s',
    'storm_peak_to_mean_all_attempts',
    'warm_read_by_tenants',
    'warm_read_by_tenants_ratio',
  ],
  async run(bench) {
    const dir = join(bench.dir, 'storm');
    const hubspotUrl = await bench.hubspot();
    const gateway = await startGateway({ dir, bundle: GATEWAY_BUNDLE, hubspotUrl, onLine: bench.onLine });
    const counts = bench.quick ? [1, 10, 40] : [1, 10, 100, 1_000];
    const agents = counts.at(-1) ?? 0;
    let fleet: Fleet | null = null;
    try {
      bench.say(`  enrolling ${agents} agents\n`);
      fleet = await Fleet.enrol(gateway, dir, agents, PROCESSES);
      const byTenants = await warmReads(bench, fleet, gateway, counts);
      bench.say('  restarting the gateway\n');
      return { ...byTenants, ...(await restart(bench, fleet, gateway, agents)) };
    } finally {
      await fleet?.stop();
      await gateway.stop();
    }
  },
};

async function warmReads(bench: Bench, fleet: Fleet, gateway: Gateway, counts: readonly number[]): Promise<Figures> {
  const cards = new CardClient(gateway.url);
  const points: [number, number][] = [];
  try {
    for (const count of counts) {
      const linked = fleet.online.size;
      fleet.link(Array.from({ length: count - linked }, (_, index) => linked + index));
      if (!(await fleet.until(() => fleet.online.size === count, BACK_MS_MAX))) throw new Error('agents do not link');
      const ask = async (index: number): Promise<void> => {
        const { body } = await cards.stock(['BENCH-1'], portalOf(index % count));
        if (body.stock?.state !== 'fresh' && body.stock?.state !== 'stale') throw new Error('no warm answer');
      };
      for (let index = 0; index < count; index += 1) await ask(index);
      // Each tenant once more at least, so that every read finds a copy.
      const { samples } = await closedLoop(1, bench.quick ? 1_000 : 5_000, ask);
      points.push([count, percentile(samples, 0.5)]);
    }
  } finally {
    cards.close();
  }
  bench.draw('cost-tenants', {
    title: 'Warm read, median, by number of tenants with a linked agent',
    x: 'tenants (logarithmic)',
    y: 'ms',
    logX: true,
    lines: [{ name: 'warm read', points }],
  });
  const medians = points.map(([, ms]) => ms);
  return {
    warm_read_by_tenants: Object.fromEntries(points),
    warm_read_by_tenants_ratio: Math.max(...medians) / Math.min(...medians),
  };
}

async function restart(bench: Bench, fleet: Fleet, gateway: Gateway, agents: number): Promise<Figures> {
  // Past the 5 s after which an agent's backoff has started over.
  await delay(6_000);
  const from = fleet.moments.length;
  const stoppedAt = Date.now();
  await gateway.stop();
  await gateway.start();
  const upAt = Date.now();
  if (!(await fleet.until(() => fleet.online.size === agents, BACK_MS_MAX))) {
    bench.note(`after ${BACK_MS_MAX / 1000} s only ${fleet.online.size} of ${agents} agents were back`);
  }
  const moments = fleet.moments.slice(from);
  const dials = moments.filter(({ state }) => state === 'dialling').map(({ at }) => at);
  const backs = moments.filter(({ state, at }) => state === 'online' && at >= upAt).map(({ at }) => at);
  const lastBack = Math.max(...backs);
  // What the gateway has to bear: dials from the moment it listens until the last agent is back.
  const borne = perSecond(dials.filter((at) => at >= upAt && at <= lastBack));
  const attempted = perSecond(dials);
  bench.draw('storm', {
    title: `${agents} agents after a restart of the gateway`,
    x: 's since the gateway stopped',
    y: 'in each second',
    lines: [
      { name: 'dials', points: seconds(dials, stoppedAt) },
      { name: 'back online', points: seconds(backs, stoppedAt) },
    ],
  });
  return {
    storm_agents: fleet.online.size,
    storm_all_back_ms: lastBack - upAt,
    storm_gateway_down_ms: upAt - stoppedAt,
    storm_peak_to_mean: Math.max(...borne) / mean(borne),
    storm_peak_dials_per_s: Math.max(...borne),
    storm_peak_to_mean_all_attempts: Math.max(...attempted) / mean(attempted),
  };
}

const seconds = (moments: readonly number[], zero: number): [number, number][] => {
  const first = Math.floor((Math.min(...moments) - zero) / 1000);
  return perSecond(moments).map((count, index) => [first + index, count]);
};
