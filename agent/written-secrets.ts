import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** Of a connector's document, which settings are secret. Whatever else is in it, and whether it fits, is looked at elsewhere. */
const Declared = z.object({ settings: z.record(z.string(), z.object({ secret: z.boolean().default(false) })) });

function secretNames(connectorDir: string): string[] {
  try {
    const declared = Declared.safeParse(
      parse(readFileSync(join(connectorDir, 'connector.yaml'), 'utf8'), { maxAliasCount: 50 }),
    );
    return declared.success
      ? Object.entries(declared.data.settings).flatMap(([name, { secret }]) => (secret ? [name] : []))
      : [];
  } catch {
    // No connector, no secrets: that it is missing or damaged is said where it is opened.
    return [];
  }
}

/** `https://user:password@host/`. */
const hasPassword = (value: string): boolean => (URL.parse(value)?.password ?? '') !== '';

/** The settings whose values stand in the configuration itself and must not: that file is copied, shown and backed up. */
export function writtenSecrets(connectorDir: string, written: Readonly<Record<string, string>>): string[] {
  const secret = new Set(secretNames(connectorDir));
  return Object.entries(written).flatMap(([name, value]) => (secret.has(name) || hasPassword(value) ? [name] : []));
}
