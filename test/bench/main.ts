import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildAll } from '../build.ts';
import type { Program } from '../sandbox/program.ts';
import type { Bench, Experiment, Figures } from './bench.ts';
import { lineChart } from './chart.ts';
import { badDay } from './experiments/bad-day.ts';
import { coalescing } from './experiments/coalescing.ts';
import { codec } from './experiments/codec.ts';
import { cold } from './experiments/cold.ts';
import { copies } from './experiments/copies.ts';
import { idle } from './experiments/idle.ts';
import { machine } from './experiments/machine.ts';
import { memory } from './experiments/memory.ts';
import { overhead } from './experiments/overhead.ts';
import { push } from './experiments/push.ts';
import { readRate } from './experiments/read-rate.ts';
import { reconnect } from './experiments/reconnect.ts';
import { storm } from './experiments/storm.ts';
import { tunnel } from './experiments/tunnel.ts';
import { warm } from './experiments/warm.ts';
import { questions } from './questions.ts';
import { type Rig, startHubspot, startRig } from './rig.ts';
import { markdownFigures, markdownTable, table } from './table.ts';

/** `node test/bench/main.ts`: real processes on this machine, every figure beside its baseline of the same run. */

const USAGE = `Usage: npm run -s bench -- [push | codec] [--json] [--peers] [--only key,…] [--quick] [--profile DIR] [--report FILE]
  push           instead of all: accepted pushes, and ten million remembered keys
  codec          instead of all: the SOAP codec beside the soap package's, without any process
  --json         the last line is every figure as JSON
  --peers        also measure ssh -R (needs sshd; installs Debian's as root)
  --only key,…   only the experiments that give these figures, or have these names
  --quick        short series: shows that everything works; not for publishing
  --profile DIR  write a CPU profile of the agent there
  --report FILE  write the figures as tables of Markdown there, and draw the pictures of docs/performance anew
`;

/**
 * The machine itself first, then memory, while the agent is young; the others from the quietest to the loudest. The codec runs in this very
 * process, so it comes when nobody is timed from here any more.
 */
const EXPERIMENTS: readonly Experiment[] = [
  machine,
  memory,
  overhead,
  cold,
  coalescing,
  warm,
  badDay,
  tunnel,
  readRate,
  reconnect,
  idle,
  copies,
  push,
  storm,
  codec,
];
/** What may be asked for by its name in place of all. */
const ALONE: readonly string[] = [push.name, codec.name];
const CHARTS = join(import.meta.dirname, '../../docs/performance');
/** The ERP's own counts, over everything that ran on the rig. */
const ERP_KEYS = ['max_concurrent_soap', 'max_concurrent_reads'];

function readOptions() {
  try {
    const flag = { type: 'boolean', default: false } as const;
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArgs({
      options: { json: flag, peers: flag, quick: flag, help: flag, only: text, profile: text, report: text },
      allowPositionals: true,
    });
    const [named, ...rest] = positionals;
    if (rest.length > 0 || (named !== undefined && !ALONE.includes(named)))
      throw new Error(`unknown: ${positionals.join(' ')}`);
    return named === undefined ? values : { ...values, only: named };
  } catch (error) {
    process.stderr.write(`Error: ${error instanceof Error ? error.message : 'unknown option'}\n${USAGE}`);
    process.exit(2);
  }
}

function chosen(only: string | undefined): readonly Experiment[] {
  if (only === undefined) return EXPERIMENTS;
  const wanted = only.split(',').map((key) => key.trim());
  const known = new Set([...EXPERIMENTS.flatMap(({ name, keys }) => [name, ...keys]), ...ERP_KEYS]);
  const stray = wanted.find((key) => !known.has(key));
  if (stray !== undefined) {
    process.stderr.write(`Error: there is no figure ${stray}.\nTry: ${[...known].join(' ')}\n`);
    process.exit(2);
  }
  const picked = EXPERIMENTS.filter(({ name, keys }) => [name, ...keys].some((key) => wanted.includes(key)));
  return picked.length > 0 ? picked : [badDay];
}

const options = readOptions();
if (options.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
const experiments = chosen(options.only);
const say = (text: string): void => {
  process.stderr.write(text);
};
const dir = mkdtempSync(join(tmpdir(), 'drawbridge-bench-'));
const lastLines: string[] = [];
const notes: string[] = [];
const figures: Figures = {};
let rig: Rig | null = null;
let hubspot: Program | null = null;
const onLine = (name: string, line: string): void => {
  lastLines.push(`${name} ${line}`);
  if (lastLines.length > 60) lastLines.shift();
};

const content = async () => (await bench.rig()).content;
const asked = questions();
const bench: Bench = {
  dir,
  quick: options.quick,
  peers: options.peers,
  profileDir: options.profile ?? null,
  async rig() {
    rig ??= await startRig(join(dir, 'rig'), bench.profileDir, onLine);
    return rig;
  },
  async hubspot() {
    hubspot ??= await startHubspot(onLine);
    return hubspot.ready?.url ?? '';
  },
  onLine,
  say,
  note: (text) => notes.push(text),
  draw(name, chart) {
    if (options.report === undefined) return;
    mkdirSync(CHARTS, { recursive: true });
    writeFileSync(join(CHARTS, `${name}.svg`), lineChart(chart));
  },
  untouched: async (count) => asked.customers((await content()).customers, count),
  newQuestion: async (items) => asked.items(rig?.content.itemIds ?? null, items),
};

const end = async (): Promise<void> => {
  await rig?.stop();
  await hubspot?.stop();
  rmSync(dir, { recursive: true, force: true });
};
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => void end().then(() => process.exit(1)));

let failed = false;
try {
  if (experiments.some((experiment) => experiment !== codec)) await buildAll();
  for (const { name, run } of experiments) {
    const startedMs = performance.now();
    say(`${name} …\n`);
    try {
      Object.assign(figures, await run(bench));
    } catch (error) {
      // One experiment that breaks must not cost the others; what it should have given is missing and said so.
      failed = true;
      notes.push(`${name} broke: ${error instanceof Error ? error.message : String(error)}`);
      say(
        `  broke: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n${lastLines.slice(-15).join('\n')}\n`,
      );
    }
    say(`  ${Math.round((performance.now() - startedMs) / 1000)} s\n`);
  }
  const used: Rig | null = rig;
  if (used !== null) {
    const { erp } = used as Rig;
    await erp.stats();
    figures.max_concurrent_soap = erp.maxConcurrent;
    figures.max_concurrent_reads = erp.maxConcurrentReads;
  }
} catch (error) {
  failed = true;
  const reason = error instanceof Error ? error.message : String(error);
  notes.push(`the run broke off: ${reason.split('\n').slice(0, 3).join(' ')}`);
} finally {
  await end();
}
if (options.report !== undefined) {
  writeFileSync(
    options.report,
    `${markdownTable(figures)}\n\n| figure | value |\n| --- | --- |\n${markdownFigures(figures)}\n`,
  );
}
for (const note of notes) say(`Note: ${note}\n`);
if (options.json) process.stdout.write(`${JSON.stringify({ ...figures, notes })}\n`);
else process.stdout.write(`${table(figures)}\n`);
process.exit(failed ? 1 : 0);
