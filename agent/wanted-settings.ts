import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { nearest } from './erp/connector/near-word.ts';
import { readTextFile } from './text-file.ts';

/** Of a connector's document, the names of its settings. Whatever else is in it, and whether it fits, is looked at elsewhere. */
const Wanting = z.object({ settings: z.record(z.string(), z.unknown()) });

/** Names of the settings that a connector wants; none where it cannot be read, which is said where it is opened. */
export function wantedSettings(connectorDir: string): string[] {
  try {
    const text = readTextFile(join(connectorDir, 'connector.yaml')) ?? '';
    const wanting = Wanting.safeParse(parse(text, { maxAliasCount: 50 }));
    return wanting.success ? Object.keys(wanting.data.settings) : [];
  } catch {
    return [];
  }
}

/** What a connector's settings lack, a sentence for each, never with a value. */
export function lackingSettings(wanted: readonly string[], given: Readonly<Record<string, string>>): string[] {
  const unknown = Object.keys(given).filter((name) => !wanted.includes(name));
  return wanted.flatMap((name) => {
    if (Object.hasOwn(given, name)) return given[name] === '' ? [`the setting ${name} is empty`] : [];
    const near = nearest(name, unknown);
    const meant = near === null ? '' : `: ${near} is not known to the connector, is ${name} meant?`;
    return [`the setting ${name} is missing${meant}`];
  });
}
