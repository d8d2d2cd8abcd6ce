import { join } from 'node:path';
import type { Experiment } from '../bench.ts';
import { buildWorker, startGateway } from '../gateway.ts';
import { HttpClient } from '../http-client.ts';
import { closedLoop } from '../load.ts';
import { median } from '../percentile.ts';
import { watchCpu } from '../process-cpu.ts';
import { companyOf } from '../rig.ts';

const CALLERS = 20;

/** Warm company views as fast as they go, beside the least a Worker can do with an answer of the same size. */
export const readRate: Experiment = {
  name: 'read-rate',
  keys: ['reads_per_s', 'bare_route_per_s', 'reads_to_bare', 'view_bytes', 'reads_cpu_ms_per_view'],
  async run(bench) {
    const rig = await bench.rig();
    const [customer = ''] = await bench.untouched(1);
    const path = `/v1/card/companies/${companyOf(customer)}`;
    await rig.cards.raw('GET', path);
    const { body } = await rig.cards.raw('GET', path);
    const bare = await startGateway({
      dir: join(bench.dir, 'bare'),
      bundle: buildWorker('bare'),
      hubspotUrl: await bench.hubspot(),
      onLine: bench.onLine,
      settings: { BARE_BODY: body },
    });
    const http = new HttpClient(bare.url);
    const answered = async (call: Promise<{ status: number }>): Promise<void> => {
      const { status } = await call;
      if (status !== 200) throw new Error(`a view answered ${status}`);
    };
    try {
      const view = () => answered(rig.cards.raw('GET', path));
      const least = () => answered(http.call({ method: 'GET', path: '/bare' }));
      const seriesMs = bench.quick ? 1_500 : 5_000;
      await closedLoop(CALLERS, 1_500, view);
      await closedLoop(CALLERS, 1_500, least);
      let cpuPerView: Record<string, number> = {};
      const views: number[] = [];
      const bares: number[] = [];
      for (let series = 0; series < (bench.quick ? 1 : 3); series += 1) {
        const cpu = watchCpu({ gateway: rig.gateway.pid(), generator: process.pid });
        const rate = await closedLoop(CALLERS, seriesMs, view);
        cpuPerView = cpu(rate.samples.length);
        views.push(rate.perSecond);
        bares.push((await closedLoop(CALLERS, seriesMs, least)).perSecond);
      }
      return {
        reads_per_s: median(views),
        bare_route_per_s: median(bares),
        reads_to_bare: median(views.map((rate, index) => rate / (bares[index] ?? 1))),
        view_bytes: body.length,
        reads_cpu_ms_per_view: cpuPerView,
      };
    } finally {
      http.close();
      await bare.stop();
    }
  },
};
