import { join } from 'node:path';
import { GATEWAY_BUNDLE } from '../../build.ts';
import { startProgram } from '../../sandbox/program.ts';
import type { Experiment } from '../bench.ts';
import { CardClient } from '../card-client.ts';
import { portalOf } from '../fleet/fleet.ts';
import { buildWorker, type Gateway, Operator, startGateway } from '../gateway.ts';
import { HttpClient } from '../http-client.ts';
import { closedLoop } from '../load.ts';
import { percentile } from '../percentile.ts';
import { fillKeys, timeKeyLookups } from '../tenant-store.ts';

const CALLERS = 8;
/** Each its own: two that are alike within a day are asked about. */
const linesOf = (index: number) => [
  { itemId: 'PUMP-0040', quantity: String(index + 1), unitPrice: '410.00' },
  { itemId: 'SEAL-0009', quantity: '10', unitPrice: '9.50' },
];
const dealOf = (index: number): string => String(700_000_000_000 + index);
const PORTAL = portalOf(0);

/** Runs a call for each of so many, `CALLERS` at a time. */
async function forEach(
  count: number,
  call: (index: number) => Promise<unknown>,
): Promise<{ perSecond: number; samples: number[] }> {
  const samples: number[] = [];
  const startedMs = performance.now();
  let next = 0;
  const caller = async (): Promise<void> => {
    while (next < count) {
      const index = next;
      next += 1;
      const beganMs = performance.now();
      await call(index);
      samples.push(performance.now() - beganMs);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
  return { perSecond: (count * 1000) / (performance.now() - startedMs), samples };
}

async function addDeals(crm: string, count: number): Promise<void> {
  await forEach(count, async (index) => {
    const deal = {
      dealId: dealOf(index),
      name: `Bench ${index}`,
      customerId: '10447',
      stage: 'won',
      lines: linesOf(index),
    };
    const answer = await fetch(`${crm}/control/deals`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(deal),
    });
    if (!answer.ok) throw new Error(`the stand-in CRM took no deal: ${await answer.text()}`);
  });
}

/** Sends every deal once; they were looked at before, which is not measured. */
async function accept(cards: CardClient, count: number): Promise<{ perSecond: number; samples: number[] }> {
  const hashes: string[] = [];
  await forEach(count, async (index) => {
    hashes[index] = await cards.preview(dealOf(index), PORTAL);
  });
  return forEach(count, async (index) => {
    const { body } = await cards.send(dealOf(index), hashes[index] ?? null, PORTAL);
    if (!body.ok) throw new Error(`a push was not accepted: ${JSON.stringify(body.error)}`);
  });
}

/** The same deals asked again after they became keys with other content: found, compared, refused. */
async function askAgain(gateway: Gateway, count: number): Promise<number[]> {
  const cards = new CardClient(gateway.url);
  try {
    const { samples } = await forEach(count, async (index) => {
      const { body } = await cards.send(dealOf(index), null, PORTAL);
      if (body.error?.code !== 'push.key-reused') throw new Error(`a key was not remembered: ${JSON.stringify(body)}`);
    });
    return samples;
  } finally {
    cards.close();
  }
}

/** What it costs to accept a push, and to remember ten million of them. */
export const push: Experiment = {
  name: 'push',
  keys: [
    'accepts_per_s',
    'accept_p50_ms',
    'accept_p99_ms',
    'bare_inserts_per_s',
    'bare_insert_p99_ms',
    'keys_remembered',
    'key_bytes',
    'key_lookup_p50_ms',
    'key_lookup_p99_ms',
    'remembered_p99_ms',
    'remembered_p99_ms_few_keys',
  ],
  async run(bench) {
    const deals = bench.quick ? 100 : 1_000;
    const keys = bench.quick ? 100_000 : 10_000_000;
    // HubSpot's own limit would be all that is seen.
    const crm = await startProgram({
      name: 'hubspot',
      args: [join(import.meta.dirname, '../../sandbox/hubspot/main.ts'), '--requests-per-window', '10000000'],
      announces: true,
      onLine: bench.onLine,
    });
    const hubspotUrl = crm.ready?.url ?? '';
    const dir = join(bench.dir, 'push');
    const gateway = await startGateway({ dir, bundle: GATEWAY_BUNDLE, hubspotUrl, onLine: bench.onLine });
    const bare = await startGateway({
      dir: join(bench.dir, 'bare-insert'),
      bundle: buildWorker('bare-insert'),
      hubspotUrl,
      onLine: bench.onLine,
    });
    const http = new HttpClient(bare.url);
    try {
      await new Operator(gateway).tenant(PORTAL);
      await addDeals(hubspotUrl, deals);
      const cards = new CardClient(gateway.url);
      const accepted = await accept(cards, deals);
      cards.close();
      const body = JSON.stringify({ lines: linesOf(0) });
      const headers = { 'content-type': 'application/json' };
      const bares = await closedLoop(CALLERS, bench.quick ? 1_000 : 5_000, async () => {
        const { status } = await http.call({ method: 'POST', path: '/bare', body, headers });
        if (status !== 200) throw new Error(`the bare route answered ${status}`);
      });
      const known = Array.from({ length: deals }, (_, index) => dealOf(index));
      const remembered = async (count: number): Promise<{ bytes: number; samples: number[] }> => {
        bench.say(`  ${count} keys\n`);
        await gateway.stop();
        const bytes = fillKeys(gateway.dataDir, count, known);
        await gateway.start();
        return { bytes, samples: await askAgain(gateway, deals) };
      };
      const few = await remembered(1_000);
      const many = await remembered(keys);
      await gateway.stop();
      const lookups = timeKeyLookups(gateway.dataDir, keys, bench.quick ? 2_000 : 20_000);
      return {
        accepts_per_s: accepted.perSecond,
        accept_p50_ms: percentile(accepted.samples, 0.5),
        accept_p99_ms: percentile(accepted.samples, 0.99),
        bare_inserts_per_s: bares.perSecond,
        bare_insert_p99_ms: percentile(bares.samples, 0.99),
        keys_remembered: keys,
        key_bytes: many.bytes,
        key_lookup_p50_ms: percentile(lookups, 0.5),
        key_lookup_p99_ms: percentile(lookups, 0.99),
        remembered_p99_ms: percentile(many.samples, 0.99),
        remembered_p99_ms_few_keys: percentile(few.samples, 0.99),
      };
    } finally {
      http.close();
      await bare.stop();
      await gateway.stop();
      await crm.stop();
    }
  },
};
