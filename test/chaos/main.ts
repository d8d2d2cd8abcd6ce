import { parseArgs } from 'node:util';
import { buildGateway } from '../build.ts';
import { type Report, runChaos } from './run.ts';

/** `npm run -s chaos`: real processes, killed, frozen, cut off and lied to; then every order is counted. */

const USAGE = `Usage: npm run -s chaos -- --cycles N [--seed S] [--lanes L] [--only fault,…] [--json]
  --cycles N     how often deals are sent and faults strike
  --seed S       which faults, when, and what is sent; timing stays the machine's own
  --lanes L      tenants side by side, each with an ERP and two agents (default 8)
  --only fault,… only these faults
  --json         the last line is the count as JSON
Exits with 1 when an order was doubled, lost or wrong, or a push did not end in time; what each store says about it
is then kept under .drawbridge/chaos.
`;

function readOptions() {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean', default: false } as const;
    return parseArgs({ options: { cycles: text, seed: text, lanes: text, only: text, json: flag, help: flag } }).values;
  } catch (error) {
    return wrongUsage(error instanceof Error ? error.message : 'unknown option');
  }
}

function wrongUsage(sentence: string): never {
  process.stderr.write(`Error: ${sentence}\n${USAGE}`);
  process.exit(2);
}

const wholeNumber = (name: string, text: string, min: number): number =>
  /^\d{1,9}$/.test(text) && Number(text) >= min
    ? Number(text)
    : wrongUsage(`--${name} must be a whole number, ${min} at least: ${text}`);

const options = readOptions();
if (options.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
const cycles = wholeNumber('cycles', options.cycles ?? wrongUsage('--cycles is missing'), 1);
const seed = options.seed === undefined ? Math.floor(Math.random() * 1e9) : wholeNumber('seed', options.seed, 0);
const lanes = wholeNumber('lanes', options.lanes ?? '8', 1);
const faults = options.only?.split(',');

const say = (sentence: string): void => {
  process.stderr.write(`${process.stderr.isTTY ? '\r\x1b[K' : ''}${sentence}\n`);
};
const counts = ({ duplicates, lost, wrong, unresolved }: Report): string =>
  `duplicates ${duplicates}, lost ${lost}, wrong ${wrong}, unresolved ${unresolved}`;
const progress = (report: Report): void => {
  const line = `cycle ${report.cycles}/${cycles}, ${report.pushes} pushes: ${counts(report)}`;
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
  else if (report.cycles % 25 === 0) process.stderr.write(`${line}\n`);
};

// The cycles under way come to their end, and everything started is ended. A second Ctrl-C ends at once.
const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
process.on('SIGTERM', () => stop.abort());

try {
  await buildGateway();
  const { signal } = stop;
  const report = await runChaos({ cycles, seed, lanes, signal, onCycle: progress, say, ...(faults && { faults }) });
  const unseen = Object.keys(report.faults).filter((name) => report.faults[name] === 0);
  say(
    `seed ${seed}, ${report.cycles} cycles, ${report.pushes} pushes, ${Math.round(report.ms / 1000)} s: ${counts(report)}`,
  );
  if (unseen.length > 0) say(`Faults that did not strike in this run: ${unseen.join(', ')}`);
  if (options.json) process.stdout.write(`${JSON.stringify(report)}\n`);
  const { duplicates, lost, wrong, unresolved } = report;
  process.exit(duplicates + lost + wrong + unresolved === 0 && report.cycles === cycles ? 0 : 1);
} catch (error) {
  say(`The run broke off: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exit(1);
}
