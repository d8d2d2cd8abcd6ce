import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { readTextFile } from './text-file.ts';

export interface DeclaredSetting {
  name: string;
  secret: boolean;
}

/** Of a connector's document, its settings. Whatever else is in it, and whether it fits, is looked at elsewhere. */
const Declaring = z.object({
  settings: z.record(z.string(), z.object({ secret: z.boolean().default(false) }).catch({ secret: false })),
});

/** The settings that a connector declares; none where it cannot be read, which is said where it is opened. */
export function declaredSettings(connectorDir: string): DeclaredSetting[] {
  try {
    const text = readTextFile(join(connectorDir, 'connector.yaml')) ?? '';
    const declaring = Declaring.safeParse(parse(text, { maxAliasCount: 50 }));
    if (!declaring.success) return [];
    return Object.entries(declaring.data.settings).map(([name, { secret }]) => ({ name, secret }));
  } catch {
    return [];
  }
}
