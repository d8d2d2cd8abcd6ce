import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { CONTRACTS_FOLDER } from './current-schemas.ts';
import { type ContractSchemas, sortedText } from './json-schema.ts';

/**
 * The published contracts: contracts/published/<version>.json, one file a version.
 * A version listed in released.json is frozen: its file stays as it is (held by its SHA-256), and the code must say the
 * same or carry another version. A version that is not listed may be written again.
 */
export const PUBLISHED_FOLDER = new URL('published/', CONTRACTS_FOLDER);

/** Version → SHA-256 of its file, in hexadecimal. */
export type Released = Record<string, string>;

/** The text of a published file: sorted, and one line for every schema, so that a diff names what changed. */
export function publishedText({ version, schemas }: ContractSchemas): string {
  const names = Object.keys(schemas).sort();
  const lines = names.map((name) => `    ${JSON.stringify(name)}: ${sortedText(schemas[name])}`);
  return `{\n  "version": ${JSON.stringify(version)},\n  "schemas": {\n${lines.join(',\n')}\n  }\n}\n`;
}

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Null where the version was never published. */
export function readPublishedText(version: string, folder = PUBLISHED_FOLDER): string | null {
  const file = new URL(`${version}.json`, folder);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

export function readReleased(folder = PUBLISHED_FOLDER): Released {
  const file = new URL('released.json', folder);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Released) : {};
}

export function writePublished(contracts: ContractSchemas, folder = PUBLISHED_FOLDER): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${contracts.version}.json`, folder), publishedText(contracts));
}

export function writeReleased(released: Released, folder = PUBLISHED_FOLDER): void {
  writeFileSync(new URL('released.json', folder), `${sortedText(released, 2)}\n`);
}
