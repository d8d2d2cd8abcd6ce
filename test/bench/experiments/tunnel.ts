import { requestXml, SoapCaller } from '../../sandbox/erp/soap-caller.ts';
import { openBareTunnel } from '../bare-tunnel.ts';
import type { Bench, Experiment, Figures } from '../bench.ts';
import { HttpClient } from '../http-client.ts';
import { closedLoop, type Rate } from '../load.ts';
import { distribution, median, percentile } from '../percentile.ts';
import { watchCpu } from '../process-cpu.ts';
import { ensureSshd, startSshPeer } from '../ssh-peer.ts';

const CALLERS = 20;
const ANSWER_BYTES = 2_000;

/**
 * Calls as fast as they go, 20 at once, ERP at 0 ms: through the product, and the same SOAP posts through `ssh -R`.
 * Beside them the bare engine without product and ERP: no tunnel through a Durable Object can be faster here.
 */
export const tunnel: Experiment = {
  name: 'tunnel',
  keys: [
    'tunnel_rps_20',
    'tunnel_p50_20_ms',
    'tunnel_p99_20_ms',
    'tunnel_answer_bytes',
    'tunnel_cpu_ms_per_call',
    'bare_ws_rps_20',
    'bare_ws_p99_20_ms',
    'tunnel_to_bare_ws_rate',
    'ssh_rps_20',
    'ssh_p50_20_ms',
    'ssh_p99_20_ms',
    'tunnel_to_ssh_rate',
    'tunnel_to_ssh_p99',
  ],
  async run(bench) {
    const rig = await bench.rig();
    const items = await itemsFor(bench);
    const overBridge = async (): Promise<void> => {
      const { body } = await rig.cards.stock(await bench.newQuestion(items));
      if (body.stock?.state !== 'fresh') throw new Error(`a stock answer was ${JSON.stringify(body).slice(0, 200)}`);
    };
    const { length } = await rig.cards.stock(await bench.newQuestion(items));
    const peer = await openPeer(bench);
    const bare = await openBareTunnel(bench, length);
    try {
      const overSsh = peer === null ? null : await sshCaller(bench, peer.url, items);
      const [seriesMs, count] = bench.quick ? [2_000, 1] : [6_000, 3];
      await closedLoop(CALLERS, 1_500, overBridge);
      await closedLoop(CALLERS, 1_500, bare.call);
      const pids = {
        agent: rig.agent.process.pid ?? 0,
        gateway: rig.gateway.pid(),
        erp: rig.erp.pid(),
        generator: process.pid,
      };
      let cpuPerCall: Record<string, number> = {};
      const own: Rate[] = [];
      const ssh: Rate[] = [];
      const bares: Rate[] = [];
      for (let series = 0; series < count; series += 1) {
        bench.say(`  series ${series + 1}\n`);
        const cpu = watchCpu(pids);
        const rate = await closedLoop(CALLERS, seriesMs, overBridge);
        cpuPerCall = cpu(rate.samples.length);
        own.push(rate);
        bares.push(await closedLoop(CALLERS, seriesMs, bare.call));
        if (overSsh !== null) ssh.push(await closedLoop(CALLERS, seriesMs, overSsh.call));
      }
      overSsh?.close();
      return { tunnel_answer_bytes: length, tunnel_cpu_ms_per_call: cpuPerCall, ...figuresOf(bench, own, bares, ssh) };
    } finally {
      await bare.stop();
      await peer?.stop();
    }
  },
};

/** How many items make an answer of about 2 kB. */
async function itemsFor(bench: Bench): Promise<number> {
  const rig = await bench.rig();
  const { length: one } = await rig.cards.stock(await bench.newQuestion(1));
  const { length: five } = await rig.cards.stock(await bench.newQuestion(5));
  return Math.max(1, Math.round(1 + (ANSWER_BYTES - one) / ((five - one) / 4)));
}

async function openPeer(bench: Bench) {
  if (!bench.peers) return null;
  if (!ensureSshd(bench.say)) {
    bench.note('ssh was not measured: there is no sshd, and it cannot be installed here');
    return null;
  }
  const rig = await bench.rig();
  return startSshPeer(bench.dir, rig.directErp.endpoint);
}

async function sshCaller(bench: Bench, url: string, items: number) {
  const rig = await bench.rig();
  const path = new URL(rig.directErp.endpoint).pathname;
  const caller = new SoapCaller(`${url}${path}`);
  await caller.logIn(rig.erpPassword);
  const http = new HttpClient(url);
  const headers = { 'content-type': 'text/xml; charset=utf-8', soapaction: '"urn:kontor-erp:BestandLesen"' };
  return {
    close: () => http.close(),
    call: async (): Promise<void> => {
      const fields = { ArtikelNummern: { ArtikelNr: await bench.newQuestion(items) } };
      const body = requestXml('BestandLesen', fields, caller.sessionId);
      const { status } = await http.call({ method: 'POST', path, headers, body });
      if (status !== 200) throw new Error(`the ERP answered ${status} through ssh`);
    },
  };
}

function figuresOf(bench: Bench, own: readonly Rate[], bares: readonly Rate[], ssh: readonly Rate[]): Figures {
  const rate = (rates: readonly Rate[]): number | null =>
    rates.length === 0 ? null : median(rates.map(({ perSecond }) => perSecond));
  const latency = (rates: readonly Rate[], share: number): number | null =>
    rates.length === 0 ? null : median(rates.map(({ samples }) => percentile(samples, share)));
  const beside = (other: readonly Rate[], part: (rate: Rate) => number): number | null =>
    other.length === 0 ? null : median(own.map((one, index) => part(one) / part(other[index] ?? one)));
  bench.draw('tunnel', {
    title: '20 callers at once, ERP at 0 ms',
    x: 'share of calls',
    y: 'ms (logarithmic)',
    logY: true,
    lines: [
      { name: 'over the bridge', points: distribution(own.flatMap(({ samples }) => samples)) },
      { name: 'bare engine', points: distribution(bares.flatMap(({ samples }) => samples)) },
      ...(ssh.length === 0 ? [] : [{ name: 'ssh -R', points: distribution(ssh.flatMap(({ samples }) => samples)) }]),
    ],
  });
  return {
    tunnel_rps_20: rate(own),
    tunnel_p50_20_ms: latency(own, 0.5),
    tunnel_p99_20_ms: latency(own, 0.99),
    bare_ws_rps_20: rate(bares),
    bare_ws_p99_20_ms: latency(bares, 0.99),
    tunnel_to_bare_ws_rate: beside(bares, ({ perSecond }) => perSecond),
    ssh_rps_20: rate(ssh),
    ssh_p50_20_ms: latency(ssh, 0.5),
    ssh_p99_20_ms: latency(ssh, 0.99),
    tunnel_to_ssh_rate: beside(ssh, ({ perSecond }) => perSecond),
    tunnel_to_ssh_p99: beside(ssh, ({ samples }) => percentile(samples, 0.99)),
  };
}
