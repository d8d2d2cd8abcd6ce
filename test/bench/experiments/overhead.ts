import { join } from 'node:path';
import type { ItemId } from '#contracts/ids';
import { openErp } from '../../../agent/erp/open.ts';
import { requestXml, SoapCaller } from '../../sandbox/erp/soap-caller.ts';
import type { Bench, Experiment, Figures } from '../bench.ts';
import { HttpClient } from '../http-client.ts';
import { dueTimesMs, openLoop } from '../load.ts';
import { distribution, median, percentile } from '../percentile.ts';

const ERP_MS = 150;
/** Calls of each kind in a second: 1.5 of them at the ERP at any moment, below the agent’s cap of 4. */
const PER_SECOND = 10;
const QUIET = { info: () => {}, warn: () => {} };

/** What the bridge adds to one SOAP read: direct and bridged calls take turns, so that both meet the same weather. */
export const overhead: Experiment = {
  name: 'overhead',
  keys: [
    'direct_p50_ms',
    'post_p50_ms',
    'bridge_p50_ms',
    'bridge_to_direct',
    'overhead_p50_ms',
    'overhead_p99_ms',
    'direct_p99_ms',
    'bridge_p99_ms',
  ],
  async run(bench) {
    const rig = await bench.rig();
    const settings = { endpoint: rig.directErp.endpoint, company: '100', user: 'SCHNITT', password: rig.erpPassword };
    const connectorDir = join(import.meta.dirname, '../../../agent/connectors/demo-erp');
    const opened = await openErp({ connectorDir, settings, log: QUIET });
    if (!opened.ok) throw new Error(opened.error.message);
    const caller = new SoapCaller(rig.directErp.endpoint);
    await caller.logIn(rig.erpPassword);
    const http = new HttpClient(rig.directErp.endpoint);
    const path = new URL(rig.directErp.endpoint).pathname;

    const kinds = [
      async (itemIds: string[]) => {
        const read = await opened.value.read(
          'availability.read',
          { itemIds: itemIds as ItemId[] },
          AbortSignal.timeout(20_000),
        );
        return read.ok;
      },
      async (itemIds: string[]) => {
        const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: '"urn:kontor-erp:BestandLesen"' };
        const body = requestXml('BestandLesen', { ArtikelNummern: { ArtikelNr: itemIds } }, caller.sessionId);
        return (await http.call({ method: 'POST', path, headers, body })).status === 200;
      },
      async (itemIds: string[]) => (await rig.cards.stock(itemIds)).body.stock?.state === 'fresh',
    ] as const;

    const series = async (seconds: number): Promise<number[][]> => {
      const samples = await openLoop(dueTimesMs(PER_SECOND * kinds.length, seconds * 1000), async (index) => {
        const question = await bench.newQuestion(3);
        const kind = kinds[index % kinds.length] ?? kinds[0];
        if (!(await kind(question))) throw new Error(`a call of kind ${index % kinds.length} got no fresh answer`);
        return index % kinds.length;
      });
      return kinds.map((_, kind) => samples.filter(({ answer }) => answer === kind).map(({ ms }) => ms));
    };

    try {
      await series(1);
      for (const erp of [rig.erp, rig.directErp]) await erp.set({ latencyMs: ERP_MS });
      await series(2);
      const all: number[][][] = [];
      for (let count = 0; count < (bench.quick ? 1 : 3); count += 1) {
        bench.say(`  series ${count + 1}\n`);
        all.push(await series(bench.quick ? 5 : 20));
      }
      return figuresOf(bench, all);
    } finally {
      for (const erp of [rig.erp, rig.directErp]) await erp.set({ latencyMs: 0 });
      http.close();
      await opened.value.close();
    }
  },
};

/** @param all by series, by kind (direct, post, bridged), latencies in ms */
function figuresOf(bench: Bench, all: readonly number[][][]): Figures {
  const over = (kind: number, share: number): number =>
    median(all.map((series) => percentile(series[kind] ?? [], share)));
  const added = (share: number): number =>
    median(
      all.map(([direct = [], , bridged = []]) => {
        const base = percentile(direct, 0.5);
        return percentile(
          bridged.map((ms) => ms - base),
          share,
        );
      }),
    );
  const pooled = (kind: number): number[] => all.flatMap((series) => series[kind] ?? []);
  bench.draw('latency', {
    title: 'One SOAP read, ERP at 150 ms: straight and over the bridge',
    x: 'share of calls',
    y: 'ms',
    lines: [
      { name: 'agent code, direct', points: distribution(pooled(0)) },
      { name: 'plain POST, direct', points: distribution(pooled(1)) },
      { name: 'over the bridge', points: distribution(pooled(2)) },
    ],
  });
  return {
    direct_p50_ms: over(0, 0.5),
    post_p50_ms: over(1, 0.5),
    bridge_p50_ms: over(2, 0.5),
    bridge_to_direct: over(2, 0.5) / over(0, 0.5),
    overhead_p50_ms: added(0.5),
    overhead_p99_ms: added(0.99),
    direct_p99_ms: over(0, 0.99),
    bridge_p99_ms: over(2, 0.99),
  };
}
