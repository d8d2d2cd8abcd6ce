import { breakingChanges } from './breaking-changes.ts';
import { type ContractSchemas, isSameJson } from './json-schema.ts';
import { digestOf, publishedText, type Released } from './published.ts';

/** What is published, as text by version, and which versions are frozen. */
export interface Publications {
  texts: Record<string, string>;
  released: Released;
}

/** Why the code and what is published do not fit together; none when they do. Held by `npm test`. */
export function publicationProblems(current: ContractSchemas, { texts, released }: Publications): string[] {
  return [
    ...Object.entries(released).flatMap(([version, digest]) => frozenProblems(version, digest, texts[version])),
    ...driftProblems(current, texts[current.version]),
    ...versionProblems(current, { texts, released }),
  ];
}

/** Why `current` may not be written under its version; none when it may. */
export function refusalsToPublish(current: ContractSchemas, publications: Publications): string[] {
  const { texts, released } = publications;
  if (current.version in released && texts[current.version] !== publishedText(current)) {
    return [
      `${current.version} is released and frozen: give contracts/version.ts a new number`,
      ...changesSince(texts[current.version], current),
    ];
  }
  return versionProblems(current, publications);
}

const frozenProblems = (version: string, digest: string, text: string | undefined): string[] =>
  text === undefined
    ? [`${version} is released, but its file is missing`]
    : digestOf(text) === digest
      ? []
      : [`${version} is released, but its file was changed afterwards`];

function driftProblems(current: ContractSchemas, text: string | undefined): string[] {
  if (text === publishedText(current)) return [];
  if (text === undefined) return [`${current.version} is not published: run \`npm run contracts -- --write\``];
  return [
    `contracts/ differs from what is published as ${current.version}: run \`npm run contracts -- --write\``,
    ...changesSince(text, current),
  ];
}

/** Readable differences: breaking ones by name, and the names of schemas that only gained something. */
function changesSince(text: string | undefined, current: ContractSchemas): string[] {
  if (text === undefined) return [];
  const published = JSON.parse(text) as ContractSchemas;
  const breaking = breakingChanges(published, current);
  const additive = Object.keys(current.schemas).filter(
    (name) =>
      !isSameJson(published.schemas[name], current.schemas[name]) &&
      !breaking.some(
        (line) => line.startsWith(`${name}:`) || line.startsWith(`${name}.`) || line.startsWith(`${name}/`),
      ),
  );
  return [...breaking.map((line) => `  breaking  ${line}`), ...additive.map((name) => `  additive  ${name}`)];
}

/** A breaking change since the newest older release needs a higher major number. */
function versionProblems(current: ContractSchemas, { texts, released }: Publications): string[] {
  const older = Object.keys(released).filter((version) => compareVersions(version, current.version) < 0);
  const newest = older.sort(compareVersions).at(-1);
  const text = newest === undefined ? undefined : texts[newest];
  if (newest === undefined || text === undefined || majorOf(newest) < majorOf(current.version)) return [];
  const breaking = breakingChanges(JSON.parse(text) as ContractSchemas, current);
  return breaking.length === 0
    ? []
    : [
        `${current.version} breaks ${newest}: contracts/version.ts needs ${majorOf(newest) + 1}.0.0`,
        ...breaking.map((line) => `  breaking  ${line}`),
      ];
}

const numbersOf = (version: string): number[] => version.split('.').map(Number);
const majorOf = (version: string): number => numbersOf(version)[0] ?? 0;
const compareVersions = (a: string, b: string): number => {
  const [left, right] = [numbersOf(a), numbersOf(b)];
  const place = left.findIndex((number, index) => number !== right[index]);
  return place === -1 ? 0 : (left[place] ?? 0) - (right[place] ?? 0);
};
