/**
 * Copies the contracts into the cards' folder, because HubSpot refuses imports from outside it.
 *
 *   node extension/hubspot/copy-contracts.ts            writes the copies
 *   node extension/hubspot/copy-contracts.ts --check    exits 1 when a copy is missing, changed or left over
 *
 * The copies are verbatim below one header line. Cards import types from them and nothing else, so that
 * the schema library they are written with never reaches a bundle.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const CONTRACTS = fileURLToPath(new URL('../../contracts/', import.meta.url));
const COPIES = fileURLToPath(new URL('src/app/cards/contracts/', import.meta.url));

/** What the cards need; everything these import is copied with them. */
const ENTRIES = ['card-api.ts'];

const header = (name: string): string =>
  `// Generated from contracts/${name} by extension/hubspot/copy-contracts.ts. Do not edit.\n`;

/** The files that a contract imports from its own folder. */
export function importsOf(source: string): string[] {
  return [...source.matchAll(/from '\.\/([a-z-]+\.ts)'/g)].flatMap(([, name]) => (name === undefined ? [] : [name]));
}

/** File name → content, for the wanted contracts and all that they import. */
export function wantedCopies(): Map<string, string> {
  const copies = new Map<string, string>();
  const open = [...ENTRIES];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (copies.has(name)) continue;
    const source = readFileSync(join(CONTRACTS, name), 'utf8');
    copies.set(name, header(name) + source);
    open.push(...importsOf(source));
  }
  return copies;
}

/** What is on disk now. */
export function presentCopies(): Map<string, string> {
  if (!existsSync(COPIES)) return new Map();
  return new Map(readdirSync(COPIES).map((name) => [name, readFileSync(join(COPIES, name), 'utf8')]));
}

/** One line for every file that differs; empty when all is in step. */
export function driftOf(wanted: Map<string, string>, present: Map<string, string>): string[] {
  const changed = [...wanted].flatMap(([name, content]) => {
    const found = present.get(name);
    if (found === undefined) return [`${name} is missing`];
    return found === content ? [] : [`${name} differs from contracts/${name}`];
  });
  const left = [...present.keys()].filter((name) => !wanted.has(name)).map((name) => `${name} is no longer needed`);
  return [...changed, ...left];
}

function main(): void {
  const wanted = wantedCopies();
  const drift = driftOf(wanted, presentCopies());
  if (process.argv.includes('--check')) {
    for (const line of drift) process.stderr.write(`Error: ${line}\n`);
    if (drift.length > 0) process.stderr.write('Try: node extension/hubspot/copy-contracts.ts\n');
    process.exitCode = drift.length > 0 ? 1 : 0;
    return;
  }
  rmSync(COPIES, { recursive: true, force: true });
  mkdirSync(COPIES, { recursive: true });
  for (const [name, content] of wanted) writeFileSync(join(COPIES, name), content);
  process.stdout.write(`${wanted.size} contracts copied\n`);
}

if (import.meta.main) main();
