import { requestXml, SoapCaller } from '../../sandbox/erp/soap-caller.ts';
import { openBareTunnel } from '../bare-tunnel.ts';
import type { Bench, Experiment, Figures } from '../bench.ts';
import { HttpClient } from '../http-client.ts';
import { closedLoop, type Rate } from '../load.ts';
import { distribution, median, percentile } from '../percentile.ts';
import { watchCpu } from '../process-cpu.ts';
import { openRawTunnel } from '../raw-tunnel.ts';
import { ensureSshd, startSshPeer } from '../ssh-peer.ts';

const CALLERS = 20;
const ANSWER_BYTES = 2_000;

/**
 * Calls as fast as they go, 20 at once, ERP at 0 ms. In turns:
 *   raw    gateway, tenant object, link, agent, ERP, without what a card needs (workers/raw.ts): what is held against ssh
 *   card   the same question over the signed card route, with view and copies
 *   bare   the bare engine without product and ERP: no tunnel through a Durable Object can be faster here
 *   ssh    the same SOAP posts through `ssh -R`
 */
export const tunnel: Experiment = {
  name: 'tunnel',
  keys: [
    'tunnel_rps_20',
    'tunnel_p50_20_ms',
    'tunnel_p99_20_ms',
    'tunnel_answer_bytes',
    'tunnel_cpu_ms_per_call',
    'tunnel_card_rps_20',
    'tunnel_card_p99_20_ms',
    'tunnel_card_cpu_ms_per_call',
    'bare_ws_rps_20',
    'bare_ws_p99_20_ms',
    'bare_ws_cpu_ms_per_call',
    'tunnel_to_bare_ws_rate',
    'ssh_rps_20',
    'ssh_p50_20_ms',
    'ssh_p99_20_ms',
    'ssh_cpu_ms_per_call',
    'tunnel_to_ssh_rate',
    'tunnel_to_ssh_p99',
  ],
  async run(bench) {
    const rig = await bench.rig();
    const items = await itemsFor(bench);
    const { length } = await rig.cards.stock(await bench.newQuestion(items));
    const raw = await openRawTunnel(bench);
    const bare = await openBareTunnel(bench, length);
    const peer = await openPeer(bench);
    try {
      const erp = rig.erp.pid();
      const generator = process.pid;
      const ssh = peer === null ? null : await sshCaller(bench, peer.url, items);
      const kinds: Kind[] = [
        { name: 'raw', pids: raw.pids, call: async () => raw.call(await bench.newQuestion(items)) },
        { name: 'bare', pids: { ...bare.pids, generator }, call: bare.call },
        {
          name: 'card',
          pids: { agent: rig.agent.process.pid ?? 0, gateway: rig.gateway.pid(), erp, generator },
          async call() {
            const { body } = await rig.cards.stock(await bench.newQuestion(items));
            if (body.stock?.state !== 'fresh')
              throw new Error(`a stock answer was ${JSON.stringify(body).slice(0, 200)}`);
          },
        },
      ];
      if (ssh !== null && peer !== null) {
        const pids = { ...peer.pids(), erp: rig.directErp.pid(), generator };
        kinds.splice(1, 0, { name: 'ssh', pids, call: ssh.call });
      }
      const [seriesMs, count] = bench.quick ? [2_000, 1] : [6_000, 3];
      for (const { call } of kinds) await closedLoop(CALLERS, 1_500, call);
      const series: Series[] = [];
      for (let turn = 0; turn < count; turn += 1) {
        bench.say(`  series ${turn + 1}\n`);
        for (const { name, pids, call } of kinds) {
          const cpu = watchCpu(pids);
          const rate = await closedLoop(CALLERS, seriesMs, call);
          series.push({ name, rate, cpu: cpu(rate.samples.length) });
        }
      }
      ssh?.close();
      return { tunnel_answer_bytes: length, ...figuresOf(bench, series) };
    } finally {
      await peer?.stop();
      await bare.stop();
      await raw.stop();
    }
  },
};

interface Kind {
  name: 'raw' | 'card' | 'bare' | 'ssh';
  pids: Record<string, number>;
  call: () => Promise<void>;
}
interface Series {
  name: Kind['name'];
  rate: Rate;
  /** By process, in ms for each call. */
  cpu: Record<string, number>;
}

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

function figuresOf(bench: Bench, series: readonly Series[]): Figures {
  const of = (name: Kind['name']): Series[] => series.filter((one) => one.name === name);
  const over = (name: Kind['name'], part: (rate: Rate) => number): number | null =>
    of(name).length === 0 ? null : median(of(name).map(({ rate }) => part(rate)));
  const perSecond = (rate: Rate): number => rate.perSecond;
  const late =
    (share: number) =>
    ({ samples }: Rate): number =>
      percentile(samples, share);
  const beside = (other: Kind['name'], part: (rate: Rate) => number): number | null => {
    const others = of(other);
    if (others.length === 0) return null;
    return median(of('raw').map(({ rate }, turn) => part(rate) / part((others[turn] ?? { rate }).rate)));
  };
  const cpu = (name: Kind['name']): Record<string, number> | null => of(name).at(-1)?.cpu ?? null;
  const names = { raw: 'over the bridge, raw', card: 'over the card route', bare: 'bare engine', ssh: 'ssh -R' };
  bench.draw('tunnel', {
    title: '20 callers at once, ERP at 0 ms',
    x: 'share of calls',
    y: 'ms (logarithmic)',
    logY: true,
    lines: (['raw', 'card', 'bare', 'ssh'] as const)
      .filter((name) => of(name).length > 0)
      .map((name) => ({ name: names[name], points: distribution(of(name).flatMap(({ rate }) => rate.samples)) })),
  });
  return {
    tunnel_rps_20: over('raw', perSecond),
    tunnel_p50_20_ms: over('raw', late(0.5)),
    tunnel_p99_20_ms: over('raw', late(0.99)),
    tunnel_cpu_ms_per_call: cpu('raw'),
    tunnel_card_rps_20: over('card', perSecond),
    tunnel_card_p99_20_ms: over('card', late(0.99)),
    tunnel_card_cpu_ms_per_call: cpu('card'),
    bare_ws_rps_20: over('bare', perSecond),
    bare_ws_p99_20_ms: over('bare', late(0.99)),
    bare_ws_cpu_ms_per_call: cpu('bare'),
    tunnel_to_bare_ws_rate: beside('bare', perSecond),
    ssh_rps_20: over('ssh', perSecond),
    ssh_p50_20_ms: over('ssh', late(0.5)),
    ssh_p99_20_ms: over('ssh', late(0.99)),
    ssh_cpu_ms_per_call: cpu('ssh'),
    tunnel_to_ssh_rate: beside('ssh', perSecond),
    tunnel_to_ssh_p99: beside('ssh', late(0.99)),
  };
}
