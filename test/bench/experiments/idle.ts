import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Experiment } from '../bench.ts';
import { CardClient } from '../card-client.ts';
import { Fleet, portalOf } from '../fleet/fleet.ts';
import { buildWorker, startGateway } from '../gateway.ts';

interface Wakes {
  constructed: number;
  messages: number;
  closes: number;
  alarms: number;
}

/** An object with a connected agent, left alone: what wakes it, and whether its memory was given up meanwhile. */
export const idle: Experiment = {
  name: 'idle',
  keys: ['idle_wakes_per_min', 'idle_hibernated', 'idle_watched_s'],
  async run(bench) {
    const dir = join(bench.dir, 'idle');
    const hubspotUrl = await bench.hubspot();
    const gateway = await startGateway({ dir, bundle: buildWorker('counted'), hubspotUrl, onLine: bench.onLine });
    const cards = new CardClient(gateway.url);
    let fleet: Fleet | null = null;
    const wakes = async (): Promise<Wakes> => (await fetch(`${gateway.url}/bench/wakes`)).json() as Promise<Wakes>;
    const ask = async (): Promise<void> => {
      const { body } = await cards.stock(await bench.newQuestion(2), portalOf(0));
      if (body.stock?.state !== 'fresh') throw new Error(`the idle tenant answered ${JSON.stringify(body)}`);
    };
    try {
      fleet = await Fleet.enrol(gateway, dir, 1, 1);
      const linked = fleet;
      linked.link([0]);
      if (!(await linked.until(() => linked.online.size === 1, 30_000))) throw new Error('the agent does not link');
      await ask();
      const before = await wakes();
      // The agent pings every 10 s; an object that can hibernate does so after 10 s.
      const watchedMs = bench.quick ? 25_000 : 65_000;
      await delay(watchedMs);
      const after = await wakes();
      await ask();
      const asked = await wakes();
      const events = (Object.keys(after) as (keyof Wakes)[]).reduce((sum, key) => sum + after[key] - before[key], 0);
      return {
        idle_wakes_per_min: (events * 60_000) / watchedMs,
        // Made anew by the first read after the pause: it had been given up while its socket stayed open.
        idle_hibernated: asked.constructed - after.constructed,
        idle_watched_s: watchedMs / 1000,
      };
    } finally {
      await fleet?.stop();
      cards.close();
      await gateway.stop();
    }
  },
};
