/**
 * Builds the cards with HubSpot's own build tool:
 *
 *   node extension/hubspot/build.ts      writes extension/hubspot/dist/NAME.js and NAME-manifest.json for each card
 *
 * The tool prints some mistakes instead of failing, and empties its output folder at every build. So each card
 * is built in a folder of its own, what should be there is looked for, and only then is it put into dist.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { fileURLToPath } from 'node:url';
import { remoteBuild } from '@hubspot/ui-extensions-dev-server/build';

const SOURCE = fileURLToPath(new URL('src/', import.meta.url));
const CARDS = join(SOURCE, 'app/cards');
const DIST = fileURLToPath(new URL('dist/', import.meta.url));

/** Absolute entry files, as the cards' descriptions name them. */
export function cardEntries(): string[] {
  return readdirSync(CARDS)
    .filter((name) => name.endsWith('-hsmeta.json'))
    .map((name) => JSON.parse(readFileSync(join(CARDS, name), 'utf8')) as { config: { entrypoint: string } })
    .map(({ config }) => join(SOURCE, config.entrypoint));
}

/**
 * Builds the cards into `outputDir`, which is emptied first.
 * @returns the files that the build tool did not write; empty when all went well
 */
export async function buildCards(entries: readonly string[], outputDir: string): Promise<string[]> {
  rmSync(outputDir, { recursive: true, force: true });
  mkdirSync(outputDir, { recursive: true });
  const missing: string[] = [];
  // The tool bundles React's development runtime, 45 kB more, when NODE_ENV is anything else, as in a test run.
  const environment = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    for (const entryPoint of entries) missing.push(...(await buildCard(entryPoint, outputDir)));
  } finally {
    if (environment === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = environment;
  }
  return missing;
}

async function buildCard(entryPoint: string, outputDir: string): Promise<string[]> {
  const { name } = parse(entryPoint);
  const workDir = mkdtempSync(join(tmpdir(), 'card-build-'));
  try {
    await remoteBuild({ root: CARDS, entryPoint, outputDir: workDir, logLevel: 'warn' });
    const wanted = [`${name}.js`, `${name}-manifest.json`];
    const written = wanted.filter((file) => existsSync(join(workDir, file)));
    for (const file of written) copyFileSync(join(workDir, file), join(outputDir, file));
    return wanted.filter((file) => !written.includes(file));
  } finally {
    rmSync(workDir, { recursive: true, force: true });
  }
}

async function main(): Promise<void> {
  const entries = cardEntries();
  const missing = await buildCards(entries, DIST);
  for (const file of missing) process.stderr.write(`Error: ${file} was not built\n`);
  if (missing.length > 0 || entries.length === 0) process.exitCode = 1;
  else process.stdout.write(`${entries.length} cards built into extension/hubspot/dist\n`);
}

if (import.meta.main) await main();
