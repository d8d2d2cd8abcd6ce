import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { failure } from '#contracts/errors';
import { fail, ok, type Result } from '#contracts/result';
import { PlaceSeen } from './answer-seen.ts';

/** What was approved: `fingerprint.json` in the connector's folder. */
export const Fingerprint = z.strictObject({
  drawbridge: z.literal('fingerprint/1'),
  /** Of the document that was approved. */
  connector: z.string().max(100),
  /** How often it was approved; raised each time, so that an approval is seen even where nothing else differs. */
  approvals: z.int().min(1),
  /** What the WSDLs said. */
  wsdl: z.record(z.string(), z.string()),
  /** What recorded answers looked like; empty where there were none. */
  answers: z.record(z.string(), PlaceSeen),
});
export type Fingerprint = z.infer<typeof Fingerprint>;

const FILE = 'fingerprint.json';
/** 8 MiB: that of the largest connector has some 100 KiB. */
const BYTES_MAX = 8 * 1024 * 1024;

/** Null: nothing was approved yet. Errors: connector.invalid. */
export function readFingerprint(folder: string): Result<Fingerprint | null> {
  const path = join(folder, FILE);
  const wrong = (why: string) => fail(failure('connector.invalid', { detail: `${FILE}: ${why}` }));
  if (!existsSync(path)) return ok(null);
  if (statSync(path).size > BYTES_MAX) return wrong('is too large');
  try {
    const parsed = Fingerprint.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? ok(parsed.data) : wrong(parsed.error.issues[0]?.message ?? 'does not fit');
  } catch {
    return wrong('is not JSON');
  }
}

export const writeFingerprint = (folder: string, fingerprint: Fingerprint): void =>
  writeFileSync(join(folder, FILE), `${JSON.stringify(fingerprint, null, 1)}\n`);

/** Changes whenever the document or a WSDL does; what was approved is not part of it. */
export function stampOf(folder: string): string {
  const hash = createHash('sha256');
  for (const file of readdirSync(folder)
    .filter((name) => /\.(ya?ml|wsdl|xsd)$/.test(name))
    .toSorted())
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(folder, file)))
      .update('\0');
  return hash.digest('hex');
}
