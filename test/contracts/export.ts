import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { currentSchemas } from './current-schemas.ts';
import { type ContractSchemas, sortedText } from './json-schema.ts';
import {
  digestOf,
  PUBLISHED_FOLDER,
  publishedText,
  readPublishedText,
  readReleased,
  writePublished,
  writeReleased,
} from './published.ts';
import { type Publications, publicationProblems, refusalsToPublish } from './verdict.ts';

const USAGE = `Usage: node test/contracts/export.ts [--out DIR | --write | --check | --release]

  (no option)   prints every schema of contracts/ as JSON Schema
  --out DIR     writes one file for every schema
  --write       publishes them as contracts/published/<version>.json; refuses for a released version that would
                change, and for a breaking change without a new major version
  --check       exits with 1 and a list when the code differs from what is published
  --release     freezes the published version: from now on its file stays as it is
`;

/** Everything in contracts/published/. */
export function readPublications(): Publications {
  const versions = readdirSync(PUBLISHED_FOLDER).flatMap((name) => /^(\d+\.\d+\.\d+)\.json$/.exec(name)?.[1] ?? []);
  return {
    texts: Object.fromEntries(versions.map((version) => [version, readPublishedText(version) ?? ''])),
    released: readReleased(),
  };
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function refuse(problems: string[]): number {
  process.stderr.write(`Error: ${problems.join('\n')}\n`);
  return 1;
}

function writeFiles(current: ContractSchemas, folder: string): number {
  mkdirSync(folder, { recursive: true });
  for (const [name, schema] of Object.entries(current.schemas)) {
    writeFileSync(join(folder, `${name}.json`), `${sortedText(schema, 2)}\n`);
  }
  say(`${Object.keys(current.schemas).length} schemas of ${current.version} written to ${folder}`);
  return 0;
}

function publish(current: ContractSchemas): number {
  const refusals = refusalsToPublish(current, readPublications());
  if (refusals.length > 0) return refuse(refusals);
  writePublished(current);
  say(`published ${current.version}`);
  return 0;
}

function check(current: ContractSchemas): number {
  const problems = publicationProblems(current, readPublications());
  if (problems.length > 0) return refuse(problems);
  say(`contracts/ is what is published as ${current.version}`);
  return 0;
}

function release(current: ContractSchemas): number {
  const publications = readPublications();
  const problems = publicationProblems(current, publications);
  if (problems.length > 0) return refuse(problems);
  writeReleased({ ...publications.released, [current.version]: digestOf(publishedText(current)) });
  say(`${current.version} is frozen`);
  return 0;
}

function readOptions() {
  const boolean = { type: 'boolean' } as const;
  return parseArgs({
    options: { out: { type: 'string' }, write: boolean, check: boolean, release: boolean, help: boolean },
  }).values;
}

async function main(): Promise<number> {
  let values: ReturnType<typeof readOptions>;
  try {
    values = readOptions();
  } catch (error) {
    process.stderr.write(`Error: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    return 2;
  }
  if (values.help === true) {
    say(USAGE);
    return 0;
  }
  const current = await currentSchemas();
  if (values.out !== undefined) return writeFiles(current, values.out);
  if (values.write === true) return publish(current);
  if (values.check === true) return check(current);
  if (values.release === true) return release(current);
  say(sortedText(current, 2));
  return 0;
}

if (import.meta.main) process.exitCode = await main();
