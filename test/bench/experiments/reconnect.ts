import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { GATEWAY_BUNDLE } from '../../build.ts';
import { TcpGate } from '../../sandbox/tcp-gate.ts';
import type { Bench, Experiment } from '../bench.ts';
import { CardClient } from '../card-client.ts';
import { Fleet, portalOf } from '../fleet/fleet.ts';
import { startGateway } from '../gateway.ts';
import { distribution, percentile } from '../percentile.ts';

const AGENTS = 20;
/** Just above the 5 s after which an agent's backoff starts over: a cut is the first failure, not the third. */
const HELD_MS = 5_300;
const ASK_EVERY_MS = 20;
const BACK_MS_MAX = 60_000;

/** Cuts of an agent's socket until its card answers again, and links that go silent without closing. */
export const reconnect: Experiment = {
  name: 'reconnect',
  keys: ['reconnect_p95_ms', 'reconnect_p50_ms', 'reconnect_max_ms', 'reconnect_cuts', 'half_open_detected_ms'],
  async run(bench) {
    const dir = join(bench.dir, 'reconnect');
    const hubspotUrl = await bench.hubspot();
    const gateway = await startGateway({ dir, bundle: GATEWAY_BUNDLE, hubspotUrl, onLine: bench.onLine });
    const gates: TcpGate[] = [];
    const cards = new CardClient(gateway.url);
    let fleet: Fleet | null = null;
    try {
      const agents = bench.quick ? 5 : AGENTS;
      for (let index = 0; index < agents; index += 1) gates.push(await TcpGate.open(gateway.url));
      fleet = await Fleet.enrol(gateway, dir, agents, 2);
      fleet.link([...gates.keys()], (index) => gates[index]?.url ?? null);
      const linked = fleet;
      if (!(await linked.until(() => linked.online.size === agents, 30_000))) throw new Error('the agents do not link');
      const rounds = bench.quick ? 2 : 200 / AGENTS;
      const samples = (
        await Promise.all(gates.map((gate, index) => cutsOf(bench, linked, cards, gate, index, rounds)))
      ).flat();
      bench.draw('reconnect', {
        title: 'From the cut of an agent’s socket to the next fresh card answer',
        x: 'share of cuts',
        y: 'ms',
        lines: [{ name: 'card works again', points: distribution(samples) }],
      });
      bench.say('  half-open links\n');
      const silent = await Promise.all(gates.map((gate, index) => silenceOf(gate, index)));
      return {
        reconnect_p50_ms: percentile(samples, 0.5),
        reconnect_p95_ms: percentile(samples, 0.95),
        reconnect_max_ms: percentile(samples, 1),
        reconnect_cuts: samples.length,
        half_open_detected_ms: percentile(silent, 1),
      };
    } finally {
      await fleet?.stop();
      cards.close();
      for (const gate of gates) await gate.close();
      await gateway.stop();
    }
  },
};

async function cutsOf(bench: Bench, fleet: Fleet, cards: CardClient, gate: TcpGate, index: number, rounds: number) {
  const samples: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    // Spread, so that the cuts of all agents do not come at the same moment.
    await delay(HELD_MS + index * 37);
    gate.cut();
    const cutAtMs = performance.now();
    while (!(await answers(bench, cards, index))) {
      if (performance.now() - cutAtMs > BACK_MS_MAX) throw new Error(`agent ${index} did not come back`);
      await delay(ASK_EVERY_MS);
    }
    samples.push(performance.now() - cutAtMs);
    if (!(await fleet.until(() => fleet.online.has(index), BACK_MS_MAX))) throw new Error('the agent is not online');
  }
  return samples;
}

/** Whether a question that was never asked gets a fresh answer: only a live agent can give it. */
async function answers(bench: Bench, cards: CardClient, index: number): Promise<boolean> {
  const { body } = await cards.stock(await bench.newQuestion(2), portalOf(index));
  return body.stock?.state === 'fresh';
}

/** From silence to the moment the agent gives the link up; at another point between two pings for each agent. */
async function silenceOf(gate: TcpGate, index: number): Promise<number> {
  await delay(index * 480);
  const mutedAtMs = performance.now();
  await gate.mute();
  return performance.now() - mutedAtMs;
}
