import { posix } from 'node:path';
import { z } from 'zod';
import type { Rule, SourceFile, Violation } from './rule.ts';

const Versions = z.record(z.string(), z.string()).default({});
const Manifest = z.looseObject({
  dependencies: Versions,
  devDependencies: Versions,
  optionalDependencies: Versions,
});
const Lock = z.looseObject({
  packages: z.record(z.string(), z.looseObject({ version: z.string().optional() })),
});

const GROUPS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;
const EXACT = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

/** Each package.json names exact versions, and a lock file beside it says the same. */
export const exactVersions: Rule = (files) =>
  files
    .filter(({ path }) => posix.basename(path) === 'package.json')
    .flatMap((file) => {
      const lockPath = posix.join(posix.dirname(file.path), 'package-lock.json');
      const lock = files.find(({ path }) => path === lockPath);
      return [...ranges(file), ...(lock === undefined ? [] : outOfStep(file, lock))];
    });

const named = (manifest: z.infer<typeof Manifest>): [string, string][] =>
  GROUPS.flatMap((group) => Object.entries(manifest[group]));

const ranges = (file: SourceFile): Violation[] =>
  named(Manifest.parse(JSON.parse(file.text)))
    .filter(([, version]) => !EXACT.test(version))
    .map(([name, version]) => ({ path: file.path, line: 0, problem: `${name}: ${version} is not an exact version` }));

function outOfStep(file: SourceFile, lockFile: SourceFile): Violation[] {
  const wanted = named(Manifest.parse(JSON.parse(file.text)));
  const { packages } = Lock.parse(JSON.parse(lockFile.text));
  const locked = named(Manifest.parse(packages[''] ?? {}));
  const problem = (name: string, says: string) => ({ path: lockFile.path, line: 0, problem: `${name}: ${says}` });
  return [
    ...wanted
      .filter(([name, version]) => packages[`node_modules/${name}`]?.version !== version)
      .map(([name, version]) => problem(name, `package.json wants ${version}, the lock file holds another or none`)),
    ...locked
      .filter(([name, version]) => !wanted.some(([other, want]) => other === name && want === version))
      .map(([name]) => problem(name, 'is in the lock file and not, or otherwise, in package.json')),
  ];
}
