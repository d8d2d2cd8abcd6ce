import { posix } from 'node:path';
import { isPureFile } from './pure-files.ts';
import { isScript, isTest, lineAt, type Rule, type SourceFile } from './rule.ts';
import { importsOf } from './syntax.ts';

/**
 * extension → contracts ← gateway, contracts ← agent, test → all.
 * A `core/` folder knows contracts and core only; a card of the HubSpot project only its own folder, since HubSpot
 * builds it alone; contracts know zod and themselves. A test beside a file may also use test/ and any package.
 */
export const importArrows: Rule = (files) =>
  files
    .filter(({ path }) => isScript(path) && zoneOf(path) !== 'test')
    .flatMap((file) =>
      importsOf(file).flatMap(({ specifier, start }) => {
        const problem = problemOf(file, targetOf(file.path, specifier));
        return problem === undefined ? [] : [{ path: file.path, line: lineAt(file.text, start), problem }];
      }),
    );

const KNOWN: Record<string, readonly string[]> = {
  contracts: ['contracts'],
  gateway: ['gateway', 'contracts'],
  agent: ['agent', 'contracts'],
  extension: ['extension', 'contracts'],
};

const zoneOf = (path: string): string => path.split('/')[0] ?? '';
const isInCore = (path: string): boolean => path.split('/').slice(0, -1).includes('core');

/** A path from the root for a file of ours; the specifier as it is for a package. */
function targetOf(from: string, specifier: string): { path: string } | { package: string } {
  if (specifier.startsWith('#contracts/')) return { path: `contracts/${specifier.slice('#contracts/'.length)}.ts` };
  if (specifier.startsWith('.')) return { path: posix.join(posix.dirname(from), specifier) };
  return { package: specifier };
}

function problemOf(file: SourceFile, target: { path: string } | { package: string }): string | undefined {
  const own = file.path;
  if ('package' in target) return isTest(own) ? undefined : packageProblem(own, target.package);
  const zone = zoneOf(target.path);
  if (isTest(own) && zone === 'test') return undefined;
  const known = KNOWN[zoneOf(own)];
  if (known !== undefined && !known.includes(zone)) return `${zoneOf(own)} may not import ${target.path}`;
  const card = /^(extension\/hubspot\/.*?cards\/)/.exec(own)?.[1];
  if (card !== undefined && !target.path.startsWith(card) && !isTest(own)) {
    return `a card is built alone and may not import ${target.path}`;
  }
  if (isInCore(own) && !isTest(own) && zone !== 'contracts' && !isInCore(target.path)) {
    return `core may not import ${target.path}`;
  }
  return undefined;
}

function packageProblem(own: string, name: string): string | undefined {
  if (zoneOf(own) === 'contracts' && name !== 'zod') return `contracts may not import ${name}`;
  if (isInCore(own)) return `core may not import ${name}`;
  if (isPureFile(own) && name.startsWith('node:')) return `a pure file may not import ${name}`;
  return undefined;
}
