import { parseArgs } from 'node:util';
import { huntMutant, playSeeds } from './crew.ts';
import { FAULTS, type FaultName } from './faults.ts';
import { MUTANTS } from './mutants.ts';
import { ignoreEvictions } from './object-store.ts';
import { play } from './play.ts';

/** `npm run -s simulate`: the real push code of gateway and agent in a world that only a seed decides. */

const USAGE = `Usage: npm run -s simulate -- --seeds N [--from S] [--json]
       npm run -s simulate -- --seed S [--trace]
       npm run -s simulate -- --mutants [--only NAME,…] [--json]
  --seeds N      plays so many seeds, two at a time
  --from S       the first of them (default 1)
  --seed S       plays one; with --trace everything that happens is written down
  --mutants      takes one protection out of the code at a time, and counts the seeds until that shows
  --json         the last line is the count as JSON
Exits with 1 when an order was doubled, lost or wrong, a push did not end in time, or a mutant was not found.
`;
const THREADS = 2;
/** A mutant that lives longer is not found. */
const MUTANT_SEEDS_MAX = 10_000;

function wrongUsage(sentence: string): never {
  process.stderr.write(`Error: ${sentence}\n${USAGE}`);
  process.exit(2);
}

function readOptions() {
  try {
    const text = { type: 'string' } as const;
    const flag = { type: 'boolean', default: false } as const;
    const options = {
      seeds: text,
      from: text,
      seed: text,
      only: text,
      trace: flag,
      mutants: flag,
      json: flag,
      help: flag,
    };
    return parseArgs({ options }).values;
  } catch (error) {
    return wrongUsage(error instanceof Error ? error.message : 'unknown option');
  }
}

const wholeNumber = (name: string, text: string): number =>
  /^\d{1,9}$/.test(text) && Number(text) >= 1
    ? Number(text)
    : wrongUsage(`--${name} must be a whole number from 1: ${text}`);

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

async function one(seed: number, trace: boolean): Promise<boolean> {
  ignoreEvictions();
  const { violations, pushes, parked } = await play(seed, trace ? print : null);
  for (const { verdict, rule, detail } of violations) print(`${verdict}, ${rule}: ${detail}`);
  print(`seed ${seed}: ${pushes} pushes, ${parked} parked, ${violations.length} found`);
  return violations.length === 0;
}

async function many(from: number, seeds: number, json: boolean): Promise<boolean> {
  const startedAt = performance.now();
  const seconds = (): number => Math.round((performance.now() - startedAt) / 100) / 10;
  let saidAt = 0;
  const sum = await playSeeds({ from, seeds, threads: THREADS }, (sofar, lines) => {
    for (const line of lines) say(`${line}\n  npm run -s simulate -- --seed ${/\d+/.exec(line)?.[0]} --trace`);
    if (seconds() - saidAt < 10) return;
    saidAt = seconds();
    say(`${sofar.seeds} of ${seeds} seeds, ${saidAt} s`);
  });
  const { duplicate: duplicates, lost, wrong, unresolved } = sum.found;
  const untested = (Object.keys(FAULTS) as FaultName[]).filter((name) => sum.faults[name] === 0);
  const parkedPct = Math.round((1000 * sum.parked) / Math.max(1, sum.pushes)) / 10;
  say(
    `${sum.seeds} seeds, ${sum.pushes} pushes, ${parkedPct} % parked, ${seconds()} s: duplicates ${duplicates}, lost ${lost}, wrong ${wrong}, unresolved ${unresolved}`,
  );
  if (untested.length > 0) say(`Faults that did not occur, and so were not tested: ${untested.join(', ')}`);
  if (json) {
    const { faults, pushes } = sum;
    const counts = { seeds: sum.seeds, duplicates, lost, wrong, unresolved, parked_pct: parkedPct, pushes };
    print(JSON.stringify({ ...counts, faults, untested, seconds: seconds(), first_bad_seed: sum.firstBadSeed }));
  }
  return sum.firstBadSeed === null;
}

async function mutants(only: readonly string[] | undefined, json: boolean): Promise<boolean> {
  const killed: { name: string; seeds: number }[] = [];
  const survivors: string[] = [];
  const waiting = MUTANTS.filter(({ name }) => only === undefined || only.includes(name));
  const count = waiting.length;
  const hunt = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { tally, lines } = await huntMutant(next.name, MUTANT_SEEDS_MAX);
      if (tally.firstBadSeed === null) survivors.push(next.name);
      else killed.push({ name: next.name, seeds: tally.seeds });
      say(`${next.name}: ${tally.firstBadSeed === null ? `lives after ${tally.seeds} seeds` : `found, ${lines[0]}`}`);
    }
  };
  await Promise.all(Array.from({ length: THREADS }, hunt));
  const sorted = killed.map(({ seeds }) => seeds).sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)] ?? null;
  const by = Object.fromEntries(killed.map(({ name, seeds }) => [name, seeds]));
  say(`${count} mutants, ${killed.length} found, in ${median} seeds (median)`);
  if (json)
    print(
      JSON.stringify({ mutants: count, killed: killed.length, median_seeds: median, survivors, seeds_to_kill: by }),
    );
  return survivors.length === 0;
}

const options = readOptions();
if (options.help) print(USAGE);
else {
  const isGood = options.mutants
    ? await mutants(options.only?.split(','), options.json)
    : options.seed !== undefined
      ? await one(wholeNumber('seed', options.seed), options.trace)
      : await many(
          wholeNumber('from', options.from ?? '1'),
          wholeNumber('seeds', options.seeds ?? wrongUsage('--seeds is missing')),
          options.json,
        );
  process.exitCode = isGood ? 0 : 1;
}
