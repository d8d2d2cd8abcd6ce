import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type Found, watchCases } from './fuzz-watch.ts';

/** `npm run -s fuzz`: broken answers through everything that reads them, each made by its seed alone. */

const USAGE = `Usage: npm run -s fuzz -- [--cases N] [--seed N] [--json]
  --cases N   how many (default 100000)
  --seed N    the first; each case has the next one (default: by chance)
  --json      the last line is the count as JSON
Exits with 1 when an answer was a crash, a hang, or gave an order or customer that it does not name.
`;
/** A case takes less than a millisecond; this is for a machine that does a lot besides. */
const STUCK_MS = 20_000;
const SEED_MAX = 2 ** 30;

function wrongUsage(sentence: string): never {
  process.stderr.write(`Error: ${sentence}\n${USAGE}`);
  process.exit(2);
}

function readOptions() {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean', default: false } as const;
    return parseArgs({ options: { cases: text, seed: text, json: flag, help: flag } }).values;
  } catch (error) {
    return wrongUsage(error instanceof Error ? error.message : 'unknown option');
  }
}

const wholeNumber = (name: string, text: string): number =>
  /^\d{1,10}$/.test(text) && Number(text) >= 1 && Number(text) <= SEED_MAX
    ? Number(text)
    : wrongUsage(`--${name} must be a whole number from 1 to ${SEED_MAX}: ${text}`);

const options = readOptions();
if (options.help) {
  process.stdout.write(USAGE);
  process.exit(0);
}
const asked = wholeNumber('cases', options.cases ?? '100000');
const seed = options.seed === undefined ? randomInt(1, SEED_MAX) : wholeNumber('seed', options.seed);

const found = { crashes: 0, hangs: 0, invented: 0 };
const onFound = ({ kind, seed: at, detail }: Found): void => {
  found[kind] += 1;
  process.stderr.write(`seed ${at}, ${kind}: ${detail}\n  npm run -s fuzz -- --cases 1 --seed ${at}\n`);
};
const startedMs = performance.now();
const thread = new URL('./fuzz-thread.ts', import.meta.url);
const cases = await watchCases({ thread, from: seed, cases: asked, stuckMs: STUCK_MS }, onFound);
const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
if (cases < asked) process.stderr.write(`Ended early: ${asked - cases} cases were not tried.\n`);
process.stdout.write(
  options.json
    ? `${JSON.stringify({ cases, ...found, seconds, seed })}\n`
    : `${cases} cases from seed ${seed}, ${seconds} s: crashes ${found.crashes}, hangs ${found.hangs}, invented ${found.invented}\n`,
);
process.exit(found.crashes + found.hangs + found.invented === 0 ? 0 : 1);
